import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'

/** A text that was made public, with the figures it used and what it told of others. */
export interface PublishedText<Figures, Told> {
  readonly publishedAt: string
  readonly asOf: PlainDate
  readonly actor: string
  readonly markdown: string
  readonly figures: Figures
  readonly told: Told
}

/** The same as it is on file; what it told of others is null for texts of before that was kept. */
export interface Edition<Figures, Told> extends Omit<PublishedText<Figures, Told>, 'told'> {
  readonly id: string
  readonly told: Told | null
}

/** The figures of everything published so far, the oldest first. */
export async function listPublishedFigures<Figures>(tx: Tx): Promise<readonly Figures[]> {
  const rows = await tx.query<{ figures: Figures }>(
    'select figures from published_texts where operation_id = $1 order by published_at, id',
    [tx.operationId],
  )
  return rows.map((row) => row.figures)
}

/** Everything published before an instant, or so far, the oldest first. */
export async function listEditions<Figures, Told>(
  tx: Tx,
  before?: string,
): Promise<readonly Edition<Figures, Told>[]> {
  return tx.query<Edition<Figures, Told> & object>(
    `select id, published_at as "publishedAt", as_of as "asOf", actor, markdown, figures, told
     from published_texts
     where operation_id = $1 and ($2::timestamptz is null or published_at < $2)
     order by published_at, id`,
    [tx.operationId, before ?? null],
  )
}

/** Keeps a published text for good; the id is returned. */
export async function insertPublishedText<Figures, Told>(
  tx: Tx,
  text: PublishedText<Figures, Told>,
): Promise<string> {
  const id = newId<string>()
  await tx.query(
    `insert into published_texts
       (operation_id, id, published_at, as_of, actor, markdown, figures, told)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.operationId,
      id,
      text.publishedAt,
      text.asOf,
      text.actor,
      text.markdown,
      JSON.stringify(text.figures),
      JSON.stringify(text.told),
    ],
  )
  return id
}
