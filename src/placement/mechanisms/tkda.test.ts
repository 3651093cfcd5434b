import { expect, test } from 'vitest'
import { seeded, shuffledIndices } from '../seeded.ts'
import { envyPairs, feasibilityFaults, unwilling } from './envy.ts'
import { kda } from './kda.ts'
import type { Market } from './market.ts'
import { gainsByMisreport } from './misreports.ts'
import { largeMarket, smallMarket } from './random-market.ts'
import { tkda } from './tkda.ts'

/** All subsets of a list. */
function subsets(list: readonly number[]): number[][] {
  return list.reduce<number[][]>((all, one) => [...all, ...all.map((set) => [...set, one])], [[]])
}

/** Whether l can weakly accommodate f beside the others. */
function weakly(market: Market, l: number, f: number, others: readonly number[]): boolean {
  const { services, needs, capacity } = market
  return Array.from({ length: services }, (_, s) => s).every((s) => {
    const need = needs[f * services + s]!
    const sum = others.reduce((all, g) => all + needs[g * services + s]!, need)
    return need === 0 || sum <= capacity[l * services + s]!
  })
}

/** The temporary threshold, from its definition over all sets of families. */
function temporary(market: Market, l: number, f: number, higher: number[], now: number[]): number {
  if (weakly(market, l, f, higher)) return Infinity
  const proposers = higher.filter((g) => now.includes(g))
  if (!weakly(market, l, f, proposers)) return 0
  const others = subsets(higher.filter((g) => !now.includes(g)))
  for (let n = 1; ; n += 1) {
    const sets = others.map((set) => [...proposers, ...set]).filter((set) => set.length === n)
    if (sets.some((set) => !weakly(market, l, f, set))) return n
  }
}

/** TKDA in rounds, word for word, for markets in which every family fits everywhere alone. */
function inRounds(market: Market): number[] {
  const { families, localities, preferences, priorities } = market
  const rejected = Array.from({ length: localities }, () => new Set<number>())
  for (;;) {
    const aim = Array.from({ length: families }, (_, f) => {
      return Array.from(preferences[f]!).find((l) => !rejected[l]!.has(f)) ?? -1
    })
    let moved = false
    for (let l = 0; l < localities; l += 1) {
      const list = Array.from(priorities[l]!)
      const now = list.filter((f) => aim[f] === l)
      const limits = list.map((f, k) => temporary(market, l, f, list.slice(0, k), now))
      list.forEach((f, k) => {
        const limit = limits[k] === Infinity ? Infinity : Math.min(...limits.slice(0, k + 1))
        if (aim[f] !== l || now.indexOf(f) + 1 <= limit) return
        rejected[l]!.add(f)
        moved = true
      })
    }
    if (!moved) return aim
  }
}

const shape = { families: 6, localities: 3, services: 2, largestNeed: 3, largestCapacity: 5 }

test('thresholds by sizes are those of the definition over all sets', () => {
  let belowKda = 0
  for (let seed = 0; seed < 1500; seed += 1) {
    const market = smallMarket(seeded(seed), shape)
    const roomy = { ...market, capacity: Array.from(market.capacity, (room) => room + 3) }
    const matching = Array.from(tkda(roomy))
    expect(matching).toEqual(inRounds(roomy))
    if (kda(roomy).some((l, f) => l !== matching[f])) belowKda += 1
  }
  expect(belowKda).toBeGreaterThan(50)
})

test('no family of a small market gains by any list it could give, where under KDA some do', () => {
  let underKda = 0
  const shapes = [
    { families: 6, localities: 3, services: 1, largestNeed: 2, largestCapacity: 3 },
    { families: 6, localities: 3, services: 3, largestNeed: 1, largestCapacity: 2 },
    { families: 7, localities: 3, services: 2, largestNeed: 2, largestCapacity: 5 },
  ]
  for (const contested of shapes) {
    for (let seed = 0; seed < 300; seed += 1) {
      const next = seeded(seed)
      const market = smallMarket(next, contested)
      const full = {
        ...market,
        preferences: market.preferences.map(() => shuffledIndices(next, 3)),
      }
      expect(gainsByMisreport(full, tkda)).toEqual([])
      underKda += gainsByMisreport(full, kda).length
    }
  }
  expect(underKda).toBeGreaterThan(20)
})

test('the matching is feasible, wanted and weakly envy-free', () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const market = smallMarket(seeded(seed), shape)
    const matching = tkda(market)
    expect(feasibilityFaults(market, matching)).toEqual([])
    expect(unwilling(market, matching)).toEqual([])
    expect(envyPairs(market, matching).filter((pair) => pair.strong)).toEqual([])
  }
})

test('with needs of one it is KDA: a threshold is then the number of seats', () => {
  for (let seed = 0; seed < 1000; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, services: 1, largestCapacity: 3 })
    const seats = { ...market, needs: Array.from({ length: 6 }, () => 1) }
    expect(tkda(seats)).toEqual(kda(seats))
  }
})

test('thousands of families and three services: weakly envy-free, nobody better than under KDA', () => {
  const market = largeMarket(4, { families: 2000, localities: 30, supply: 1, common: 0.5 })
  const matching = tkda(market)
  const best = kda(market)
  expect(feasibilityFaults(market, matching)).toEqual([])
  expect(envyPairs(market, matching).filter((pair) => pair.strong)).toEqual([])
  market.preferences.forEach((list, f) => {
    const own = [...Array.from(list), -1]
    expect(own.indexOf(best[f]!)).toBeLessThanOrEqual(own.indexOf(matching[f]!))
  })
})
