import type { BatchId, CaseId, SiteId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** What an eRRF said of a case: rows by block, each value as text. */
export interface KeptErrfCase {
  readonly caseId: CaseId
  readonly site: SiteId
  readonly version: '4.1' | '2.8'
  readonly content: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
  readonly sha256: string
}

const COLUMNS = {
  case_id: 'uuid',
  site: 'text',
  batch_id: 'uuid',
  version: 'text',
  content: 'jsonb',
  sha256: 'text',
}
/** Photographs make rows large: a statement stays well below what PostgreSQL takes. */
const CHARACTERS_PER_STATEMENT = 16_000_000

/** Keeps what one import said of cases. */
export async function insertErrfCases(
  tx: Tx,
  batchId: BatchId,
  all: readonly KeptErrfCase[],
): Promise<void> {
  const sealer = await sealerFor(tx, [])
  let part: Record<string, unknown>[] = []
  let characters = 0
  for (const [at, one] of all.entries()) {
    part.push({
      case_id: one.caseId,
      site: one.site,
      batch_id: batchId,
      version: one.version,
      content: sealer.seal(undefined, contentOf(one.caseId, batchId), one.content),
      sha256: one.sha256,
    })
    characters += JSON.stringify(one.content).length
    if (characters < CHARACTERS_PER_STATEMENT && at < all.length - 1) continue
    await insertRows(tx, 'errf_cases', COLUMNS, part)
    part = []
    characters = 0
  }
}

function contentOf(caseId: string, batchId: string) {
  return { column: 'errf_cases.content', row: `${caseId}/${batchId}` } as const
}

// The latest import of a case that was not undone.
const LATEST = `from (
  select distinct on (e.case_id) e.case_id, e.site, e.batch_id, e.version, e.content, e.sha256 from errf_cases e
  join batches b on b.operation_id = e.operation_id and b.id = e.batch_id
  where e.operation_id = $1 and b.undone_at is null and e.case_id = any($2::uuid[])
    and not exists (
      select from undone_parts u where u.operation_id = $1 and u.batch_id = b.id
        and u.kind = 'case' and u.entity_id = e.case_id)
  order by e.case_id, b.recorded_at desc, b.id desc
) latest`

/** What eRRFs said last of these cases. */
export async function listErrfCases(
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, KeptErrfCase>> {
  const rows = await tx.query<{
    case_id: string
    batch_id: string
    site: SiteId
    version: KeptErrfCase['version']
    content: KeptErrfCase['content'] | string
    sha256: string
  }>(`select case_id, site, batch_id, version, content, sha256 ${LATEST}`, [
    tx.operationId,
    caseIds,
  ])
  const sealer = await openerFor(tx, [])
  return new Map(
    rows.map(({ case_id, batch_id, content, ...row }) => {
      const place = contentOf(case_id, batch_id)
      const opened = sealer.open<KeptErrfCase['content']>(undefined, place, content) ?? {}
      return [case_id as CaseId, { caseId: case_id as CaseId, ...row, content: opened }]
    }),
  )
}

/** Hashes of what eRRFs said last of these cases. */
export async function listErrfHashes(
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, string>> {
  const rows = await tx.query<{ case_id: string; sha256: string }>(
    `select case_id, sha256 ${LATEST}`,
    [tx.operationId, caseIds],
  )
  return new Map(rows.map((row) => [row.case_id as CaseId, row.sha256]))
}

/** How an eRRF names a case, and which cases it says that one is linked to. */
export interface ErrfCaseNames {
  readonly guid: string
  readonly linkedNumbers: readonly string[]
}

/** The same of linked cases. */
export async function listErrfCaseNames(
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, ErrfCaseNames>> {
  const names = new Map<CaseId, ErrfCaseNames>()
  for (const [id, { content }] of await listErrfCases(tx, caseIds)) {
    const guid = content['dataProcessGroup']?.[0]?.['ProcessingGroupGUID']
    const links = content['dataProcessGroupCrossReference'] ?? []
    const numbers = links.flatMap((link) =>
      ['ProcessingGroupNumberFrom', 'ProcessingGroupNumberTo'].map((name) => link[name]),
    )
    const linkedNumbers = numbers.filter((one) => one !== undefined && one !== null)
    if (guid !== undefined) names.set(id, { guid, linkedNumbers })
  }
  return names
}
