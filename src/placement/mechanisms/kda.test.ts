import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { envyPairs, feasibilityFaults, unwilling } from './envy.ts'
import { kda } from './kda.ts'
import type { Market } from './market.ts'
import { largeMarket, smallMarket } from './random-market.ts'

/** KDA in rounds, word for word, for markets in which every family fits everywhere alone. */
function inRounds(market: Market): number[] {
  const { families, localities, services, needs, capacity, preferences, priorities } = market
  const rejected = Array.from({ length: localities }, () => new Set<number>())
  for (;;) {
    const aim = Array.from({ length: families }, (_, f) => {
      return Array.from(preferences[f]!).find((l) => !rejected[l]!.has(f)) ?? -1
    })
    const away: [number, number][] = []
    aim.forEach((l, f) => {
      if (l < 0) return
      const list = Array.from(priorities[l]!)
      const before = list
        .slice(0, list.indexOf(f))
        .filter((g) => aim[g] === l || rejected[l]!.has(g))
      for (let s = 0; s < services; s += 1) {
        const need = needs[f * services + s]!
        const sum = before.reduce((all, g) => all + needs[g * services + s]!, need)
        if (need > 0 && sum > capacity[l * services + s]!) {
          away.push([f, l])
          break
        }
      }
    })
    if (away.length === 0) return aim
    for (const [f, l] of away) rejected[l]!.add(f)
  }
}

/** Deferred acceptance with seats, from the textbook. */
function deferredAcceptance(market: Market): number[] {
  const { preferences, priorities, capacity, families } = market
  const match = Array.from({ length: families }, () => -1)
  const tried = Array.from({ length: families }, () => 0)
  for (let moved = true; moved;) {
    moved = false
    for (let f = 0; f < families; f += 1) {
      const l = preferences[f]![tried[f]!]
      if (match[f] !== -1 || l === undefined) continue
      moved = true
      tried[f]! += 1
      match[f] = l
      const here = Array.from(priorities[l]!).filter((g) => match[g] === l)
      for (const g of here.slice(capacity[l])) match[g] = -1
    }
  }
  return match
}

const shape = { families: 6, localities: 3, services: 2, largestNeed: 2, largestCapacity: 5 }

test('proposing one by one gives what rounds give', () => {
  let unmatched = 0
  for (let seed = 0; seed < 2000; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, largestCapacity: 3 })
    // Room for each alone, so that the words of the paper need no preparing.
    const roomy = { ...market, capacity: Array.from(market.capacity, (room) => room + 2) }
    const matching = Array.from(kda(roomy))
    expect(matching).toEqual(inRounds(roomy))
    unmatched += matching.filter((l, f) => l < 0 && market.preferences[f]!.length > 0).length
  }
  expect(unmatched).toBeGreaterThan(500)
})

test('with needs of one it is the deferred acceptance of the textbook', () => {
  for (let seed = 0; seed < 1000; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, services: 1, largestCapacity: 2 })
    const seats = { ...market, needs: Array.from({ length: 6 }, () => 1) }
    expect(Array.from(kda(seats))).toEqual(deferredAcceptance(seats))
  }
})

test('no family of a weakly envy-free matching is better off than under KDA', () => {
  let compared = 0
  for (let seed = 0; seed < 300; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, families: 4, largestCapacity: 3 })
    const best = kda(market)
    expect(feasibilityFaults(market, best)).toEqual([])
    expect(unwilling(market, best)).toEqual([])
    expect(envyPairs(market, best).filter((pair) => pair.strong)).toEqual([])
    const lists = market.preferences.map((list) => [...Array.from(list), -1])
    const matching: number[] = []
    const visit = (): void => {
      const f = matching.length
      if (f < 4) {
        for (const l of lists[f]!) {
          matching.push(l)
          visit()
          matching.pop()
        }
        return
      }
      if (feasibilityFaults(market, matching).length > 0) return
      if (envyPairs(market, matching).some((pair) => pair.strong)) return
      compared += 1
      matching.forEach((l, g) => {
        expect(lists[g]!.indexOf(best[g]!)).toBeLessThanOrEqual(lists[g]!.indexOf(l))
      })
    }
    visit()
  }
  expect(compared).toBeGreaterThan(1000)
})

test('a family too large for the empty locality keeps nobody else from it', () => {
  const market: Market = {
    families: 2,
    localities: 1,
    services: 2,
    needs: [3, 1, 0, 1],
    capacity: [2, 1],
    preferences: [[0], [0]],
    priorities: [[0, 1]],
  }
  expect(Array.from(kda(market))).toEqual([-1, 0])
  expect(envyPairs(market, [-1, 0])).toEqual([])
})

test('thousands of families and three services: weakly envy-free', () => {
  const market = largeMarket(3, { families: 2000, localities: 30, supply: 0.95, common: 0.5 })
  const matching = kda(market)
  expect(feasibilityFaults(market, matching)).toEqual([])
  expect(envyPairs(market, matching).filter((pair) => pair.strong)).toEqual([])
})
