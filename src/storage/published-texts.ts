import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'

/** A text that was made public, with the figures it used. */
export interface PublishedText<Figures> {
  readonly publishedAt: string
  readonly asOf: PlainDate
  readonly actor: string
  readonly markdown: string
  readonly figures: Figures
}

/** The figures of everything published so far, the oldest first. */
export async function listPublishedFigures<Figures>(tx: Tx): Promise<readonly Figures[]> {
  const rows = await tx.query<{ figures: Figures }>(
    'select figures from published_texts where operation_id = $1 order by published_at, id',
    [tx.operationId],
  )
  return rows.map((row) => row.figures)
}

/** Keeps a published text for good; the id is returned. */
export async function insertPublishedText<Figures>(
  tx: Tx,
  text: PublishedText<Figures>,
): Promise<string> {
  const id = newId<string>()
  await tx.query(
    `insert into published_texts (operation_id, id, published_at, as_of, actor, markdown, figures)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.operationId,
      id,
      text.publishedAt,
      text.asOf,
      text.actor,
      text.markdown,
      JSON.stringify(text.figures),
    ],
  )
  return id
}
