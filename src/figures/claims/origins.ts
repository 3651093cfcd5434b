import type { Claim, ClaimFile } from '../../domain/claim.ts'
import type { ClaimId, DocumentId } from '../../domain/ids.ts'
import { saysTheSame } from './bounds.ts'
import { bySaying } from './sort-claims.ts'

/** To whom a claim goes back. */
export interface Origin {
  /** Absent: nobody knows. */
  readonly body?: string
  /** Nobody knows, so it is taken to depend on an earlier report that says the same. */
  readonly assumed: boolean
  /** The claim that it repeats, by its link. */
  readonly repeats?: ClaimId
}

type OriginFile = Pick<ClaimFile, 'documents' | 'links'>

/** Finds the origin of each claim of one partition. Origins are counted, not documents. */
export function findOrigins(
  claims: readonly Claim[],
  file: OriginFile,
): ReadonlyMap<ClaimId, Origin> {
  const publishers = new Map(file.documents.map((one) => [one.id, one.publisher]))
  const byId = new Map(claims.map((claim) => [claim.id, claim]))
  const sorted = claims.toSorted(bySaying)
  return new Map(
    claims.map((claim) => {
      const root = followRepeats(claim, byId, file)
      const body = ownOrigin(root, publishers)
      const repeats = root.id === claim.id ? {} : { repeats: root.id }
      if (body !== undefined) return [claim.id, { body, assumed: false, ...repeats }]
      const earlier = sorted.find(
        (one) =>
          one.id !== claim.id &&
          bySaying(one, claim) < 0 &&
          ownOrigin(one, publishers) !== undefined &&
          saysTheSame(one.value, claim.value),
      )
      const found = earlier === undefined ? undefined : ownOrigin(earlier, publishers)
      return [
        claim.id,
        {
          ...(found === undefined ? {} : { body: found }),
          assumed: found !== undefined,
          ...repeats,
        },
      ]
    }),
  )
}

/** The first hop; without any hop the document's publisher says it. */
function ownOrigin(claim: Claim, publishers: ReadonlyMap<DocumentId, string>): string | undefined {
  const [first] = claim.hops
  return first === undefined ? publishers.get(claim.documentId) : first.agent
}

/** The claim at the end of the links `repeats`; a ring of them ends where it began. */
function followRepeats(
  claim: Claim,
  byId: ReadonlyMap<ClaimId, Claim>,
  { links }: OriginFile,
): Claim {
  const seen = new Set<ClaimId>()
  let at = claim
  for (;;) {
    seen.add(at.id)
    const next = links
      .filter((link) => link.type === 'repeats' && link.from === at.id)
      .map((link) => byId.get(link.to))
      .filter((one) => one !== undefined)
      .toSorted(bySaying)[0]
    if (next === undefined) return at
    if (seen.has(next.id)) return claim
    at = next
  }
}
