import type { Arrivals } from '../placement/online/arrivals.ts'
import { pickArrivals } from '../placement/online/arrivals.ts'
import type { Year } from '../placement/online/simulate-year.ts'
import { fieldCases } from './field-cases.ts'
import { seeded } from '../placement/seeded.ts'

/** How a generated year with its history looks; the cases themselves are those of `fieldCases`. */
export interface FieldYear {
  readonly seed: number
  readonly cases: number
  readonly history: number
  readonly localities: number
  readonly resources: 1 | 2 | 3
  readonly batches: number
  /** Capacity over the demand of the year. */
  readonly supply: number
  /** Cases told to be expected, over those that come. */
  readonly expected: number
  /** How far the mix of cases wanders from arrival to arrival, 0 for not at all. */
  readonly drift: number
  /** How far the mix of the year is from that of the history. */
  readonly jump: number
  /** How far localities are stronger or weaker than in the history (log scale, sd). */
  readonly strength: number
  /** How many groups there are, of unequal scores. */
  readonly groups: number
}

export const NORMAL_YEAR: Omit<FieldYear, 'seed'> = {
  cases: 330,
  history: 250,
  localities: 20,
  resources: 1,
  batches: 50,
  supply: 1,
  expected: 1,
  drift: 0,
  jump: 0,
  strength: 0,
  groups: 3,
}

/** Cases from which years are drawn. */
const POOL = 4000
/** Cases of which one is drawn by the mix of the day. */
const DRAWN = 12
/** What the mix is about: size, how many localities are allowed, mean score, three directions. */
const TRAITS = 6
/** How much of a mix is left after a case. */
const MEMORY = 0.995

/** A year of field-like cases and the history before it, drawn by a mix that may shift. */
export function fieldYear(wanted: FieldYear): Year {
  const { seed, cases, history, localities, resources, supply, batches } = wanted
  const field = fieldCases({ seed, cases: POOL, localities, resources, supply: 1 })
  const next = seeded(seed * 7919 + 1)
  const pool: Arrivals = {
    count: POOL,
    localities,
    resources,
    needs: field.needs,
    scores: field.scores,
    groups: groupsOf(field.scores, localities, wanted.groups, next),
  }
  const order = drawOrder(pool, wanted, next)
  const year = pickArrivals(pool, order.slice(history))
  for (let l = 0; l < localities; l += 1) {
    const factor = Math.exp(wanted.strength * normal(next))
    for (let i = 0; i < cases; i += 1) year.scores[i * localities + l]! *= factor
  }
  return {
    cases: year,
    capacity: scaledCapacity(field.capacity, year, supply),
    history: pickArrivals(pool, order.slice(0, history)),
    batches,
    expectedCases: Math.round(cases * wanted.expected),
    groups: wanted.groups,
  }
}

/** Which case arrives when: the history first. */
function drawOrder(pool: Arrivals, wanted: FieldYear, next: () => number): number[] {
  const traits = traitsOf(pool, next)
  const used = new Uint8Array(pool.count)
  const mix = new Float64Array(TRAITS)
  const jump = Float64Array.from({ length: TRAITS }, () => wanted.jump * normal(next))
  return Array.from({ length: wanted.history + wanted.cases }, (_, t) => {
    for (let k = 0; k < TRAITS; k += 1)
      mix[k] = MEMORY * mix[k]! + 0.1 * wanted.drift * normal(next)
    let best = -1
    let most = -Infinity
    for (let c = 0; c < DRAWN; c += 1) {
      let i = Math.floor(next() * pool.count)
      while (used[i] === 1) i = (i + 1) % pool.count
      // The largest of weights + Gumbel noise is a draw in proportion to exp(weight).
      let weight = -Math.log(-Math.log(next()))
      for (let k = 0; k < TRAITS; k += 1)
        weight += traits[i * TRAITS + k]! * (mix[k]! + (t < wanted.history ? 0 : jump[k]!))
      if (weight <= most) continue
      best = i
      most = weight
    }
    used[best] = 1
    return best
  })
}

/** Traits of each case, each with mean 0 and deviation 1: cases x TRAITS. */
function traitsOf(
  { count, localities: L, resources, needs, scores }: Arrivals,
  next: () => number,
): Float64Array {
  const half = Array.from({ length: L }, () => next() < 0.5)
  const third = Array.from({ length: L }, () => next() < 0.3)
  const traits = new Float64Array(count * TRAITS)
  for (let i = 0; i < count; i += 1) {
    const allowed = Array.from({ length: L }, (_, l) => l).filter(
      (l) => !Number.isNaN(scores[i * L + l]!),
    )
    const score = (list: readonly number[]): number =>
      list.length === 0 ? 0 : list.reduce((sum, l) => sum + scores[i * L + l]!, 0) / list.length
    const inside = allowed.filter((l) => half[l] === true)
    const outside = allowed.filter((l) => half[l] !== true)
    traits.set(
      [
        needs[i * resources]!,
        allowed.length,
        score(allowed),
        score(inside) - score(outside),
        inside.length - outside.length,
        allowed.filter((l) => third[l] === true).length,
      ],
      i * TRAITS,
    )
  }
  for (let k = 0; k < TRAITS; k += 1) {
    const column = Array.from({ length: count }, (_, i) => traits[i * TRAITS + k]!)
    const mean = column.reduce((sum, one) => sum + one, 0) / count
    const deviation = Math.sqrt(column.reduce((sum, one) => sum + (one - mean) ** 2, 0) / count)
    column.forEach((one, i) => (traits[i * TRAITS + k] = (one - mean) / Math.max(deviation, 1e-9)))
  }
  return traits
}

/** Groups by chance, leaning to the first where scores are high. */
function groupsOf(
  scores: Float64Array,
  localities: number,
  groups: number,
  next: () => number,
): Int32Array {
  return Int32Array.from({ length: POOL }, (_, i) => {
    if (groups === 0) return -1
    const row = Array.from(scores.subarray(i * localities, (i + 1) * localities))
    const known = row.filter((score) => !Number.isNaN(score))
    const mean = known.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length)
    return Math.min(groups - 1, Math.floor(next() * groups * Math.max(0.3, 1.4 - mean)))
  })
}

/** The capacities of the field in proportion, so that they are `supply` times the demand. */
function scaledCapacity(
  field: Float64Array,
  { count, localities, resources, needs }: Arrivals,
  supply: number,
): Float64Array {
  const capacity = new Float64Array(localities * resources)
  for (let k = 0; k < resources; k += 1) {
    let [demand, whole, due, given] = [0, 0, 0, 0]
    for (let i = 0; i < count; i += 1) demand += needs[i * resources + k]!
    for (let l = 0; l < localities; l += 1) whole += field[l * resources + k]!
    for (let l = 0; l < localities; l += 1) {
      due += (demand * supply * field[l * resources + k]!) / Math.max(whole, 1)
      capacity[l * resources + k] = Math.round(due) - given
      given = Math.round(due)
    }
  }
  return capacity
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
