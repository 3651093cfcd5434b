import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Observer } from '../observing/observer.ts'
import { inServerSpan } from '../observing/trace.ts'
import { newId } from '../storage/ids.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Counts, times, logs and traces every request by the pattern of its route. Gives each an id that
 * its answer, its log line and its faults share; a caller's own id is not taken over, because it
 * may hold anything.
 */
export function observeRequests({ metrics, log }: Observer): MiddlewareHandler {
  return async (c, next) => {
    const requestId = newId()
    c.set('requestId', requestId)
    const began = performance.now()
    const method = METHODS.has(c.req.method) ? c.req.method : 'other'
    const headers = {
      traceparent: c.req.header('traceparent'),
      tracestate: c.req.header('tracestate'),
    }
    await inServerSpan(headers, async (end) => {
      await next()
      const [route, status] = [routeOf(c), c.res.status]
      const ms = performance.now() - began
      c.header('x-request-id', requestId)
      metrics.count('onward_http_requests_total', { method, route, status: String(status) })
      metrics.time('onward_http_request_seconds', ms / 1000, { method, route })
      const line = { requestId, method, route, status, ms: Math.round(ms * 10) / 10 }
      if (status >= 500) log.warn('request', line)
      else log.info('request', line)
      end({
        name: `${method} ${route}`,
        facts: {
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': status,
        },
        failed: status >= 500,
      })
    })
  }
}

/** The pattern of whoever answered: a route, or the guard that refused. */
function routeOf(c: Context): string {
  return matchedRoutes(c)[c.req.routeIndex]?.path ?? 'none'
}

/** The id that `observeRequests` gave this request. */
export function requestIdOf(c: Context): string {
  return String(c.get('requestId') ?? '')
}
