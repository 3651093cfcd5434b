import type { NewsKind } from '../domain/news-kind.ts'
import { NEWS_KINDS } from '../domain/news-kind.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'

const FIGURES = 'figures'

/** What a row of a table is to those who look at screens. Tables that are not named are no news. */
const KINDS_OF_TABLE: Readonly<Record<string, readonly NewsKind[]>> = {
  events: ['incident', FIGURES],
  cases: ['case', FIGURES],
  case_members: ['case'],
  submissions: ['case', FIGURES],
  travel_checks: ['case'],
  persons: ['person', 'case', FIGURES],
  households: ['person'],
  same_persons: ['person', FIGURES],
  pairs: ['pair'],
  judgements: ['pair'],
  offers: ['offer'],
  plans: ['plan'],
  plan_directives: ['plan'],
  claims: ['claim', FIGURES],
  claim_decisions: ['claim', FIGURES],
  batches: ['import'],
  event_voids: ['import', 'case', 'person', 'offer', FIGURES],
  single_event_voids: ['import', 'case', 'person', 'offer', FIGURES],
  jobs: ['job'],
  published_texts: ['publication'],
  context_files: ['offer'],
}

const WRITES = /\b(?:insert into|update|delete from)\s+([a-z_]+)/g

/**
 * Which kinds of things a statement writes, read off its own text: so no action can forget to tell.
 * Told too much it costs a look; told too little, somebody's screen is a minute old.
 */
export function kindsWritten(sql: string): readonly NewsKind[] {
  return [...sql.toLowerCase().matchAll(WRITES)].flatMap(
    ([, table = '']) => KINDS_OF_TABLE[table] ?? [],
  )
}

/** Tells others what kinds changed. The last statement of a transaction, so that `at` is recent. */
export async function insertNews(tx: Tx, kinds: ReadonlySet<NewsKind>): Promise<void> {
  await tx.query('insert into news (operation_id, id, kinds) values ($1, $2, $3)', [
    tx.operationId,
    newId(),
    [...kinds],
  ])
}

export interface News {
  readonly id: string
  readonly kinds: readonly NewsKind[]
}

/**
 * What changed in the last seconds, by the database's clock. The same change is found several
 * times: a commit may become visible a moment after a later one.
 */
export async function listNews(tx: Tx, seconds: number): Promise<readonly News[]> {
  const rows = await tx.query<{ id: string; kinds: string[] }>(
    `select id, kinds from news
     where operation_id = $1 and at > clock_timestamp() - $2 * interval '1 second'`,
    [tx.operationId, seconds],
  )
  return rows.map(({ id, kinds }) => ({
    id,
    kinds: NEWS_KINDS.filter((kind) => kinds.includes(kind)),
  }))
}

/** Forgets news that every instance has told long ago. */
export async function forgetNews(tx: Tx): Promise<void> {
  await tx.query(
    `delete from news where operation_id = $1 and at < clock_timestamp() - interval '10 minutes'`,
    [tx.operationId],
  )
}
