import type { PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import type { Units } from './units.ts'
import { readCase, unitsOf } from './units.ts'

/** Why a case, with those that go together with it, is where it is: numbers and codes. */
export interface CaseExplanation {
  readonly oneCase: number
  /** -1: unplaced. */
  readonly locality: number
  /** What it, with those together with it, brings there; 0 when unplaced. */
  readonly score: number
  /** What its needs cost there at the prices. */
  readonly cost: number
  /**
   * What the next best allowed locality would lose once needs are paid; below 0 where it would
   * bring more but whole cases do not fit. Absent where unplaced or allowed nowhere else.
   */
  readonly margin?: number
  readonly next?: number
  /** What stopped every other locality, the best score first. */
  readonly others: readonly OtherLocality[]
}

export type OtherLocality = Stopped & {
  readonly locality: number
  /** NaN where not allowed. */
  readonly score: number
  /** What the needs cost there. */
  readonly cost: number
}

export type Stopped =
  | {
      readonly reason:
        /** The pair is not allowed. */
        | 'not_allowed'
        /** One that must go together with it is not allowed there. */
        | 'together'
        /** Its lock, or that of one that goes together with it, is elsewhere. */
        | 'locked'
        /** Those near it are in another region. */
        | 'near'
        /** There is room, but it would bring less. */
        | 'lower_score'
        /** It is needed where it is: without it less than the minimum would be used there. */
        | 'minimum'
        /** There is room and it would bring more: the plan is not proven the best. */
        | 'not_found'
    }
  /** These resources have too little room left; each with what one more unit would bring. */
  | { readonly reason: 'full'; readonly resources: readonly FullResource[] }

export interface FullResource {
  readonly resource: number
  readonly left: number
  readonly needed: number
  readonly price: number
}

/** A capacity of a plan: how full it is, and what one more unit would bring. */
export interface ResourceExplanation {
  readonly locality: number
  readonly resource: number
  readonly used: number
  readonly capacity: number
  readonly minimum: number
  /** Below 0: what one unit less of the minimum would bring. */
  readonly price: number
}

/** Explains one plan: prepared once, then asked for a case or a resource at a time. */
export class Explainer {
  readonly #problem: PlacementProblem
  readonly #plan: Pick<PlacementPlan, 'localityOf' | 'prices'>
  readonly #units: Units
  readonly #used: Float64Array

  constructor(problem: PlacementProblem, plan: Pick<PlacementPlan, 'localityOf' | 'prices'>) {
    this.#problem = problem
    this.#plan = plan
    this.#units = unitsOf(problem)
    const { resources: R } = problem
    this.#used = new Float64Array(problem.localities * R)
    plan.localityOf.forEach((l, i) => {
      for (let k = 0; l >= 0 && k < R; k += 1) this.#used[l * R + k]! += problem.needs[i * R + k]!
    })
  }

  resource(locality: number, resource: number): ResourceExplanation {
    const { resources, capacity, minimum } = this.#problem
    const at = locality * resources + resource
    return {
      locality,
      resource,
      used: this.#used[at]!,
      capacity: capacity[at]!,
      minimum: minimum?.[at] ?? 0,
      price: this.#plan.prices[at]!,
    }
  }

  oneCase(oneCase: number): CaseExplanation {
    const unit = this.#units.unitOf[oneCase]!
    const { localities } = this.#problem
    const open = this.#openScores(unit)
    const here = this.#plan.localityOf[oneCase]!
    const score = here < 0 ? 0 : open[here]!
    const others: OtherLocality[] = []
    const scores = new Float64Array(localities)
    this.#units.readScores(unit, scores)
    let next = -1
    const valueAt = (l: number): number => scores[l]! - this.#cost(unit, l)
    for (let l = 0; l < localities; l += 1) {
      if (l === here) continue
      if (!Number.isNaN(scores[l]!) && (next < 0 || valueAt(l) > valueAt(next))) next = l
      const cost = this.#cost(unit, l)
      others.push({ locality: l, score: open[l]!, cost, ...this.#reason(oneCase, l, open, score) })
    }
    const rank = (one: OtherLocality): number => (Number.isNaN(one.score) ? -Infinity : one.score)
    others.sort((a, b) => rank(b) - rank(a) || a.locality - b.locality)
    const cost = here < 0 ? 0 : this.#cost(unit, here)
    const nextBest = here < 0 || next < 0 ? {} : { next, margin: score - cost - valueAt(next) }
    return { oneCase, locality: here, score, cost, ...nextBest, others }
  }

  #reason(oneCase: number, l: number, open: Float64Array, score: number): Stopped {
    const unit = this.#units.unitOf[oneCase]!
    if (Number.isNaN(open[l]!)) {
      const row = new Float64Array(this.#problem.localities)
      readCase(withoutLocks(this.#problem), oneCase, row)
      return { reason: Number.isNaN(row[l]!) ? 'not_allowed' : 'together' }
    }
    const members = this.#units.members[unit]!
    if (members.some((i) => (this.#problem.locks?.[i] ?? -1) >= 0)) return { reason: 'locked' }
    if (this.#isElsewhere(unit, l)) return { reason: 'near' }
    const resources = this.#full(unit, l)
    if (resources.length > 0) return { reason: 'full', resources }
    if (this.#isNeeded(unit, this.#plan.localityOf[oneCase]!)) return { reason: 'minimum' }
    return { reason: open[l]! <= score ? 'lower_score' : 'not_found' }
  }

  /** What a unit brings at each locality, its locks left aside. */
  #openScores(unit: number): Float64Array {
    const open = withoutLocks(this.#problem)
    const { localities } = this.#problem
    const sum = new Float64Array(localities)
    const row = new Float64Array(localities)
    for (const i of this.#units.members[unit]!) {
      readCase(open, i, row)
      row.forEach((score, l) => (sum[l]! += score))
    }
    return sum
  }

  #cost(unit: number, l: number): number {
    const { resources: R } = this.#problem
    let cost = 0
    for (let k = 0; k < R; k += 1)
      cost += this.#units.needs[unit * R + k]! * this.#plan.prices[l * R + k]!
    return cost
  }

  #full(unit: number, l: number): FullResource[] {
    const { resources: R, capacity } = this.#problem
    const full: FullResource[] = []
    for (let resource = 0; resource < R; resource += 1) {
      const at = l * R + resource
      const needed = this.#units.needs[unit * R + resource]!
      const left = capacity[at]! - this.#used[at]!
      if (needed > left) full.push({ resource, left, needed, price: this.#plan.prices[at]! })
    }
    return full
  }

  /** Whether one that must be near sits in another region than this locality's. */
  #isElsewhere(unit: number, l: number): boolean {
    const { regions } = this.#problem
    const { groups, groupOf, members } = this.#units
    return groups[groupOf[unit]!]!.some((other) => {
      const at = other === unit ? -1 : this.#plan.localityOf[members[other]![0]!]!
      return at >= 0 && regions?.[at] !== regions?.[l]
    })
  }

  #isNeeded(unit: number, l: number): boolean {
    const { resources: R, minimum } = this.#problem
    for (let k = 0; l >= 0 && k < R; k += 1) {
      const need = this.#units.needs[unit * R + k]!
      if (need > 0 && this.#used[l * R + k]! - need < (minimum?.[l * R + k] ?? 0)) return true
    }
    return false
  }
}

function withoutLocks(problem: PlacementProblem): PlacementProblem {
  const { locks: _locks, ...open } = problem
  return open
}
