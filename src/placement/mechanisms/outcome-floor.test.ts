import { expect, test } from 'vitest'
import { seeded, shuffledIndices } from '../seeded.ts'
import { feasibilityFaults } from './envy.ts'
import type { Completion, FindBest, FloorProblem } from './floor-problem.ts'
import { FREE, NOWHERE } from './floor-problem.ts'
import type { Market } from './market.ts'
import { gainsByMisreport } from './misreports.ts'
import { outcomeFloor } from './outcome-floor.ts'
import { PriceBound } from './price-bound.ts'
import { largeMarket, smallMarket } from './random-market.ts'

const shape = { families: 5, localities: 3, services: 2, largestNeed: 2, largestCapacity: 4 }

interface Small {
  readonly market: Market
  readonly problem: FloorProblem
}

/** A small problem with some pairs not allowed and outcomes of either sign. */
function small(seed: number, floor: number): Small {
  const next = seeded(seed)
  const market = smallMarket(next, shape)
  const outcomes = Float64Array.from({ length: 15 }, () => {
    const draw = next()
    return draw < 0.1 ? NaN : draw - 0.2
  })
  return { market, problem: { ...market, outcomes, order: shuffledIndices(next, 5), floor } }
}

/** Every feasible completion, one by one. */
function bestOfAll(problem: FloorProblem, fixed: Int32Array): Completion {
  const { families, localities, services, needs, capacity, outcomes } = problem
  let best = -Infinity
  let plan: number[] = []
  const now: number[] = []
  const room = Array.from(capacity)
  const visit = (value: number): void => {
    const f = now.length
    if (f === families) {
      if (value > best) [best, plan] = [value, now.slice()]
      return
    }
    for (let l = -1; l < localities; l += 1) {
      if (fixed[f] !== FREE && l !== (fixed[f] === NOWHERE ? -1 : fixed[f])) continue
      const outcome = l < 0 ? 0 : outcomes[f * localities + l]!
      if (Number.isNaN(outcome)) continue
      const take = (sign: number): void => {
        for (let s = 0; s < services && l >= 0; s += 1)
          room[l * services + s]! += sign * needs[f * services + s]!
      }
      take(-1)
      now.push(l)
      if (room.every((left) => left >= 0)) visit(value + outcome)
      now.pop()
      take(1)
    }
  }
  visit(0)
  return { value: best, bound: best, plan }
}

const exact = (problem: FloorProblem): FindBest => {
  return (fixed) => bestOfAll(problem, fixed)
}

/** The same with prices: any are correct. */
const priced = (problem: FloorProblem, seed: number): FindBest => {
  const next = seeded(seed)
  return (fixed) => ({
    ...bestOfAll(problem, fixed),
    prices: Float64Array.from(problem.capacity, () => next() - 0.3),
  })
}

/** The mechanism word for word: the best-liked locality from where the best still reaches it. */
function byDefinition(problem: FloorProblem): { matching: number[]; forced: number } {
  const fixed = new Int32Array(problem.families).fill(FREE)
  const target = problem.floor * problem.families - 1e-9
  let forced = 0
  for (const f of Array.from(problem.order)) {
    const choices = [...Array.from(problem.preferences[f]!), NOWHERE]
    const choice = choices.find((l) => bestOfAll(problem, fixed.with(f, l)).value >= target)
    if (choice === undefined) forced += 1
    const plan = bestOfAll(problem, fixed).plan
    fixed[f] = choice ?? (plan[f] === -1 ? NOWHERE : plan[f]!)
  }
  return { matching: Array.from(fixed, (l) => Math.max(l, -1)), forced }
}

function kept(problem: FloorProblem, findBest: FindBest) {
  const result = outcomeFloor(problem, findBest)
  if (result.kind !== 'kept') throw new Error('the floor should be within reach')
  return result
}

/** A problem whose floor is a share of what is possible; every second one with complete lists. */
function floored(seed: number, share: number): Small {
  const random = small(seed, 0)
  const next = seeded(seed + 5000)
  const complete = random.market.preferences.map(() => shuffledIndices(next, 3))
  const preferences = seed % 2 === 0 ? complete : random.market.preferences
  const market = { ...random.market, preferences }
  const problem = { ...random.problem, preferences }
  const best = bestOfAll(problem, new Int32Array(5).fill(FREE)).value
  return { market, problem: { ...problem, floor: (share * best) / 5 } }
}

test('each family gets what the definition gives it, with prices and without', () => {
  let [refused, calls, asked] = [0, 0, 0]
  for (let seed = 0; seed < 400; seed += 1) {
    const { market, problem } = floored(seed, [0.6, 0.8, 0.95, 1][(seed >> 1) % 4]!)
    const { matching, forced } = byDefinition(problem)
    // Where the list leaves no choice, any of several best completions may be followed.
    if (forced > 0) continue
    for (const findBest of [exact(problem), priced(problem, seed)]) {
      const result = kept(problem, findBest)
      expect(Array.from(result.matching)).toEqual(matching)
      expect(result.unproven).toBe(0)
      expect(result.againstList).toEqual([])
      expect(result.value).toBeGreaterThanOrEqual(problem.floor * 5 - 1e-8)
      expect(feasibilityFaults(market, result.matching)).toEqual([])
      calls += result.calls
    }
    asked += 1
    if (matching.some((l, f) => l !== kept({ ...problem, floor: -Infinity }, never).matching[f]))
      refused += 1
  }
  expect(asked).toBeGreaterThan(150)
  expect(refused).toBeGreaterThan(60)
  expect(calls / (2 * asked)).toBeLessThan(5)
})

const never: FindBest = () => {
  throw new Error('nothing is to be asked without a floor')
}

test('without a floor it is serial dictatorship, asks nothing, and no list pays', () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const { market, problem } = small(seed, -Infinity)
    const outcomes = new Float64Array(15)
    const serial = (told: Market) => kept({ ...problem, ...told, outcomes }, never).matching
    const matching = serial(market)
    const room = Array.from(market.capacity)
    for (const f of Array.from(problem.order)) {
      const need = [market.needs[2 * f]!, market.needs[2 * f + 1]!]
      const first = Array.from(market.preferences[f]!).find((l) =>
        need.every((amount, s) => amount <= room[2 * l + s]!),
      )
      expect(matching[f]).toBe(first ?? -1)
      if (first !== undefined) need.forEach((amount, s) => (room[2 * first + s]! -= amount))
    }
    if (seed < 200) expect(gainsByMisreport(market, serial)).toEqual([])
  }
})

test('with a floor no list pays either, as long as the best completion is found', () => {
  for (let seed = 0; seed < 80; seed += 1) {
    const { market, problem } = floored(seed, 0.85)
    const told = (lists: Market) => {
      const changed = { ...problem, preferences: lists.preferences }
      return kept(changed, exact(changed)).matching
    }
    expect(gainsByMisreport(market, told)).toEqual([])
  }
})

test('a floor above all that is possible is out of reach, with the proof', () => {
  const { problem } = small(7, 100)
  const best = bestOfAll(problem, new Int32Array(5).fill(FREE)).value
  const result = outcomeFloor(problem, exact(problem))
  expect(result).toEqual({ kind: 'out_of_reach', value: best, bound: best, target: 500 })
})

/** One family may only help the floor where it did not list. */
const silent: FloorProblem = {
  families: 2,
  localities: 2,
  services: 1,
  needs: [1, 1],
  capacity: [1, 1],
  preferences: [[1], [1, 0]],
  outcomes: Float64Array.of(1, 0, 0, 1),
  order: [0, 1],
  floor: 1,
}

test('where the list leaves the floor no choice, the family is placed against it and named', () => {
  const result = kept(silent, exact(silent))
  expect(Array.from(result.matching)).toEqual([0, 1])
  expect(result.againstList).toEqual([0])
})

test('a completion found to be unsound is refused', () => {
  const crowded: FindBest = () => ({ value: 2, bound: 2, plan: [0, 0] })
  expect(() => outcomeFloor(silent, crowded)).toThrow(/takes too much/)
  const ignores: FindBest = (fixed) => ({
    value: fixed.every((l) => l === FREE) ? 0.1 : 2,
    bound: 2,
    plan: [-1, -1],
  })
  expect(() => outcomeFloor({ ...silent, floor: 0.05 }, ignores)).toThrow(/fixed at 1/)
  expect(() => outcomeFloor({ ...silent, order: [0, 0], floor: NaN }, never)).toThrow(
    /does not name each family once; the floor is NaN/,
  )
})

test('what is not decided by an answer with a gap is refused and counted', () => {
  // The answer knows a plan of 1 of 2 possible: the wish might be granted, but nobody knows.
  const vague: FindBest = (fixed) =>
    fixed[0] === FREE
      ? { value: 2, bound: 2, plan: [0, 1] }
      : { value: 1, bound: 2, plan: [-1, -1] }
  const result = kept({ ...silent, floor: 0.9 }, vague)
  expect(result).toMatchObject({ unproven: 2, againstList: [0], calls: 3 })
})

test('prices of any kind bound every completion, also after families are fixed', () => {
  let checked = 0
  for (let seed = 0; seed < 200; seed += 1) {
    const { problem } = small(seed, 0)
    const next = seeded(seed + 1)
    const fixed = new Int32Array(5).fill(FREE)
    const bound = new PriceBound(problem, fixed, Float64Array.from({ length: 6 }, next))
    for (const f of Array.from(problem.order)) {
      for (const to of [NOWHERE, 0, 1, 2]) {
        const best = bestOfAll(problem, fixed.with(f, to)).value
        if (best === -Infinity) continue
        checked += 1
        expect(bound.with(f, to)).toBeGreaterThanOrEqual(best - 1e-9)
      }
      fixed[f] = Math.floor(next() * 3)
      if (bestOfAll(problem, fixed).value === -Infinity) fixed[f] = NOWHERE
      bound.fix(f, fixed[f])
    }
    expect(bound.value).toBeGreaterThanOrEqual(bestOfAll(problem, fixed).value - 1e-9)
  }
  expect(checked).toBeGreaterThan(2000)
})

test('thousands of families need few questions', () => {
  const families = 2000
  const market = largeMarket(6, { families, localities: 30, supply: 1.05, common: 0.5 })
  const findBest = greedyByPrices(market)
  const most = findBest(new Int32Array(families).fill(FREE)).value
  const order = shuffledIndices(seeded(1), families)
  const floor = (0.9 * most) / families
  const result = kept({ ...market, order, floor }, findBest)
  expect(feasibilityFaults(market, result.matching)).toEqual([])
  expect(result.value).toBeGreaterThanOrEqual(0.9 * most - 1e-6)
  const sum = result.matching.reduce(
    (all, l, f) => all + (l < 0 ? 0 : market.outcomes[f * 30 + l]!),
    0,
  )
  expect(result.value).toBeCloseTo(sum, 6)
  expect(result.calls).toBeLessThan(40)
})

/** A plain stand-in for the engine: prices moved where too much or too little is asked for. */
function greedyByPrices(market: ReturnType<typeof largeMarket>): FindBest {
  const { families, localities, services, needs, capacity, outcomes } = market
  const prices = new Float64Array(localities * services).fill(0.05)
  const step = prices.map(() => 0.01)
  const gainOf = (f: number, l: number): number => {
    let gain = outcomes[f * localities + l]!
    for (let s = 0; s < services; s += 1)
      gain -= needs[f * services + s]! * prices[l * services + s]!
    return gain
  }
  const bestOf = (f: number, allowed: (l: number) => boolean): number => {
    let [best, most] = [-1, 0]
    for (let l = 0; l < localities; l += 1) {
      const gain = gainOf(f, l)
      if (gain > most && allowed(l)) [best, most] = [l, gain]
    }
    return best
  }
  return (fixed) => {
    const before = new Float64Array(prices.length)
    for (let round = 0; round < 80; round += 1) {
      const over = Float64Array.from(capacity, (room) => -room)
      for (let f = 0; f < families; f += 1) {
        const l = fixed[f] === FREE ? bestOf(f, () => true) : fixed[f]!
        for (let s = 0; s < services && l >= 0; s += 1)
          over[l * services + s]! += needs[f * services + s]!
      }
      over.forEach((amount, k) => {
        step[k]! *= Math.sign(amount) === before[k] ? 1.15 : 0.6
        before[k] = Math.sign(amount)
        prices[k] = Math.max(0, prices[k]! + before[k]! * Math.max(step[k]!, 1e-4))
      })
    }
    const room = Float64Array.from(capacity)
    const plan = new Int32Array(families).fill(-1)
    let value = 0
    const put = (f: number, l: number): void => {
      plan[f] = l
      if (l < 0) return
      value += outcomes[f * localities + l]!
      for (let s = 0; s < services; s += 1) room[l * services + s]! -= needs[f * services + s]!
    }
    fixed.forEach((l, f) => l >= 0 && put(f, l))
    fixed.forEach((bound, f) => {
      if (bound !== FREE) return
      const fits = (l: number): boolean =>
        [0, 1, 2].every((s) => needs[f * services + s]! <= room[l * services + s]!)
      put(f, bestOf(f, fits))
    })
    const bound = new PriceBound({ ...market, order: [], floor: 0 }, fixed, prices).value
    return { value, bound, plan, prices: prices.slice() }
  }
}
