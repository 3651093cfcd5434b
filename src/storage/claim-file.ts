import type { Claim, ClaimFile, ClaimSpan, ClaimValue, Hop } from '../domain/claim.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

/** A claim on file with its handle, its document's handle and who brought it in. */
export interface StoredClaim extends Claim {
  readonly reference: string
  readonly document: string
  readonly statementKey: string
  readonly actor: string
}

/** Which claims: of these statements, of this document, with these handles; all without any. */
export interface ClaimScope {
  readonly statementKeys?: readonly string[]
  readonly documentId?: DocumentId
  readonly references?: readonly string[]
  /** What was recorded before this instant. */
  readonly knownBefore?: string
}

interface ClaimRow {
  id: ClaimId
  reference: string
  document_id: DocumentId
  document: string
  statement_key: string
  subject: string
  measure: Claim['statement']['measure']
  population: string
  place: string
  event: string | null
  value_kind: ClaimValue['kind']
  low: number | null
  point: number | null
  high: number | null
  as_of_from: string
  as_of_to: string
  calendar: Claim['asOf']['calendar']
  reported_on: string
  recorded_at: string
  stance: Claim['stance']
  extractor: string
  actor: string
  hops: readonly (Hop & { agent: string | null; role: Hop['role'] | null })[] | null
  spans: readonly ClaimSpan[] | null
}

/** Claims in order of recording. */
export async function listClaims(tx: Tx, scope: ClaimScope): Promise<readonly StoredClaim[]> {
  const rows = await tx.query<ClaimRow>(
    `select c.id, c.reference, c.document_id, d.reference as document, c.statement_key, c.subject,
            c.measure, c.population, c.place, c.event, c.value_kind, c.low, c.point, c.high,
            c.as_of_from, c.as_of_to, c.calendar, c.reported_on, c.recorded_at, c.stance,
            c.extractor, c.actor, h.hops, m.spans
     from claims c
     join source_documents d on d.operation_id = c.operation_id and d.id = c.document_id
     left join lateral (
       select json_agg(json_build_object('agent', agent, 'role', role,
                'relation', relation, 'anonymous', anonymous) order by n) as hops
       from claim_hops x where x.operation_id = c.operation_id and x.claim_id = c.id) h on true
     left join lateral (
       select json_agg(json_build_object('part', part, 'start', start_at,
                'end', end_at) order by n) as spans
       from claim_mentions x where x.operation_id = c.operation_id and x.claim_id = c.id) m on true
     where c.operation_id = $1
       and ($2::text[] is null or c.statement_key = any($2))
       and ($3::uuid is null or c.document_id = $3)
       and ($4::text[] is null or c.reference = any($4))
       and ($5::timestamptz is null or c.recorded_at < $5)
     order by c.recorded_at, c.id`,
    [
      tx.operationId,
      scope.statementKeys ?? null,
      scope.documentId ?? null,
      scope.references ?? null,
      scope.knownBefore ?? null,
    ],
  )
  return rows.map(toClaim)
}

function toClaim(row: ClaimRow): StoredClaim {
  return {
    id: row.id,
    reference: row.reference,
    documentId: row.document_id,
    document: row.document,
    statementKey: row.statement_key,
    statement: {
      subject: row.subject,
      measure: row.measure,
      population: row.population,
      place: row.place,
      ...(row.event === null ? {} : { event: row.event }),
    },
    value: toValue(row),
    asOf: { from: row.as_of_from, to: row.as_of_to, calendar: row.calendar },
    reportedOn: row.reported_on,
    recordedAt: row.recorded_at,
    stance: row.stance,
    hops: (row.hops ?? []).map(({ agent, role, relation, anonymous }) => ({
      ...(agent === null ? {} : { agent }),
      ...(role === null || role === undefined ? {} : { role }),
      relation,
      anonymous,
    })),
    extractor: row.extractor,
    spans: row.spans ?? [],
    actor: row.actor,
  }
}

/** The bounds that the kind has: written by claims.ts from this very type. */
function toValue({ value_kind: kind, low, point, high }: ClaimRow): ClaimValue {
  return {
    kind,
    ...(low === null ? {} : { low }),
    ...(point === null ? {} : { point }),
    ...(high === null ? {} : { high }),
  } as ClaimValue
}

/** Everything on file of these claims: decisions, links, evidence, and who published them. */
export async function readClaimFile(tx: Tx, claims: readonly StoredClaim[]): Promise<ClaimFile> {
  const ids = claims.map((claim) => claim.id)
  const links = await tx.query<ClaimFile['links'][number] & object>(
    `select from_id as "from", to_id as "to", type, recorded_at as "recordedAt" from claim_links
     where operation_id = $1 and (from_id = any($2::uuid[]) or to_id = any($2::uuid[]))
     order by recorded_at, from_id, to_id, type`,
    [tx.operationId, ids],
  )
  const judged = [...new Set([...ids, ...links.map((link) => link.from)])]
  const decisions = await tx.query<ClaimFile['decisions'][number] & object>(
    `select claim_id as "claimId", verdict, recorded_at as "recordedAt" from claim_decisions
     where operation_id = $1 and claim_id = any($2::uuid[]) order by recorded_at, id`,
    [tx.operationId, judged],
  )
  const evidence = await tx.query<
    Omit<ClaimFile['evidence'][number], 'documentId'> & { documentId: DocumentId | null }
  >(
    `select claim_id as "claimId", kind, document_id as "documentId", recorded_at as "recordedAt"
     from claim_evidence where operation_id = $1 and claim_id = any($2::uuid[])
     order by recorded_at, id`,
    [tx.operationId, ids],
  )
  const documents = await tx.query<ClaimFile['documents'][number] & object>(
    `select id, publisher from source_documents where operation_id = $1 and id = any($2::uuid[])`,
    [tx.operationId, [...new Set(claims.map((claim) => claim.documentId))]],
  )
  return {
    documents,
    claims,
    links,
    decisions,
    evidence: evidence.map(({ documentId, ...one }) => ({
      ...one,
      ...(documentId === null ? {} : { documentId }),
    })),
  }
}
