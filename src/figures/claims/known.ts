import type { ClaimFile } from '../../domain/claim.ts'

/** What was on file before an instant (ISO, exclusive): later words did not exist yet. */
export function knownBefore(file: ClaimFile, instant: string): ClaimFile {
  const before = <One extends { readonly recordedAt: string }>(all: readonly One[]): One[] =>
    all.filter((one) => one.recordedAt < instant)
  return {
    documents: file.documents,
    claims: before(file.claims),
    decisions: before(file.decisions),
    links: before(file.links),
    evidence: before(file.evidence),
  }
}
