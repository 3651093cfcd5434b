import type { StateCode } from '../../domain/state-code.ts'
import type { StateKeysView } from '../../domain/state-views.ts'
import type { Tx } from '../database.ts'
import { newId } from '../ids.ts'

/** Keeps a State's public key; the keys before stay on record. */
export async function insertStateKey(
  tx: Tx,
  one: {
    readonly state: StateCode
    readonly recipient: string
    readonly actor: string
    readonly recordedAt: string
  },
): Promise<void> {
  await tx.query(
    `insert into state_keys (operation_id, id, state, recipient, actor, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.operationId, newId(), one.state, one.recipient, one.actor, one.recordedAt],
  )
}

/** The key of each State that counts: the one kept last. */
export async function listStateKeys(tx: Tx): Promise<StateKeysView['keys']> {
  const rows = await tx.query<{
    state: string
    recipient: string
    actor: string
    recorded_at: string
  }>(
    `select distinct on (state) state, recipient, actor, recorded_at from state_keys
     where operation_id = $1 order by state, recorded_at desc, id desc`,
    [tx.operationId],
  )
  return rows.map((row) => ({
    state: row.state,
    recipient: row.recipient,
    setBy: row.actor,
    setAt: row.recorded_at,
  }))
}
