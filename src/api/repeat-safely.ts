import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { Desk } from '../actions/desk.ts'
import { DomainError } from '../domain/errors.ts'
import type { HeldWrite } from '../storage/held-write.ts'
import { holdWrites } from '../storage/held-write.ts'
import type { KeptAnswer } from '../storage/kept-answers.ts'
import { findKeptAnswer, insertKeptAnswer } from '../storage/kept-answers.ts'

const KEY = /^[0-9A-Za-z_-]{8,64}$/

/** A request whose answer is kept, so that the same request sent again does nothing twice. */
interface Keyed {
  readonly desk: Desk
  readonly key: string
  readonly requestSha256: string
  readonly held: HeldWrite
}

/** Thrown where a route asks for its desk: what was asked was done before. */
class AnsweredBefore extends Error {
  readonly kept: KeptAnswer

  constructor(kept: KeptAnswer) {
    super('This request was carried out before.')
    this.kept = kept
  }
}

/**
 * A change sent with `idempotency-key` is carried out once. Its effect and its answer are one
 * commit; the same request sent again, to whichever instance, gets that answer, and another request
 * under the same key is refused. What was refused without an effect may be tried again.
 */
export const repeatSafely: MiddlewareHandler = async (c, next) => {
  await next()
  const keyed = c.get('keyed') as Keyed | undefined
  if (keyed !== undefined) await settle(c, keyed)
}

/** The answer of before, when a route found that it was carried out already. */
export function answeredBefore(error: unknown): Response | undefined {
  return error instanceof AnsweredBefore ? answerOf(error.kept) : undefined
}

/** The desk for a request; with a key, one whose writes wait for the answer. */
export async function deskForRequest(c: Context, desk: Desk): Promise<Desk> {
  const key = c.req.header('idempotency-key')
  if (c.req.method !== 'POST' || key === undefined) return desk
  if (!KEY.test(key))
    throw new DomainError(
      'invalid_input',
      'The idempotency-key is 8 to 64 letters, digits, hyphens or underscores. A UUID will do.',
    )
  const requestSha256 = await hashOf(c)
  const before = await find(desk, key)
  if (before !== undefined) throw new AnsweredBefore(refuseOther(before, requestSha256))
  const early = { requestSha256 }
  const held = holdWrites(desk.db, (tx) => insertKeptAnswer(tx, desk.actor.accountId, key, early))
  c.set('keyed', { desk, key, requestSha256, held } satisfies Keyed)
  return { ...desk, db: held.db }
}

/** Of everything that says what is asked. */
async function hashOf(c: Context): Promise<string> {
  const { pathname, search } = new URL(c.req.url)
  return createHash('sha256')
    .update(`${c.req.method} ${pathname}${search}\n`)
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest('hex')
}

function find(desk: Desk, key: string): Promise<KeptAnswer | undefined> {
  return desk.db.read(desk.operation.id, (tx) => findKeptAnswer(tx, desk.actor.accountId, key))
}

function refuseOther(kept: KeptAnswer, requestSha256: string): KeptAnswer {
  if (kept.requestSha256 === requestSha256) return kept
  throw new DomainError(
    'conflict',
    'Nothing was done: another request was sent under this idempotency-key before. Use a new key for a new request.',
  )
}

function answerOf({ answer }: KeptAnswer): Response {
  if (answer !== undefined)
    return new Response(answer.body, {
      status: answer.status,
      headers: { 'content-type': 'application/json', 'onward-repeated': 'true' },
    })
  const message =
    'This request was carried out before, and its answer was not kept. Look at what is on file; nothing was done twice.'
  return Response.json(
    { error: { code: 'conflict', message, issues: [] } },
    { status: 409, headers: { 'onward-repeated': 'true' } },
  )
}

async function settle(c: Context, { desk, key, requestSha256, held }: Keyed): Promise<void> {
  const isJson = (c.res.headers.get('content-type') ?? '').startsWith('application/json')
  if (held.isHeld()) {
    // A file that was made is given again by making it again: it is not kept.
    const answer = isJson ? { status: c.res.status, body: await c.res.clone().text() } : undefined
    try {
      await held.settle(async (tx) => {
        if (isJson)
          await insertKeptAnswer(tx, desk.actor.accountId, key, {
            requestSha256,
            ...(answer && { answer }),
          })
      })
      return
    } catch (error) {
      const kept = await find(desk, key)
      if (kept === undefined) throw error
      c.res = answerOf(refuseOther(kept, requestSha256))
      return
    }
  }
  if (c.res.status < 400) return
  // The same request may have been carried out at the same time, and this one found it done.
  const kept = await find(desk, key).catch(() => undefined)
  if (kept !== undefined) c.res = answerOf(refuseOther(kept, requestSha256))
}
