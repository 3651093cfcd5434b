import type { Completion, FindBest, FloorProblem } from './floor-problem.ts'
import { floorProblemFaults, FREE, NOWHERE } from './floor-problem.ts'
import { HeldPlan } from './held-plan.ts'
import type { Matching } from './market.ts'
import { UNMATCHED } from './market.ts'
import { PriceBound } from './price-bound.ts'

export type FloorResult =
  | {
      readonly kind: 'kept'
      readonly matching: Matching
      /** The sum of all outcomes: at least floor x families. */
      readonly value: number
      /** How often a best completion was asked for. */
      readonly calls: number
      /** Wishes refused without proof that the floor would be missed; 0: exactly the mechanism. */
      readonly unproven: number
      /** Families placed where they did not list, because the floor left nothing else. */
      readonly againstList: readonly number[]
    }
  | {
      /** No completion that was found reaches the floor; proven when the bound is below it too. */
      readonly kind: 'out_of_reach'
      readonly value: number
      readonly bound: number
      /** What the value and the bound are measured against: floor x families. */
      readonly target: number
    }

/**
 * The constrained priority mechanism of Acharya, Bansak and Hainmueller, "Combining Outcome-Based
 * and Preference-Based Matching", Political Analysis 2022: one family after the other gets the
 * locality it likes best among those with room from where the best placement of all who come
 * later still reaches the floor on the mean outcome. Strategy-proof and constrained efficient when
 * `findBest` is exact and the order does not depend on lists.
 *
 * What others list does not restrict completions: otherwise a family could help itself by a short
 * list. So a family none of whose wishes can be granted stays unmatched if the floor allows it,
 * and otherwise goes where the best completion found has it, against its list.
 *
 * `findBest` is asked only where a known completion cannot be bent to the wish and prices do not
 * refuse it. If it leaves a gap between value and bound, a wish that comes nearer to the floor than
 * that gap is refused without asking, and counted as unproven: the answer would not decide it.
 *
 * @throws RangeError when the problem is not well formed, Error when a completion is not sound
 */
export function outcomeFloor(problem: FloorProblem, findBest: FindBest): FloorResult {
  const faults = floorProblemFaults(problem)
  if (faults.length > 0) throw new RangeError(`not a placement with floor: ${faults.join('; ')}`)
  const { families, floor, order, preferences, outcomes, localities } = problem
  const target = floor === -Infinity ? floor : floor * families
  const chooser = new Chooser(problem, findBest, target)
  const far = chooser.start()
  if (far !== undefined) return { kind: 'out_of_reach', value: far.value, bound: far.bound, target }
  const againstList: number[] = []
  for (const f of Array.from(order)) {
    const wish = Array.from(preferences[f]!).find(
      (l) => !Number.isNaN(outcomes[f * localities + l]!) && chooser.grant(f, l),
    )
    if (wish === undefined && !chooser.grant(f, NOWHERE)) {
      chooser.leave(f)
      againstList.push(f)
    }
  }
  const matching = chooser.fixed.map((l) => (l === NOWHERE ? UNMATCHED : l))
  const { value, calls, unproven } = chooser
  return { kind: 'kept', matching, value, calls, unproven, againstList }
}

class Chooser {
  readonly fixed: Int32Array
  calls = 0
  unproven = 0
  readonly #problem: FloorProblem
  readonly #findBest: FindBest
  readonly #target: number
  readonly #held: HeldPlan
  /** What is left beside those who have chosen: localities x services. */
  readonly #room: Float64Array
  #bound: PriceBound | undefined
  /** How far below a bound by prices `findBest` stays. */
  #gap = 0

  constructor(problem: FloorProblem, findBest: FindBest, target: number) {
    this.#problem = problem
    this.#findBest = findBest
    // Sums of outcomes in another order differ in their last digits.
    this.#target = target - 1e-9 * Math.max(1, Math.abs(target))
    this.fixed = new Int32Array(problem.families).fill(FREE)
    this.#held = new HeldPlan(problem, this.fixed)
    this.#room = Float64Array.from(problem.capacity)
  }

  get value(): number {
    return this.#held.value
  }

  /** Finds a first completion that reaches the floor; answers the best one if none does. */
  start(): Completion | undefined {
    if (this.#held.value >= this.#target) return undefined
    const completion = this.#ask()
    if (completion.value < this.#target) return completion
    this.#adopt(completion)
    return undefined
  }

  /** Fixes a family to a locality, or nowhere, if the floor can then still be reached. */
  grant(f: number, to: number): boolean {
    if (!this.#hasRoom(f, to) || !this.#reaches(f, to)) return false
    this.#settle(f, to)
    return true
  }

  /** Fixes a family where the known completion has it. */
  leave(f: number): void {
    this.#settle(f, this.#held.at(f) === -1 ? NOWHERE : this.#held.at(f))
  }

  #reaches(f: number, to: number): boolean {
    const place = Math.max(to, -1)
    if (this.#held.at(f) === place) return true
    const most = this.#bound?.with(f, to) ?? Infinity
    if (most < this.#target) return false
    if (this.#held.bend(f, place, this.#target)) return true
    if (most < this.#target + this.#gap) {
      this.unproven += 1
      return false
    }
    this.fixed[f] = to
    const completion = this.#ask()
    if (completion.value >= this.#target) {
      this.#bound?.fix(f, to)
      this.#adopt(completion)
      return true
    }
    this.fixed[f] = FREE
    this.#price(completion)
    if (completion.bound >= this.#target) {
      this.unproven += 1
      const bound = this.#bound?.with(f, to) ?? completion.bound
      this.#gap = Math.max(this.#gap, bound - completion.value)
    }
    return false
  }

  #ask(): Completion {
    this.calls += 1
    return this.#findBest(this.fixed.slice())
  }

  #adopt(completion: Completion): void {
    this.#held.adopt(completion.plan)
    this.#gap = Math.max(0, completion.bound - completion.value)
    this.#price(completion)
  }

  /** Takes the new prices if they bound better than those before. */
  #price(completion: Completion): void {
    if (completion.prices === undefined) return
    const bound = new PriceBound(this.#problem, this.fixed, completion.prices)
    if (this.#bound === undefined || bound.value < this.#bound.value) this.#bound = bound
  }

  #hasRoom(f: number, to: number): boolean {
    const { services, needs } = this.#problem
    for (let s = 0; s < services && to >= 0; s += 1)
      if (needs[f * services + s]! > this.#room[to * services + s]!) return false
    return true
  }

  #settle(f: number, to: number): void {
    const { services, needs } = this.#problem
    // After a call it is fixed already, and so it is in the bound.
    if (this.fixed[f] === FREE) this.#bound?.fix(f, to)
    this.fixed[f] = to
    for (let s = 0; s < services && to >= 0; s += 1)
      this.#room[to * services + s]! -= needs[f * services + s]!
  }
}
