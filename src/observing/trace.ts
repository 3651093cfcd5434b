import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** What a span may tell, by the names of OpenTelemetry's conventions. Never an id of a record. */
export interface SpanFacts {
  readonly 'http.request.method'?: string
  readonly 'http.route'?: string
  readonly 'http.response.status_code'?: number
  readonly 'error.type'?: string
}

export interface SpanEnd {
  readonly name?: string
  readonly facts: SpanFacts
  readonly failed: boolean
}

/**
 * Runs the work in a span of OpenTelemetry. Without an SDK in the process this does nothing. A
 * caller's trace goes on when its headers are handed in.
 */
export async function inServerSpan<T>(
  headers: Readonly<Record<string, string | undefined>>,
  work: (end: (with_: SpanEnd) => void) => Promise<T>,
): Promise<T> {
  const parent = propagation.extract(context.active(), headers)
  const span = trace.getTracer('onward').startSpan('HTTP', { kind: SpanKind.SERVER }, parent)
  try {
    return await context.with(trace.setSpan(parent, span), () =>
      work(({ name, facts, failed }) => {
        if (name !== undefined) span.updateName(name)
        span.setAttributes({ ...facts })
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      }),
    )
  } finally {
    span.end()
  }
}
