import type { Tx } from './database.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** What a request with a key was answered. */
export interface KeptAnswer {
  readonly requestSha256: string
  /** Absent: it was done, but the answer was too large to keep, or its process ended. */
  readonly answer?: { readonly status: number; readonly body: string }
}

/** An answer larger than this is not kept: what it tells can be read again. */
export const MOST_KEPT_LETTERS = 200_000

export async function findKeptAnswer(
  tx: Tx,
  accountId: string,
  key: string,
): Promise<KeptAnswer | undefined> {
  const rows = await tx.query<{
    request_sha256: string
    status: number | null
    answer: string | null
  }>(
    `select request_sha256, status, answer from kept_answers
     where operation_id = $1 and account_id = $2 and key = $3`,
    [tx.operationId, accountId, key],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { request_sha256: requestSha256, status } = row
  const sealer = await openerFor(tx, [])
  const answer = sealer.open<string>(undefined, answerOf(accountId, key), row.answer) ?? null
  if (status === null || answer === null) return { requestSha256 }
  return { requestSha256, answer: { status, body: answer } }
}

/** Keeps an answer; a second one under the same key fails, and its transaction with it. */
export async function insertKeptAnswer(
  tx: Tx,
  accountId: string,
  key: string,
  { requestSha256, answer }: KeptAnswer,
): Promise<void> {
  const kept = answer !== undefined && answer.body.length <= MOST_KEPT_LETTERS ? answer : undefined
  const sealer = await sealerFor(tx, [])
  const sealed = sealer.seal(undefined, answerOf(accountId, key), kept?.body)
  await tx.query(
    `insert into kept_answers (operation_id, account_id, key, request_sha256, status, answer)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.operationId, accountId, key, requestSha256, kept?.status ?? null, sealed ?? null],
  )
}

/** Forgets answers that nobody will ask for again. They may hold what a person told. */
export async function forgetKeptAnswers(tx: Tx, olderThanHours = 24): Promise<void> {
  await tx.query(
    `delete from kept_answers
     where operation_id = $1 and made_at < clock_timestamp() - $2 * interval '1 hour'`,
    [tx.operationId, olderThanHours],
  )
}

/** It may hold whatever the account may see. */
function answerOf(accountId: string, key: string) {
  return { column: 'kept_answers.answer', row: `${accountId}/${key}` } as const
}
