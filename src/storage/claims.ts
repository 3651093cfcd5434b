import type { Claim, ClaimLinkType, ClaimVerdict, EvidenceKind } from '../domain/claim.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { insertRows } from './insert-rows.ts'

/** A claim as it is written: with its handle, its key and the words of its spans. */
export interface ClaimToInsert extends Claim {
  readonly reference: string
  readonly statementKey: string
  /** The words of each span, in the order of the spans. */
  readonly words: readonly string[]
}

/** Who wrote it, and when. */
export interface Written {
  readonly actor: string
  readonly recordedAt: string
  readonly reason?: string
}

const CLAIM_COLUMNS = {
  id: 'uuid',
  reference: 'text',
  document_id: 'uuid',
  statement_key: 'text',
  subject: 'text',
  measure: 'text',
  population: 'text',
  place: 'text',
  event: 'text',
  value_kind: 'text',
  low: 'numeric',
  point: 'numeric',
  high: 'numeric',
  as_of_from: 'date',
  as_of_to: 'date',
  calendar: 'text',
  reported_on: 'date',
  recorded_at: 'timestamptz',
  stance: 'text',
  extractor: 'text',
  actor: 'text',
}

/** Appends claims with their hops and words. Nothing here is ever changed. */
export async function insertClaims(
  tx: Tx,
  claims: readonly ClaimToInsert[],
  actor: string,
): Promise<void> {
  await insertRows(
    tx,
    'claims',
    CLAIM_COLUMNS,
    claims.map((claim) => toRow(claim, actor)),
  )
  await insertRows(
    tx,
    'claim_hops',
    {
      claim_id: 'uuid',
      n: 'smallint',
      agent: 'text',
      role: 'text',
      relation: 'text',
      anonymous: 'boolean',
    },
    claims.flatMap(({ id, hops }) =>
      hops.map((hop, at) => ({
        claim_id: id,
        n: at + 1,
        agent: hop.agent ?? null,
        role: hop.role ?? null,
        relation: hop.relation,
        anonymous: hop.anonymous,
      })),
    ),
  )
  await insertRows(
    tx,
    'claim_mentions',
    {
      claim_id: 'uuid',
      n: 'smallint',
      part: 'text',
      start_at: 'integer',
      end_at: 'integer',
      quoted_text: 'text',
    },
    claims.flatMap(({ id, spans, words }) =>
      spans.map((span, at) => ({
        claim_id: id,
        n: at,
        part: span.part,
        start_at: span.start,
        end_at: span.end,
        quoted_text: words[at] ?? '',
      })),
    ),
  )
}

function toRow(claim: ClaimToInsert, actor: string): Readonly<Record<string, unknown>> {
  const { statement, value, asOf } = claim
  return {
    id: claim.id,
    reference: claim.reference,
    document_id: claim.documentId,
    statement_key: claim.statementKey,
    subject: statement.subject,
    measure: statement.measure,
    population: statement.population,
    place: statement.place,
    event: statement.event ?? null,
    value_kind: value.kind,
    low: 'low' in value ? value.low : null,
    point: 'point' in value ? (value.point ?? null) : null,
    high: 'high' in value ? value.high : null,
    as_of_from: asOf.from,
    as_of_to: asOf.to,
    calendar: asOf.calendar,
    reported_on: claim.reportedOn,
    recorded_at: claim.recordedAt,
    stance: claim.stance,
    extractor: claim.extractor,
    actor,
  }
}

export async function insertDecisions(
  tx: Tx,
  claimIds: readonly ClaimId[],
  verdict: ClaimVerdict,
  by: Written,
): Promise<void> {
  await insertRows(
    tx,
    'claim_decisions',
    {
      id: 'uuid',
      claim_id: 'uuid',
      verdict: 'text',
      recorded_at: 'timestamptz',
      actor: 'text',
      reason: 'text',
    },
    claimIds.map((claimId) => ({
      id: newId<string>(),
      claim_id: claimId,
      verdict,
      recorded_at: by.recordedAt,
      actor: by.actor,
      reason: by.reason ?? null,
    })),
  )
}

/** Links one claim to another; the same link again is no news. */
export async function insertLink(
  tx: Tx,
  link: { readonly from: ClaimId; readonly to: ClaimId; readonly type: ClaimLinkType },
  by: Written,
): Promise<void> {
  await tx.query(
    `insert into claim_links (operation_id, from_id, to_id, type, recorded_at, actor, reason)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.operationId, link.from, link.to, link.type, by.recordedAt, by.actor, by.reason ?? null],
  )
}

export async function insertEvidence(
  tx: Tx,
  evidence: {
    readonly claimId: ClaimId
    readonly kind: EvidenceKind
    readonly documentId?: DocumentId
    readonly custody?: string
  },
  by: Written,
): Promise<void> {
  await tx.query(
    `insert into claim_evidence
       (operation_id, id, claim_id, kind, document_id, custody, recorded_at, actor)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.operationId,
      newId<string>(),
      evidence.claimId,
      evidence.kind,
      evidence.documentId ?? null,
      evidence.custody ?? null,
      by.recordedAt,
      by.actor,
    ],
  )
}
