import type { Issue } from '../../src/domain/errors.ts'
import type { ProblemView } from '../../src/domain/views.ts'

/** Something that the server refused or could not do, or `offline` when it did not answer. */
export class RequestProblem extends Error {
  readonly code: string
  readonly issues: readonly Issue[]

  constructor(code: string, message: string, issues: readonly Issue[] = []) {
    super(message)
    this.name = 'RequestProblem'
    this.code = code
    this.issues = issues
  }
}

interface RequestOptions {
  /** Sent as JSON with POST; without one the request is a GET. */
  readonly body?: unknown
  /** A file sent as it is, with POST. */
  readonly file?: Blob
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
  return new RequestProblem(problem.code, problem.message, problem.issues)
}

async function send(path: string, { body, file, signal }: RequestOptions): Promise<Response> {
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body))
  try {
    return await fetch(path, {
      method: sent === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
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
