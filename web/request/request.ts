import type { Conflict, Issue } from '../../src/domain/errors.ts'
import type { ProblemView } from '../../src/domain/views.ts'

/** Something that the server refused or could not do, or `offline` when it did not answer. */
export class RequestProblem extends Error {
  readonly code: string
  readonly issues: readonly Issue[]
  /** What somebody else set otherwise meanwhile, field by field. */
  readonly conflicts: readonly Conflict[]

  constructor(
    code: string,
    message: string,
    issues: readonly Issue[] = [],
    conflicts: readonly Conflict[] = [],
  ) {
    super(message)
    this.name = 'RequestProblem'
    this.code = code
    this.issues = issues
    this.conflicts = conflicts
  }
}

interface RequestOptions {
  /** Sent as JSON with POST; without one the request is a GET. */
  readonly body?: unknown
  /** A file sent as it is, with POST. */
  readonly file?: Blob
  /** The body only says what is looked for; nothing is changed by it. */
  readonly isQuestion?: boolean
  /** Rather be told now, and have it done later (web/request/job.ts). */
  readonly later?: boolean
  readonly signal?: AbortSignal
}

/** A file of no named type: what the server takes as an upload. */
const OCTETS = 'application/octet-stream'

/** Asks the server; throws a `RequestProblem` for every outcome that is no answer. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer as Answer
  throw problemOf(response, answer)
}

/** Asks for a file. */
export async function requestFile(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await send(path, options)
  if (response.ok) return response
  throw problemOf(response, await response.json().catch(() => undefined))
}

function problemOf(response: Response, answer: unknown): RequestProblem {
  const problem = (answer as Partial<ProblemView> | undefined)?.error
  if (problem === undefined)
    return new RequestProblem('unavailable', `${response.status} ${response.statusText}`)
  return new RequestProblem(problem.code, problem.message, problem.issues, problem.conflicts)
}

/** Pauses before a change is sent again that nobody answered, in milliseconds. */
const AGAIN_AFTER_MS = [300, 1_000, 3_000] as const

/** A change is sent under one key until it is answered: the server carries it out once. */
async function send(path: string, options: RequestOptions): Promise<Response> {
  const isChange = options.isQuestion !== true && (options.body ?? options.file) !== undefined
  const key = isChange ? { 'idempotency-key': crypto.randomUUID() } : {}
  for (const pause of isChange ? AGAIN_AFTER_MS : []) {
    const response = await sendOnce(path, options, key).catch((error: unknown) => {
      if (error instanceof RequestProblem) return undefined
      throw error
    })
    // 502 and 504 are a proxy's words for an instance that is not there.
    if (response !== undefined && response.status !== 502 && response.status !== 504)
      return response
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return sendOnce(path, options, key)
}

async function sendOnce(
  path: string,
  { body, file, signal, later }: RequestOptions,
  key: Readonly<Record<string, string>>,
): Promise<Response> {
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body))
  try {
    return await fetch(path, {
      method: sent === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...key,
        ...(later === true ? { prefer: 'respond-async' } : {}),
        ...(sent === undefined
          ? {}
          : { 'content-type': file === undefined ? 'application/json' : OCTETS }),
      },
      ...(sent === undefined ? {} : { body: sent }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new RequestProblem('offline', 'The server does not answer.')
  }
}
