import type { Numbers } from '../problem.ts'
import type { FloorProblem } from './floor-problem.ts'
import { FREE, NOWHERE } from './floor-problem.ts'

/**
 * A completion that is known to be possible: the witness that the floor can still be kept. It is
 * bent to a family's wish by moving free families out of the way, so that most wishes are granted
 * without a new optimisation.
 */
export class HeldPlan {
  readonly #problem: FloorProblem
  readonly #needs: Float64Array
  readonly #outcomes: Float64Array | Float32Array
  readonly #fixed: Int32Array
  /** Where each family is, -1 where unmatched; and its place in the list of that locality. */
  readonly #at: Int32Array
  readonly #place: Int32Array
  readonly #members: number[][]
  /** What is left at each locality: localities x services. */
  readonly #room: Float64Array
  #value = 0

  /** Nobody is placed at first. `fixed` is read anew each time; the caller fills it. */
  constructor(problem: FloorProblem, fixed: Int32Array) {
    this.#problem = problem
    this.#needs = Float64Array.from(problem.needs)
    this.#outcomes = problem.outcomes
    this.#fixed = fixed
    this.#at = new Int32Array(problem.families).fill(-1)
    this.#place = new Int32Array(problem.families)
    this.#members = Array.from({ length: problem.localities }, () => [])
    this.#room = Float64Array.from(problem.capacity)
  }

  get value(): number {
    return this.#value
  }

  /** The locality of a family, -1 where unmatched. */
  at(f: number): number {
    return this.#at[f]!
  }

  /**
   * Takes another plan.
   * @throws Error when the plan does not fit, or is not what is fixed
   */
  adopt(plan: Numbers): void {
    for (let f = 0; f < this.#at.length; f += 1) this.#move(f, -1)
    this.#value = 0
    for (let f = 0; f < this.#at.length; f += 1) {
      const bound = this.#fixed[f] === NOWHERE ? -1 : this.#fixed[f]!
      if (this.#fixed[f] !== FREE && plan[f] !== bound)
        throw new Error(`the completion has family ${f} at ${plan[f]}, fixed at ${bound}`)
      this.#move(f, plan[f]!)
    }
    if (Number.isNaN(this.#value)) throw new Error('the completion has a pair that is not allowed')
    if (this.#room.some((left) => left < 0)) throw new Error('the completion takes too much')
  }

  /**
   * Moves a free family to a locality, or nowhere (-1), and free families there out of its way, if
   * the plan is then still worth the target; otherwise nothing changes.
   */
  bend(f: number, to: number, target: number): boolean {
    const before = this.#value
    const moved: [family: number, from: number][] = [[f, this.#at[f]!]]
    this.#move(f, to)
    let short = to >= 0 && this.#short(to)
    while (short) {
      // Room elsewhere only shrinks from here on: once no leaving gains, none will.
      const [g, other] = this.#cheapest(f, to, Math.max(0, this.#value - target))
      if (g < 0) break
      moved.push([g, to])
      this.#move(g, other)
      short = this.#short(to)
    }
    if (!short && this.#value >= target) return true
    for (const [g, from] of moved.reverse()) this.#move(g, from)
    this.#value = before
    return false
  }

  #short(l: number): boolean {
    const { services } = this.#problem
    for (let s = 0; s < services; s += 1) if (this.#room[l * services + s]! < 0) return true
    return false
  }

  /**
   * The free family whose leaving costs least for what it relieves, and where it goes instead; -1
   * when none is left or each would cost more than `most`.
   */
  #cheapest(newcomer: number, l: number, most: number): [family: number, other: number] {
    const { services } = this.#problem
    const needs = this.#needs
    let [family, other, least] = [-1, -1, Infinity]
    for (const g of this.#members[l]!) {
      if (g === newcomer || this.#fixed[g] !== FREE) continue
      let [missing, relieved] = [0, 0]
      for (let s = 0; s < services; s += 1) {
        const short = Math.max(0, -this.#room[l * services + s]!)
        missing += short
        relieved += Math.min(short, needs[g * services + s]!)
      }
      if (relieved === 0) continue
      // A gain is a gain, however little it relieves.
      const share = relieved / missing
      const here = this.#outcome(g, l)
      const next = this.#next(
        g,
        l,
        here - Math.min(most + 1e-12, least < 0 ? least : least * share),
      )
      if (next === NOWHERE) continue
      const loss = here - this.#outcome(g, next)
      ;[family, other, least] = [g, next, loss < 0 ? loss : loss / share]
    }
    return [family, other]
  }

  /**
   * The best place with room for a family other than where it is, -1 for none, if its outcome
   * there is above `least`; otherwise NOWHERE.
   */
  #next(g: number, except: number, least: number): number {
    const { localities, services } = this.#problem
    // Read once: nearly all time is spent here.
    const [outcomes, needs, room] = [this.#outcomes, this.#needs, this.#room]
    const row = g * localities
    let best = least < 0 ? -1 : NOWHERE
    let most = Math.max(least, 0)
    for (let l = 0; l < localities; l += 1) {
      if (!(outcomes[row + l]! > most) || l === except) continue
      let fits = true
      for (let s = 0; s < services && fits; s += 1)
        fits = needs[g * services + s]! <= room[l * services + s]!
      if (!fits) continue
      best = l
      most = outcomes[row + l]!
    }
    return best
  }

  #outcome(f: number, l: number): number {
    return l < 0 ? 0 : this.#outcomes[f * this.#problem.localities + l]!
  }

  #move(f: number, to: number): void {
    const from = this.#at[f]!
    if (from === to) return
    this.#value += this.#outcome(f, to) - this.#outcome(f, from)
    if (from >= 0) {
      const list = this.#members[from]!
      const last = list.pop()!
      if (last !== f) {
        list[this.#place[f]!] = last
        this.#place[last] = this.#place[f]!
      }
      this.#take(f, from, 1)
    }
    this.#at[f] = to
    if (to >= 0) {
      this.#place[f] = this.#members[to]!.length
      this.#members[to]!.push(f)
      this.#take(f, to, -1)
    }
  }

  #take(f: number, l: number, sign: 1 | -1): void {
    const { services } = this.#problem
    for (let s = 0; s < services; s += 1)
      this.#room[l * services + s]! += sign * this.#needs[f * services + s]!
  }
}
