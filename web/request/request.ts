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
  readonly account?: string | undefined
  /** Sent as JSON with POST; without one the request is a GET. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Asks the server; throws a `RequestProblem` for every outcome that is no answer. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer as Answer
  const problem = (answer as Partial<ProblemView> | undefined)?.error
  if (problem === undefined)
    throw new RequestProblem('unavailable', `${response.status} ${response.statusText}`)
  throw new RequestProblem(problem.code, problem.message, problem.issues)
}

async function send(path: string, { account, body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(account === undefined ? {} : { 'onward-account': account }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new RequestProblem('offline', 'The server does not answer.')
  }
}
