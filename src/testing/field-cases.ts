import type { PlacementProblem } from '../placement/problem.ts'
import { seeded } from '../placement/seeded.ts'

/** How a generated year looks; the rest follows the caseloads it is calibrated on. */
export interface FieldCases {
  readonly seed: number
  readonly cases: number
  readonly localities: number
  /** 1: persons. 2: and school seats. 3: and medical places. */
  readonly resources: 1 | 2 | 3
  /** Capacity over demand, for each resource. */
  readonly supply: number
}

/** A problem of the kind that `fieldCases` makes: one resource after another, dense scores. */
export type FieldProblem = PlacementProblem & {
  readonly needs: Float64Array
  readonly capacity: Float64Array
  readonly scores: Float64Array
}

/** Share of cases by size 1 .. 8 in two real yearly caseloads. */
const SIZES = [0.477, 0.106, 0.103, 0.125, 0.103, 0.064, 0.018, 0.004]
const CHILDREN = 0.396
const MEDICAL = 0.06
/** From this size on a locality needs support for large families. */
const LARGE = 6
const LANGUAGES = 12

/**
 * Cases and localities as in the field (generator G1 of the design notes): sizes as above, 63 % of
 * the pairs allowed (by language, large families and chance), scores as the expected number of
 * members at work: mostly the case's own, a quarter the locality's, a tenth both together.
 */
export function fieldCases(wanted: FieldCases): FieldProblem {
  const { cases, localities, resources, supply } = wanted
  const next = seeded(wanted.seed)
  const places = drawLocalities(next, localities)
  const needs = new Float64Array(cases * resources)
  const scores = new Float64Array(cases * localities)
  for (let i = 0; i < cases; i += 1) {
    const one = drawCase(next)
    const need = [one.size, one.children, one.medical]
    for (let k = 0; k < resources; k += 1) needs[i * resources + k] = need[k]!
    for (let l = 0; l < localities; l += 1) {
      const place = places[l]!
      const allowed =
        next() < one.ease &&
        (one.size < LARGE || place.large) &&
        (one.language === 0 || ((place.languages >> one.language) & 1) === 1)
      const together = one.effect + place.effect + 0.42 * normal(next)
      const score = Math.sqrt(one.adults) / (1 + Math.exp(-together))
      scores[i * localities + l] = allowed ? Math.round(score * 1e6) / 1e6 : NaN
    }
  }
  const capacity = drawCapacity(places, needs, { cases, resources, supply })
  return { cases, localities, resources, needs, capacity, scores }
}

interface Place {
  readonly share: number
  readonly effect: number
  readonly large: boolean
  readonly languages: number
}

function drawLocalities(next: () => number, localities: number): Place[] {
  return Array.from({ length: localities }, (_, l) => {
    let languages = 1
    for (let k = 1; k < LANGUAGES; k += 1) if (next() < 0.72) languages |= 1 << k
    return {
      share: Math.exp(0.75 * normal(next)),
      // One locality in seven is strong.
      effect: l % 7 === 3 ? 1.5 + 0.15 * normal(next) : 0.25 * normal(next),
      large: next() < 0.7,
      languages,
    }
  })
}

function drawCase(next: () => number): {
  size: number
  adults: number
  children: number
  medical: number
  ease: number
  language: number
  effect: number
} {
  let u = next()
  let size = 1
  while (size < SIZES.length && u >= SIZES[size - 1]!) {
    u -= SIZES[size - 1]!
    size += 1
  }
  let children = 0
  for (let m = 1; m < size; m += 1) if (next() < CHILDREN * 1.6) children += 1
  const v = next()
  const ease = v < 0.015 ? 0 : v < 0.13 ? 0.1 + 0.25 * next() : v < 0.5 ? 1 : 0.55 + 0.45 * next()
  const w = next()
  return {
    size,
    adults: size - children,
    children,
    medical: next() < MEDICAL ? 1 : 0,
    ease,
    language: w < 0.55 ? 0 : 1 + Math.floor(next() * (LANGUAGES - 1)),
    effect: -1.05 + 0.65 * normal(next),
  }
}

/** Shares of the demand for each resource, rounded, so that the total is as wanted. */
function drawCapacity(
  places: readonly Place[],
  needs: Float64Array,
  { cases, resources, supply }: { cases: number; resources: number; supply: number },
): Float64Array {
  const capacity = new Float64Array(places.length * resources)
  const shares = places.reduce((sum, place) => sum + place.share, 0)
  for (let k = 0; k < resources; k += 1) {
    let demand = 0
    for (let i = 0; i < cases; i += 1) demand += needs[i * resources + k]!
    let due = 0
    let given = 0
    places.forEach((place, l) => {
      due += (demand * supply * place.share) / shares
      capacity[l * resources + k] = Math.round(due) - given
      given = Math.round(due)
    })
  }
  return capacity
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
