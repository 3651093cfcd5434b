import { createHash } from 'node:crypto'
import type { Tx } from './database.ts'

/** So many tries within a time that begins with the first of them. */
export interface TryLimit {
  /** Whose tries are counted; kept as a hash. */
  readonly key: string
  readonly tries: number
  readonly withinMs: number
}

const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/** Counts a try for each key; which of the limits it goes past. */
export async function countTry(
  tx: Tx,
  limits: readonly TryLimit[],
  now: Date,
): Promise<readonly TryLimit[]> {
  await tx.query('delete from sign_in_tries where operation_id = $1 and ends_at <= $2', [
    tx.operationId,
    now,
  ])
  const past: TryLimit[] = []
  for (const limit of limits) {
    const rows = await tx.query<{ tries: number }>(
      `insert into sign_in_tries (operation_id, key_hash, tries, ends_at) values ($1, $2, 1, $3)
       on conflict (operation_id, key_hash) do update set tries = sign_in_tries.tries + 1
       returning tries`,
      [tx.operationId, hashOfKey(limit.key), new Date(now.getTime() + limit.withinMs)],
    )
    if ((rows[0]?.tries ?? 0) > limit.tries) past.push(limit)
  }
  return past
}

/** Forgets the tries of these keys. */
export async function forgetTries(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.query('delete from sign_in_tries where operation_id = $1 and key_hash = any($2)', [
    tx.operationId,
    keys.map(hashOfKey),
  ])
}
