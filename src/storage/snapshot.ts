import type { Tx } from './database.ts'

/** Longer ago than any transaction lasts, and than clocks of instances are apart. */
const SLACK_MS = 10 * 60_000

interface Mark {
  readonly text: string
  readonly snapshot: string
  readonly since: Date
  readonly changes: number
}

const marks = new Map<string, Mark>()

/**
 * What this transaction sees of its operation's data, as text: the same text means the same data.
 * Every read of a record writes its note, so that the database's own snapshot changes all the time;
 * then it counts whether any change was noted since. After a while it is another text all the same.
 */
export async function readSnapshot(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  )
  const snapshot = row?.snapshot ?? ''
  const known = marks.get(tx.operationId)
  if (known !== undefined && known.snapshot === snapshot) return known.text
  const now = Date.now()
  if (known !== undefined && now - known.since.getTime() < 2 * SLACK_MS)
    if ((await countChanges(tx, known.since)) === known.changes) return known.text
  const since = new Date(now - SLACK_MS)
  const changes = await countChanges(tx, since)
  const text = `${snapshot} ${now}`
  marks.set(tx.operationId, { text, snapshot, since, changes })
  return text
}

/** Changes that were noted; a number, so whoever reads may know it. */
async function countChanges(tx: Tx, since: Date): Promise<number> {
  const [role] = await tx.query<{ role: string }>(
    "select coalesce(current_setting('onward.role', true), '') as role",
  )
  await tx.query("select set_config('onward.role', 'system', true)")
  const [row] = await tx.query<{ changes: number }>(
    `select count(*) as changes from audit_entries where operation_id = $1 and at >= $2
     and kind not in ('read', 'search', 'export', 'sign_in', 'break_glass', 'refusal')`,
    [tx.operationId, since],
  )
  await tx.query("select set_config('onward.role', $1, true)", [role?.role ?? ''])
  return row?.changes ?? 0
}
