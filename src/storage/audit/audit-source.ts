import type { Tx } from '../database.ts'
import type { CheckpointRow, EntryRow } from './read-entries.ts'
import { CHECKPOINT_COLUMNS, ENTRY_COLUMNS } from './read-entries.ts'

/** The audit of one operation as a stream, from the tables or from an export. */
export interface AuditSource {
  readonly operationId: string
  /** About how many entries will come; for a progress bar. */
  readonly about: number
  /** By number. */
  checkpoints(): AsyncIterable<CheckpointRow>
  /** By lane and number. */
  entries(): AsyncIterable<EntryRow>
}

const PAGE = 5_000
const FIRST_LANE = '00000000-0000-0000-0000-000000000000'

/** The audit in the tables, as one moment sees it. */
export async function auditSource(tx: Tx): Promise<AuditSource> {
  const [count] = await tx.query<{ about: number }>(
    'select count(*) as about from audit_entries where operation_id = $1',
    [tx.operationId],
  )
  return {
    operationId: tx.operationId,
    about: count?.about ?? 0,
    checkpoints: () => checkpointsOf(tx),
    entries: () => entriesOf(tx),
  }
}

async function* checkpointsOf(tx: Tx): AsyncGenerator<CheckpointRow> {
  for (let after = -1; ;) {
    const rows = await tx.query<CheckpointRow>(
      `select ${CHECKPOINT_COLUMNS} from audit_checkpoints
       where operation_id = $1 and seq > $2 order by seq limit ${PAGE}`,
      [tx.operationId, after],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
  }
}

async function* entriesOf(tx: Tx): AsyncGenerator<EntryRow> {
  for (let [lane, seq] = [FIRST_LANE, 0]; ;) {
    const rows = await tx.query<EntryRow>(
      `select ${ENTRY_COLUMNS} from audit_entries
       where operation_id = $1 and (lane, seq) > ($2, $3) order by lane, seq limit ${PAGE}`,
      [tx.operationId, lane, seq],
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    ;[lane, seq] = [last.lane, last.seq]
  }
}
