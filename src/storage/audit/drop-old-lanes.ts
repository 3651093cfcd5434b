import type pg from 'pg'
import type { OperationId } from '../../domain/ids.ts'
import { OWNER } from '../migrate.ts'
import type { AuditKey } from './audit-key.ts'
import { auditWriter } from './audit-writer.ts'
import type { Checkpoint, Queries } from './checkpoints.ts'
import { insertCheckpoint, noHeads, readKnown } from './checkpoints.ts'

export interface DroppedLanes {
  readonly lanes: number
  readonly entries: number
  /** The checkpoint that says which, signed. */
  readonly checkpoint?: Pick<Checkpoint, 'seq' | 'at' | 'hash'>
}

/**
 * Drops whole lanes whose entries are all older than an instant and all vouched for, and leaves a
 * signed statement of them in the chain of checkpoints. Only the tables' owner may: the application
 * has no right to delete.
 */
export async function dropOldLanes(
  client: pg.Client,
  operationId: OperationId,
  before: Date,
  key: AuditKey,
): Promise<DroppedLanes> {
  await client.query('begin')
  try {
    await client.query(`set local role ${OWNER}`)
    await client.query(
      "select set_config('onward.operation', $1, true), set_config('onward.role', 'system', true)",
      [operationId],
    )
    const dropped = await drop(queriesOf(client, operationId), before, key)
    if (dropped.lanes === 0) {
      await client.query('rollback')
      return dropped
    }
    const note = {
      kind: 'retention',
      action: 'audit.drop',
      facts: { lanes: dropped.lanes, entries: dropped.entries, before: before.toISOString() },
    } as const
    const owner = { handle: 'owner', role: 'system' }
    await auditWriter(async () => key).commit(client, operationId, [note], owner)
    return dropped
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

function queriesOf(client: pg.Client, operationId: OperationId): Queries {
  return {
    operationId,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...values])).rows,
  }
}

async function drop(tx: Queries, before: Date, key: AuditKey): Promise<DroppedLanes> {
  const known = noHeads(tx.operationId)
  await readKnown(tx, known)
  const heads: [lane: string, seq: number, hash: string][] = []
  for (const [lane, { seq, hash }] of known.heads) {
    const [last] = await tx.query<{ seq: string; old: boolean }>(
      `select seq, at < $3 as old from audit_entries where operation_id = $1 and lane = $2
       order by seq desc limit 1`,
      [tx.operationId, lane, before],
    )
    if (last !== undefined && last.old && Number(last.seq) === seq) heads.push([lane, seq, hash])
  }
  const entries = heads.reduce((sum, [, seq]) => sum + seq, 0)
  if (heads.length === 0) return { lanes: 0, entries: 0 }
  await tx.query('delete from audit_entries where operation_id = $1 and lane = any($2::uuid[])', [
    tx.operationId,
    heads.map(([lane]) => lane),
  ])
  const checkpoint = await insertCheckpoint(tx, key, known, 'dropped', heads)
  return { lanes: heads.length, entries, checkpoint }
}
