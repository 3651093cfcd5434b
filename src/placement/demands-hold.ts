import type { PlacementProblem } from './problem.ts'
import { unitsOf } from './units.ts'

/**
 * Whether there is any plan that keeps every demand of a problem, whatever it is worth; undefined
 * when `mostSteps` choices were not enough to tell. Whoever must be placed, and every minimum that
 * is not reached, is an obligation; the one with the fewest ways to meet it is taken first, and
 * each way is tried.
 */
export function demandsHold(problem: PlacementProblem, mostSteps: number): boolean | undefined {
  return firstHolding(problem, mostSteps).holds
}

/** The same with such a plan: for each case its locality, -1: it may stay out. */
export function firstHolding(
  problem: PlacementProblem,
  mostSteps: number,
): { readonly holds: boolean | undefined; readonly localityOf: Int32Array } {
  const search = new Search(problem, mostSteps)
  const holds = search.begin() ? search.run() : false
  return { holds, localityOf: search.localityOf() }
}

const NOT_YET = -1

class Search {
  readonly #p: PlacementProblem
  readonly #members: readonly (readonly number[])[]
  readonly #needs: Float64Array
  /** 1: the unit may go there; units x localities. */
  readonly #open: Uint8Array
  readonly #at: Int32Array
  readonly #left: Float64Array
  /** What is missing of each minimum. */
  readonly #missing: Float64Array
  /** By resource: what is missing of all minimums, and what units without a place could add. */
  readonly #short: Float64Array
  readonly #spare: Float64Array
  /** The units that are near each other; alone where nothing is asked. */
  readonly #groupOf: Int32Array
  readonly #groups: readonly (readonly number[])[]
  /** 1: all of the group must be placed. */
  readonly #demanded: Uint8Array
  readonly #regionOf: Int32Array
  #steps: number

  constructor(problem: PlacementProblem, mostSteps: number) {
    this.#p = problem
    this.#steps = mostSteps
    const { localities: L, resources: R } = problem
    const units = unitsOf(problem)
    this.#members = units.members
    this.#needs = units.needs
    this.#open = new Uint8Array(units.count * L)
    const row = new Float64Array(L)
    for (let u = 0; u < units.count; u += 1) {
      units.readScores(u, row)
      for (let l = 0; l < L; l += 1) this.#open[u * L + l] = Number.isNaN(row[l]!) ? 0 : 1
    }
    this.#at = new Int32Array(units.count).fill(NOT_YET)
    this.#left = Float64Array.from({ length: L * R }, (_, at) => problem.capacity[at]!)
    this.#missing = Float64Array.from({ length: L * R }, (_, at) => problem.minimum?.[at] ?? 0)
    this.#short = new Float64Array(R)
    this.#missing.forEach((amount, at) => (this.#short[at % R]! += amount))
    this.#spare = new Float64Array(R)
    this.#needs.forEach((need, at) => (this.#spare[at % R]! += need))
    this.#groups = units.groups
    this.#groupOf = units.groupOf
    this.#demanded = Uint8Array.from(units.groups, (group) =>
      group.some((u) => units.must[u] === 1) ? 1 : 0,
    )
    this.#regionOf = new Int32Array(units.groups.length).fill(NOT_YET)
  }

  /** Places those who have one way only, as most locked ones; false when that cannot be. */
  begin(): boolean {
    const { localities: L } = this.#p
    for (let u = 0; u < this.#at.length; u += 1) {
      if (this.#demanded[this.#groupOf[u]!] === 0) continue
      const row = this.#open.subarray(u * L, (u + 1) * L)
      const l = row.indexOf(1)
      if (l >= 0 && row.indexOf(1, l + 1) >= 0) continue
      if (l < 0 || !this.#may(u, l)) return false
      this.#put(u, l)
    }
    return true
  }

  run(): boolean | undefined {
    this.#steps -= 1
    if (this.#steps < 0) return undefined
    const next = this.#hardest()
    if (next === undefined) return true
    if (next.ways.length === 0) return false
    const closed: number[] = []
    let told: boolean | undefined = false
    for (const { unit, locality } of next.ways) {
      const undo = this.#put(unit, locality)
      told = this.run()
      if (told === true) return true
      undo()
      if (told === undefined) break
      // Nothing with it there: from here on only without.
      const at = unit * this.#p.localities + locality
      this.#open[at] = 0
      closed.push(at)
    }
    for (const at of closed) this.#open[at] = 1
    return told
  }

  localityOf(): Int32Array {
    const localityOf = new Int32Array(this.#p.cases).fill(-1)
    this.#at.forEach((l, u) => {
      for (const i of this.#members[u]!) localityOf[i] = l
    })
    return localityOf
  }

  /** The obligation with the fewest ways to meet it; undefined when all are met. */
  #hardest(): { readonly ways: readonly Way[] } | undefined {
    // Each locality could reach its minimum, but not all of them.
    if (this.#short.some((amount, k) => amount > this.#spare[k]!)) return { ways: [] }
    let found: { readonly ways: readonly Way[] } | undefined
    const take = (ways: readonly Way[]): void => {
      if (found === undefined || ways.length < found.ways.length) found = { ways }
    }
    for (let g = 0; g < this.#groups.length; g += 1) {
      if (this.#demanded[g] === 0) continue
      for (const u of this.#groups[g]!) if (this.#at[u] === NOT_YET) take(this.#waysOf(u))
      if (found?.ways.length === 0) return found
    }
    this.#missing.forEach((amount, at) => {
      if (amount > 0) take(this.#waysTo(at))
    })
    return found
  }

  #waysOf(unit: number): Way[] {
    const ways: Way[] = []
    for (let locality = 0; locality < this.#p.localities; locality += 1)
      if (this.#may(unit, locality)) ways.push({ unit, locality })
    return ways
  }

  /** Who could add to what is missing; none when all together would be too few. */
  #waysTo(at: number): Way[] {
    const { resources: R } = this.#p
    const [locality, k] = [Math.floor(at / R), at % R]
    const ways: Way[] = []
    let most = 0
    for (let unit = 0; unit < this.#at.length; unit += 1) {
      const need = this.#needs[unit * R + k]!
      if (this.#at[unit] !== NOT_YET || need === 0 || !this.#may(unit, locality)) continue
      ways.push({ unit, locality })
      most += need
    }
    if (Math.min(most, this.#left[at]!) < this.#missing[at]!) return []
    // Large ones first: fewer choices.
    return ways.sort(
      (a, b) => this.#needs[b.unit * R + k]! - this.#needs[a.unit * R + k]! || a.unit - b.unit,
    )
  }

  #may(unit: number, l: number): boolean {
    const { localities: L, resources: R, regions } = this.#p
    if (this.#open[unit * L + l] === 0) return false
    const region = this.#regionOf[this.#groupOf[unit]!]!
    if (region !== NOT_YET && region !== (regions?.[l] ?? 0)) return false
    for (let k = 0; k < R; k += 1)
      if (this.#needs[unit * R + k]! > this.#left[l * R + k]!) return false
    return true
  }

  /** Places a unit, and demands those near it; returns how to take that back. */
  #put(unit: number, l: number): () => void {
    const { resources: R, regions } = this.#p
    const g = this.#groupOf[unit]!
    const [region, demanded] = [this.#regionOf[g]!, this.#demanded[g]!]
    const use = (sign: number): void => {
      for (let k = 0; k < R; k += 1) {
        const need = sign * this.#needs[unit * R + k]!
        const at = l * R + k
        const before = Math.max(0, this.#missing[at]!)
        this.#left[at]! -= need
        this.#missing[at]! -= need
        this.#spare[k]! -= need
        this.#short[k]! += Math.max(0, this.#missing[at]!) - before
      }
    }
    use(1)
    this.#at[unit] = l
    if (this.#groups[g]!.length > 1) this.#regionOf[g] = regions?.[l] ?? 0
    this.#demanded[g] = 1
    return () => {
      use(-1)
      this.#at[unit] = NOT_YET
      this.#regionOf[g] = region
      this.#demanded[g] = demanded
    }
  }
}

interface Way {
  readonly unit: number
  readonly locality: number
}
