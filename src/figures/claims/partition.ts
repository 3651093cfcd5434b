import type { Claim, ClaimFile } from '../../domain/claim.ts'
import type { ClaimId } from '../../domain/ids.ts'
import { groupBy } from './group-by.ts'
import { byRecording } from './sort-claims.ts'
import { partitionKey } from './statement-key.ts'

/**
 * Claims that may contradict each other, each set with what is on file of it, in the order of their
 * keys. A link reaches the set of either end; so does a decision on a claim that corrects another.
 */
export function partition(claims: readonly Claim[], file: ClaimFile): readonly ClaimFile[] {
  const documents = new Map(file.documents.map((one) => [one.id, one]))
  const decisions = groupBy(file.decisions, (one) => one.claimId)
  const evidence = groupBy(file.evidence, (one) => one.claimId)
  const links = linksByEnd(file.links)
  return [...groupBy(claims.toSorted(byRecording), partitionKey)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => {
      const ownLinks = unique(own.flatMap((claim) => links.get(claim.id) ?? []))
      const judged = unique([...own.map(({ id }) => id), ...ownLinks.map(({ from }) => from)])
      return {
        documents: unique(own.map((claim) => claim.documentId)).flatMap(
          (id) => documents.get(id) ?? [],
        ),
        claims: own,
        decisions: judged.flatMap((id) => decisions.get(id) ?? []),
        links: ownLinks,
        evidence: own.flatMap((claim) => evidence.get(claim.id) ?? []),
      }
    })
}

function linksByEnd(all: ClaimFile['links']): ReadonlyMap<ClaimId, ClaimFile['links']> {
  const byEnd = new Map<ClaimId, ClaimFile['links'][number][]>()
  for (const link of all)
    for (const id of unique([link.from, link.to])) {
      const found = byEnd.get(id)
      if (found === undefined) byEnd.set(id, [link])
      else found.push(link)
    }
  return byEnd
}

function unique<One>(all: readonly One[]): readonly One[] {
  return [...new Set(all)]
}
