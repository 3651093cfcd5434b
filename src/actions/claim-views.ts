import type { ClaimFile } from '../domain/claim.ts'
import type { ClaimView } from '../domain/claim-views.ts'
import type { ClaimId } from '../domain/ids.ts'
import { lastVerdicts } from '../figures/claims/sift.ts'
import type { StoredClaim } from '../storage/claim-file.ts'
import { readClaimFile } from '../storage/claim-file.ts'
import { listReferences, listSentences } from '../storage/claim-words.ts'
import type { Tx } from '../storage/database.ts'

/** Claims with everything on file of them, as the doors show them. */
export async function claimViews(
  tx: Tx,
  claims: readonly StoredClaim[],
): Promise<readonly ClaimView[]> {
  const file = await readClaimFile(tx, claims)
  const verdicts = lastVerdicts(file)
  const sentences = await listSentences(
    tx,
    claims.map((claim) => claim.id),
  )
  const references = await listReferences(tx, [
    ...new Set(file.links.flatMap((link) => [link.from, link.to])),
  ])
  return claims.map((claim) => ({
    claim: claim.reference,
    document: claim.document,
    statement: claim.statement,
    value: claim.value,
    asOf: claim.asOf,
    reportedOn: claim.reportedOn,
    recordedAt: claim.recordedAt,
    stance: claim.stance,
    hops: claim.hops,
    extractor: claim.extractor,
    state: verdicts.get(claim.id) ?? 'proposed',
    spans: claim.spans,
    quote: sentences.get(claim.id) ?? '',
    links: linksOf(claim.id, file, references),
    evidence: file.evidence.filter((one) => one.claimId === claim.id).map((one) => one.kind),
  }))
}

function linksOf(
  id: ClaimId,
  { links }: ClaimFile,
  references: ReadonlyMap<ClaimId, string>,
): ClaimView['links'] {
  return links
    .filter((link) => link.from === id || link.to === id)
    .map((link) => ({
      type: link.type,
      other: references.get(link.from === id ? link.to : link.from) ?? '',
      outgoing: link.from === id,
    }))
}
