import type { Claim, ClaimDays, ClaimFile } from '../../domain/claim.ts'
import type { ClaimFigure, ClaimFigureStatus, FigureInput } from '../../domain/claim-figure.ts'
import { isCounted, MEASURES } from '../../domain/measure.ts'
import type { CountedMeasure } from '../../domain/measure.ts'
import type { Best } from './best-value.ts'
import { chooseBest } from './best-value.ts'
import { boundsOf } from './bounds.ts'
import { findOrigins } from './origins.ts'
import { partition } from './partition.ts'
import type { Policy } from './policy.ts'
import type { Sifted } from './sift.ts'
import { sift } from './sift.ts'

/**
 * Every figure that the claims on file give, by a policy. Pure: the same file gives the same bytes,
 * whatever its order and whatever the parties are called. As known on an earlier day:
 * `knownBefore` first. In words: docs/claims.md.
 */
export function reconcile(file: ClaimFile, policy: Policy): readonly ClaimFigure[] {
  const counted = file.claims.filter((claim) => isCounted(claim.statement.measure))
  return partition(counted, file).map((part) => reconcileOne(part, policy))
}

function reconcileOne(file: ClaimFile, policy: Policy): ClaimFigure {
  const { claims } = file
  const [first] = claims
  if (first === undefined) throw new RangeError('A figure needs a claim.')
  const measure = first.statement.measure as CountedMeasure
  const origins = findOrigins(claims, file)
  const sifted = sift(claims, file, origins)
  const range = rangeOf(sifted.used)
  const known = sifted.used.filter((claim) => origins.get(claim.id)?.body !== undefined)
  const best = chooseBest({ used: sifted.used, known, file, ...range }, policy)
  return {
    statement: first.statement,
    unit: MEASURES[measure].unit,
    kind: MEASURES[measure].kind,
    asOf: daysOf(claims),
    ...range,
    best: best?.value ?? null,
    approximate: isApproximate(sifted.used, best),
    status: statusOf(sifted, known, file),
    bestBy: best?.by ?? null,
    policy: policy.version,
    inputs: claims.map((claim) => {
      const origin = origins.get(claim.id)?.body
      return {
        claim: claim.id,
        ...(origin === undefined ? {} : { origin }),
        usedAs: usedAs(claim, sifted, range, best),
        reason: sifted.reasons.get(claim.id) ?? 'used',
      }
    }),
  }
}

interface Range {
  readonly low: number | null
  readonly high: number | null
}

/** The range of what was said; one that is open on a side leaves that side unknown. */
function rangeOf(used: readonly Claim[]): Range {
  const bounds = used.map((claim) => boundsOf(claim.value)).filter((one) => one !== null)
  const lows = bounds.map(({ low }) => low)
  const highs = bounds.map(({ high }) => high)
  const known = (all: readonly (number | null)[]): all is readonly number[] =>
    all.length > 0 && all.every((one) => one !== null)
  return {
    low: known(lows) ? Math.min(...lows) : null,
    high: known(highs) ? Math.max(...highs) : null,
  }
}

function daysOf(claims: readonly Claim[]): Pick<ClaimDays, 'from' | 'to'> {
  const froms = claims.map((claim) => claim.asOf.from).toSorted()
  const tos = claims.map((claim) => claim.asOf.to).toSorted()
  return { from: froms[0] ?? '', to: tos.at(-1) ?? '' }
}

function isApproximate(used: readonly Claim[], best: Best | null): boolean {
  const said = used.filter((claim) => best?.claims.includes(claim.id) === true)
  return said.length > 0 && said.every((claim) => claim.value.kind === 'about')
}

function usedAs(
  claim: Claim,
  { used }: Sifted,
  range: Range,
  best: Best | null,
): FigureInput['usedAs'] {
  if (!used.includes(claim)) return []
  const bounds = boundsOf(claim.value)
  const as: ('low' | 'best' | 'high')[] = []
  if (bounds?.low !== null && bounds?.low === range.low) as.push('low')
  if (best?.claims.includes(claim.id) === true) as.push('best')
  if (bounds?.high !== null && bounds?.high === range.high) as.push('high')
  return as
}

function statusOf(sifted: Sifted, known: readonly Claim[], file: ClaimFile): ClaimFigureStatus {
  const { used, retracted, revised, deniedByOther } = sifted
  if (used.length === 0) {
    if (retracted) return 'withdrawn'
    return [...sifted.reasons.values()].includes('unquantified') ? 'single_origin' : 'no_figure'
  }
  const ids = new Set(used.map((claim) => claim.id))
  const explained = file.links.some((link) => link.type === 'explains' && ids.has(link.from))
  if (deniedByOther || (!agree(used) && !explained)) return 'contested'
  if (revised || explained) return 'revised'
  return known.length > 1 ? 'corroborated' : 'single_origin'
}

/** Whether one number fits everything that was said. */
function agree(used: readonly Claim[]): boolean {
  const bounds = used.map((claim) => boundsOf(claim.value)).filter((one) => one !== null)
  const least = Math.max(...bounds.map(({ low }) => low ?? -Infinity))
  const most = Math.min(...bounds.map(({ high }) => high ?? Infinity))
  return least <= most
}
