import type { SourceDocument } from '../domain/claim.ts'
import type { DocumentId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

/** A document with its handle and who brought it in. */
export interface StoredDocument extends SourceDocument {
  readonly reference: string
  readonly recordedAt: string
  readonly actor: string
}

interface DocumentRow {
  id: DocumentId
  reference: string
  publisher: string
  url: string | null
  published_on: string
  retrieved_at: string
  sha256: string
  language: string
  content: string
  recorded_at: string
  actor: string
}

const COLUMNS = `id, reference, publisher, url, published_on, retrieved_at, sha256, language,
  content, recorded_at, actor`

function toDocument(row: DocumentRow): StoredDocument {
  return {
    id: row.id,
    reference: row.reference,
    publisher: row.publisher,
    ...(row.url === null ? {} : { url: row.url }),
    publishedOn: row.published_on,
    retrievedAt: row.retrieved_at,
    sha256: row.sha256,
    language: row.language,
    text: row.content,
    recordedAt: row.recorded_at,
    actor: row.actor,
  }
}

export async function insertDocument(tx: Tx, document: StoredDocument): Promise<void> {
  await tx.query(
    `insert into source_documents (operation_id, ${COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.operationId,
      document.id,
      document.reference,
      document.publisher,
      document.url ?? null,
      document.publishedOn,
      document.retrievedAt,
      document.sha256,
      document.language,
      document.text,
      document.recordedAt,
      document.actor,
    ],
  )
}

/** The same bytes from the same publisher, if they are on file. */
export async function findDocumentByBytes(
  tx: Tx,
  sha256: string,
  publisher: string,
): Promise<StoredDocument | undefined> {
  const [row] = await tx.query<DocumentRow>(
    `select ${COLUMNS} from source_documents
     where operation_id = $1 and sha256 = $2 and publisher = $3`,
    [tx.operationId, sha256, publisher],
  )
  return row === undefined ? undefined : toDocument(row)
}

export async function findDocumentByReference(
  tx: Tx,
  reference: string,
): Promise<StoredDocument | undefined> {
  const [row] = await tx.query<DocumentRow>(
    `select ${COLUMNS} from source_documents where operation_id = $1 and reference = $2`,
    [tx.operationId, reference],
  )
  return row === undefined ? undefined : toDocument(row)
}

/** One line of the list of documents; its text is left where it is. */
export interface DocumentLine {
  readonly reference: string
  readonly publisher: string
  readonly publishedOn: string
  readonly language: string
  readonly url: string | null
  readonly claims: number
  readonly open: number
}

/** Documents with how many claims they make and how many wait for a word, the newest first. */
export async function listDocuments(tx: Tx, limit: number): Promise<readonly DocumentLine[]> {
  const rows = await tx.query<{
    reference: string
    publisher: string
    published_on: string
    language: string
    url: string | null
    claims: number
    open: number
  }>(
    `select d.reference, d.publisher, d.published_on, d.language, d.url, count(c.id) as claims,
            count(c.id) filter (where not exists (
              select from claim_decisions v where v.operation_id = $1 and v.claim_id = c.id)) as open
     from source_documents d
     left join claims c on c.operation_id = $1 and c.document_id = d.id
     where d.operation_id = $1
     group by d.operation_id, d.id
     order by d.published_on desc, d.id desc limit $2`,
    [tx.operationId, limit],
  )
  return rows.map(({ published_on: publishedOn, ...row }) => ({ ...row, publishedOn }))
}

/** Who published each of these documents. */
export async function listPublishers(
  tx: Tx,
  ids: readonly DocumentId[],
): Promise<ReadonlyMap<DocumentId, string>> {
  const rows = await tx.query<{ id: DocumentId; publisher: string }>(
    'select id, publisher from source_documents where operation_id = $1 and id = any($2::uuid[])',
    [tx.operationId, ids],
  )
  return new Map(rows.map((row) => [row.id, row.publisher]))
}
