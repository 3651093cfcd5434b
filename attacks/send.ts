import type { Address } from './addresses.ts'
import { pathOf } from './addresses.ts'
import type { Ids, TwoOperations } from './two-operations.ts'

export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

/** Asks an address as the browser of somebody with this cookie would. */
export async function ask(
  { url }: Pick<TwoOperations, 'url'>,
  address: Address,
  ids: Ids,
  cookie?: string,
): Promise<Answer> {
  const body = address.body?.(ids)
  return send(url + pathOf(address, ids), {
    method: address.method,
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': typeOf(address) }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

function typeOf({ isUpload }: Address): string {
  return isUpload === true ? 'application/octet-stream' : 'application/json'
}

/** The whole answer; redirections are answers too. */
export async function send(url: string, request: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, { redirect: 'manual', ...request })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

/** Prints what was tried, for whoever runs `npm run test:attacks`. */
export function report(what: string, tried: number): void {
  process.stderr.write(`${what}: ${tried} tried\n`)
}
