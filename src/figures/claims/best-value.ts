import type { Claim, ClaimFile } from '../../domain/claim.ts'
import type { BestRule } from '../../domain/claim-figure.ts'
import type { ClaimId } from '../../domain/ids.ts'
import { HARM_MEASURES } from '../../domain/measure.ts'
import { boundsOf } from './bounds.ts'
import type { Policy } from './policy.ts'
import { bySaying } from './sort-claims.ts'

/** The value to be printed first, the rung that gave it, and whose it is. */
export interface Best {
  readonly value: number
  readonly by: BestRule
  readonly claims: readonly ClaimId[]
}

/** What a rung looks at: one claim for each origin, and the range they span. */
interface Ground {
  readonly used: readonly Claim[]
  /** Of these, the ones whose origin is known: only they count as independent. */
  readonly known: readonly Claim[]
  readonly file: Pick<ClaimFile, 'links' | 'evidence'>
  readonly low: number | null
  readonly high: number | null
}

/** Climbs the ladder of a policy; null when no rung gives a value: then the range stands alone. */
export function chooseBest(ground: Ground, policy: Policy): Best | null {
  for (const by of policy.ladder) {
    const value = RUNGS[by](ground)
    if (value === null) continue
    const claims = ground.used.filter((claim) => pointOf(claim) === value).map(({ id }) => id)
    return { value, by, claims }
  }
  return null
}

const RUNGS: Readonly<Record<BestRule, (ground: Ground) => number | null>> = {
  list: (ground) =>
    newestPoint(restingOn(ground, ['named_list'])) ??
    newestPoint(restingOn(ground, ['enumerated_list'])),
  own_process: (ground) => newestPoint(restingOn(ground, ['own_process'])),
  shared: sharedPoint,
  explained: ({ used, file }) => {
    const ids = new Set(file.links.filter((link) => link.type === 'explains').map((l) => l.from))
    return newestPoint(used.filter((claim) => ids.has(claim.id)))
  },
  only_value: ({ low, high }) => (low !== null && low === high ? low : null),
  least_for_harm: ({ used }) => {
    if (!used.some((claim) => HARM_MEASURES.has(claim.statement.measure))) return null
    const points = used.map(pointOf).filter((point) => point !== null)
    return points.length === 0 ? null : Math.min(...points)
  },
}

function pointOf(claim: Claim): number | null {
  return boundsOf(claim.value)?.point ?? null
}

function restingOn(
  { used, file }: Ground,
  kinds: readonly ClaimFile['evidence'][number]['kind'][],
): readonly Claim[] {
  const ids = new Set(
    file.evidence.filter((one) => kinds.includes(one.kind)).map((one) => one.claimId),
  )
  return used.filter((claim) => ids.has(claim.id))
}

function newestPoint(claims: readonly Claim[]): number | null {
  const newest = claims
    .filter((claim) => pointOf(claim) !== null)
    .toSorted(bySaying)
    .at(-1)
  return newest === undefined ? null : pointOf(newest)
}

/** The value that most origins share, at least two; two such values leave it open. */
function sharedPoint({ known }: Ground): number | null {
  const origins = new Map<number, number>()
  for (const claim of known) {
    const point = pointOf(claim)
    if (point !== null) origins.set(point, (origins.get(point) ?? 0) + 1)
  }
  const most = Math.max(0, ...origins.values())
  const first = [...origins].filter(([, count]) => count === most)
  return most >= 2 && first.length === 1 ? (first[0]?.[0] ?? null) : null
}
