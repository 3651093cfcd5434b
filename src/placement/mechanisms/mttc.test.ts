import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { feasibilityFaults, unwilling } from './envy.ts'
import type { Market } from './market.ts'
import { gainsByMisreport } from './misreports.ts'
import { mttc } from './mttc.ts'
import { largeMarket, smallMarket } from './random-market.ts'

const shape = { families: 5, localities: 3, services: 2, largestNeed: 2, largestCapacity: 4 }

/** Top trading cycles with seats (Abdulkadiroğlu and Sönmez 2003), all cycles of a round at once. */
function topTradingCycles(market: Market): number[] {
  const match = Array.from({ length: market.families }, () => -1)
  const seats = Array.from(market.capacity)
  let left = match.map((_, f) => f)
  while (left.length > 0) {
    const wish = (f: number): number =>
      Array.from(market.preferences[f]!).find((l) => seats[l]! > 0) ?? -1
    left = left.filter((f) => wish(f) !== -1)
    const next = (f: number): number =>
      Array.from(market.priorities[wish(f)]!).find((g) => left.includes(g))!
    const inCycle = left.filter((f) => {
      let g = next(f)
      for (let step = 0; step < left.length && g !== f; step += 1) g = next(g)
      return g === f
    })
    const to = inCycle.map(wish)
    inCycle.forEach((f, k) => (match[f] = to[k]!))
    for (const l of to) seats[l]! -= 1
    left = left.filter((f) => !inCycle.includes(f))
  }
  return match
}

test('families trade the localities that rank them first', () => {
  const market: Market = {
    families: 3,
    localities: 2,
    services: 2,
    needs: [2, 1, 1, 0, 1, 1],
    capacity: [2, 1, 3, 1],
    preferences: [
      [1, 0],
      [0, 1],
      [1, 0],
    ],
    priorities: [
      [0, 2, 1],
      [1, 2, 0],
    ],
  }
  // 0 and 1 trade; then locality 0 has (1, 1) left and locality 1 has (1, 0): 2 goes to 0.
  expect(Array.from(mttc(market))).toEqual([1, 0, 0])
})

test('with needs of one it is the top trading cycles of the textbook', () => {
  for (let seed = 0; seed < 1000; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, services: 1, largestCapacity: 2 })
    const seats = { ...market, needs: Array.from({ length: 5 }, () => 1) }
    expect(Array.from(mttc(seats))).toEqual(topTradingCycles(seats))
  }
})

test('no family of a small market gains by any list it could give', () => {
  let matched = 0
  for (let seed = 0; seed < 700; seed += 1) {
    const market = smallMarket(seeded(seed), { ...shape, services: 1 + (seed % 2) })
    expect(gainsByMisreport(market, mttc)).toEqual([])
    matched += mttc(market).filter((l) => l >= 0).length
  }
  expect(matched).toBeGreaterThan(700)
})

test('no other matching is better for one family and worse for none', () => {
  let compared = 0
  for (let seed = 0; seed < 500; seed += 1) {
    const market = smallMarket(seeded(seed), shape)
    const matching = mttc(market)
    expect(feasibilityFaults(market, matching)).toEqual([])
    expect(unwilling(market, matching)).toEqual([])
    const own = market.preferences.map((list, f) => {
      const wishes = [...Array.from(list), -1]
      return wishes.slice(0, wishes.indexOf(matching[f]!) + 1)
    })
    const other: number[] = []
    const visit = (): void => {
      if (other.length < own.length) {
        for (const l of own[other.length]!) {
          other.push(l)
          visit()
          other.pop()
        }
        return
      }
      compared += 1
      if (other.some((l, f) => l !== matching[f]))
        expect(feasibilityFaults(market, other)).not.toEqual([])
    }
    visit()
  }
  expect(compared).toBeGreaterThan(2000)
})

test('thousands of families and three services: feasible, and no room where somebody would go', () => {
  const market = largeMarket(5, { families: 2000, localities: 30, supply: 0.9, common: 0.5 })
  const { services, needs, capacity } = market
  const matching = mttc(market)
  expect(feasibilityFaults(market, matching)).toEqual([])
  const room = Array.from(capacity)
  matching.forEach((l, f) => {
    for (let s = 0; s < services && l >= 0; s += 1)
      room[l * services + s]! -= needs[f * services + s]!
  })
  matching.forEach((l, f) => {
    const list = Array.from(market.preferences[f]!)
    for (const better of list.slice(0, l < 0 ? list.length : list.indexOf(l))) {
      const missing = Array.from({ length: services }, (_, s) => s).some(
        (s) => needs[f * services + s]! > room[better * services + s]!,
      )
      expect(missing).toBe(true)
    }
  })
})
