import type { Tx } from './database.ts'

/** Rows for one statement: large enough to be quick, small enough for memory. */
const ROWS_PER_STATEMENT = 5_000

/** A table's columns with their SQL types, in the order in which they are written. */
export type Columns = Readonly<Record<string, string>>

/**
 * Writes many rows with few statements. Rows go as one JSON text, which both JavaScript and
 * PostgreSQL handle natively: about as fast as COPY without its framing.
 * `onConflict` is SQL after `on conflict`; absent: a conflict is an error.
 */
export async function insertRows(
  tx: Tx,
  table: string,
  columns: Columns,
  rows: readonly Readonly<Record<string, unknown>>[],
  onConflict?: string,
): Promise<void> {
  const names = Object.keys(columns)
  const shape = names.map((name) => `${name} ${columns[name]}`).join(', ')
  const sql =
    `insert into ${table} (operation_id, ${names.join(', ')}) ` +
    `select $2::uuid, ${names.map((name) => `r.${name}`).join(', ')} ` +
    `from json_to_recordset($1::json) as r(${shape})` +
    (onConflict === undefined ? '' : ` on conflict ${onConflict}`)
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const part = rows.slice(start, start + ROWS_PER_STATEMENT)
    await tx.query(sql, [JSON.stringify(part), tx.operationId])
  }
}

/** `do update` of every column but the key and those to keep, for `insertRows`. */
export function overwrite(
  columns: Columns,
  key: readonly string[],
  keep: readonly string[] = [],
): string {
  const rest = Object.keys(columns).filter((name) => !key.includes(name) && !keep.includes(name))
  const set = rest.map((name) => `${name} = excluded.${name}`).join(', ')
  return `(operation_id, ${key.join(', ')}) do update set ${set}`
}
