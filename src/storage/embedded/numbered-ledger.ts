/**
 * A ledger that tells whether a write was lost: numbered rows with a running total kept in the
 * same transaction. Used by the durability test and by bench/durability.mjs.
 */
import type { Client } from 'pg'

/** Creates the ledger's tables when absent. */
export async function createLedger(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS ledger_row (number bigint PRIMARY KEY, amount bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS ledger_total (
      one boolean PRIMARY KEY DEFAULT true CHECK (one), rows bigint NOT NULL, total bigint NOT NULL);
    INSERT INTO ledger_total (rows, total) VALUES (0, 0) ON CONFLICT DO NOTHING;`)
}

/** Commits the next `count` rows in one transaction; returns the last number once committed. */
export async function appendRows(client: Client, count: number): Promise<number> {
  await client.query('BEGIN')
  const taken = await client.query<{ rows: string }>(
    `UPDATE ledger_total SET rows = rows + $1,
       total = total + (SELECT sum((rows + step) * 7 % 1000) FROM generate_series(1, $1::int) step)
     RETURNING rows`,
    [count],
  )
  const last = Number(taken.rows[0]?.rows)
  await client.query(
    `INSERT INTO ledger_row (number, amount)
     SELECT number, number * 7 % 1000 FROM generate_series($1::bigint, $2::bigint) number`,
    [last - count + 1, last],
  )
  await client.query('COMMIT')
  return last
}

/** What the ledger holds, in rows, against what was acknowledged. */
export interface LedgerState {
  readonly rows: number
  /** Acknowledged rows that are not there; must be 0. */
  readonly lost: number
  /** False when a number is missing below the highest, appears twice, or the total differs. */
  readonly whole: boolean
}

/** Compares the ledger with what was acknowledged; throws when its index is corrupt (amcheck). */
export async function inspectLedger(client: Client, acknowledged: number): Promise<LedgerState> {
  await client.query('CREATE EXTENSION IF NOT EXISTS amcheck')
  await client.query("SELECT bt_index_check('ledger_row_pkey', heapallindexed => true)")
  const found = await client.query<Record<'rows' | 'highest' | 'sum' | 'kept' | 'total', string>>(
    `SELECT count(*) AS rows, coalesce(max(number), 0) AS highest, coalesce(sum(amount), 0) AS sum,
       (SELECT rows FROM ledger_total) AS kept, (SELECT total FROM ledger_total) AS total
     FROM ledger_row`,
  )
  const numbers = await client.query<{ missing: string; twice: string; acknowledged: string }>(
    `SELECT (SELECT count(*) FROM generate_series(1, $1::bigint) n
         WHERE NOT EXISTS (SELECT FROM ledger_row WHERE number = n)) AS missing,
       (SELECT count(*) - count(DISTINCT number) FROM ledger_row) AS twice,
       (SELECT count(*) FROM ledger_row WHERE number <= $2) AS acknowledged`,
    [found.rows[0]?.highest, acknowledged],
  )
  const [state, check] = [found.rows[0], numbers.rows[0]]
  if (state === undefined || check === undefined) throw new Error('The ledger gave no answer.')
  return {
    rows: Number(state.rows),
    lost: acknowledged - Number(check.acknowledged),
    whole:
      check.missing === '0' &&
      check.twice === '0' &&
      state.rows === state.kept &&
      state.sum === state.total,
  }
}
