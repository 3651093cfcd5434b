import type { Claim, ClaimFile, ClaimLink } from '../../domain/claim.ts'
import type { InputReason } from '../../domain/claim-figure.ts'
import type { ClaimId } from '../../domain/ids.ts'
import { boundsOf, saysTheSame } from './bounds.ts'
import { groupBy } from './group-by.ts'
import type { Origin } from './origins.ts'
import { bySaying } from './sort-claims.ts'

/** What became of each claim of one partition, and what was seen on the way. */
export interface Sifted {
  readonly reasons: ReadonlyMap<ClaimId, InputReason>
  /** One claim for each origin, the newest: these move the number. */
  readonly used: readonly Claim[]
  /** An origin said something else before. */
  readonly revised: boolean
  readonly retracted: boolean
  /** A body that no used claim goes back to denies it. */
  readonly deniedByOther: boolean
}

/** Sorts the claims of one partition into those that move the number and those that do not. */
export function sift(
  claims: readonly Claim[],
  file: ClaimFile,
  origins: ReadonlyMap<ClaimId, Origin>,
): Sifted {
  const reasons = new Map<ClaimId, InputReason>()
  const verdicts = lastVerdicts(file)
  for (const claim of claims) {
    const reason = firstReason(claim, file.links, verdicts)
    if (reason !== undefined) reasons.set(claim.id, reason)
  }
  const retracted = withdraw(claims, reasons, origins)
  const standing = claims.filter((claim) => !reasons.has(claim.id)).toSorted(bySaying)
  const { used, revised } = newestOfEach(standing, reasons, origins, file.links)
  const users = new Set(used.map((claim) => origins.get(claim.id)?.body))
  const deniedByOther = claims.some(
    (claim) => reasons.get(claim.id) === 'stance_denies' && !users.has(origins.get(claim.id)?.body),
  )
  return { reasons, used, revised, retracted, deniedByOther }
}

/** The last word on each claim. */
export function lastVerdicts(
  file: Pick<ClaimFile, 'decisions'>,
): ReadonlyMap<ClaimId, 'confirmed' | 'rejected'> {
  const last = new Map<ClaimId, ClaimFile['decisions'][number]>()
  for (const decision of file.decisions) {
    const before = last.get(decision.claimId)
    const later =
      before === undefined ||
      decision.recordedAt > before.recordedAt ||
      // Of two words in one instant the careful one counts, whatever their order.
      (decision.recordedAt === before.recordedAt && decision.verdict === 'rejected')
    if (later) last.set(decision.claimId, decision)
  }
  return new Map([...last].map(([id, { verdict }]) => [id, verdict]))
}

/** Why a claim cannot move a number, as far as it alone and the links to it say. */
export function firstReason(
  claim: Claim,
  links: readonly ClaimLink[],
  verdicts: ReadonlyMap<ClaimId, 'confirmed' | 'rejected'>,
): InputReason | undefined {
  const corrected = links.some(
    (link) =>
      link.type === 'corrects' && link.to === claim.id && verdicts.get(link.from) === 'confirmed',
  )
  if (corrected) return 'corrected'
  const verdict = verdicts.get(claim.id)
  if (verdict === 'rejected') return 'rejected'
  if (verdict === undefined) return 'not_confirmed'
  if (claim.stance !== 'asserts' && claim.stance !== 'revises') return `stance_${claim.stance}`
  if (links.some((link) => link.type === 'part_of' && link.from === claim.id)) return 'part'
  return boundsOf(claim.value) === null ? 'unquantified' : undefined
}

/** What an origin took back: all that it had said until then. */
function withdraw(
  claims: readonly Claim[],
  reasons: Map<ClaimId, InputReason>,
  origins: ReadonlyMap<ClaimId, Origin>,
): boolean {
  let any = false
  for (const taken of claims.filter((one) => reasons.get(one.id) === 'stance_retracts')) {
    const body = origins.get(taken.id)?.body
    for (const claim of claims) {
      if (reasons.has(claim.id) || origins.get(claim.id)?.body !== body) continue
      if (claim.reportedOn > taken.reportedOn) continue
      reasons.set(claim.id, 'retracted')
      any = true
    }
  }
  return any
}

/** The newest claim of each origin; another origin never supersedes it. */
function newestOfEach(
  standing: readonly Claim[],
  reasons: Map<ClaimId, InputReason>,
  origins: ReadonlyMap<ClaimId, Origin>,
  links: readonly ClaimLink[],
): { readonly used: readonly Claim[]; readonly revised: boolean } {
  const groups = groupBy(standing, (claim) => origins.get(claim.id)?.body)
  const used: Claim[] = []
  let revised = false
  for (const group of groups.values()) {
    const own = group.filter((claim) => {
      const origin = origins.get(claim.id)
      return origin?.assumed !== true && origin?.repeats === undefined
    })
    const newest = newestOf(own.length > 0 ? own : group, links)
    used.push(newest)
    reasons.set(newest.id, 'used')
    for (const claim of group) {
      if (claim.id === newest.id) continue
      const origin = origins.get(claim.id)
      const same = saysTheSame(claim.value, newest.value)
      const reason = passedOver(claim, newest, same, origin)
      reasons.set(claim.id, reason)
      // Unknown origins stand together and are nobody's revision.
      if (reason === 'superseded' && !same && origin?.body !== undefined) revised = true
    }
  }
  return { used, revised }
}

/** The last one said, unless a link inside the group says that it was superseded. */
function newestOf(group: readonly Claim[], links: readonly ClaimLink[]): Claim {
  const ids = new Set(group.map((claim) => claim.id))
  const left = group.filter(
    (claim) =>
      !links.some(
        (link) => link.type === 'supersedes' && link.to === claim.id && ids.has(link.from),
      ),
  )
  // A ring of links supersedes nobody.
  return (left.at(-1) ?? group.at(-1)) as Claim
}

function passedOver(
  claim: Claim,
  newest: Claim,
  same: boolean,
  origin: Origin | undefined,
): InputReason {
  if (origin?.repeats !== undefined) return 'repeat'
  if (origin?.assumed === true) return 'assumed_repeat'
  if (same) return 'repeat'
  const farther = claim.reportedOn === newest.reportedOn && claim.hops.length > newest.hops.length
  return farther ? 'farther_from_origin' : 'superseded'
}
