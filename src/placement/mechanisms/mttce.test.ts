import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { feasibilityFaults, unwilling } from './envy.ts'
import type { Market } from './market.ts'
import { gainsByMisreport } from './misreports.ts'
import { mttc } from './mttc.ts'
import { mttce } from './mttce.ts'
import { smallMarket } from './random-market.ts'

const shape = { families: 5, localities: 3, services: 2, largestNeed: 2, largestCapacity: 5 }

/** Families in order of their index, each at any locality with room or nowhere. */
function randomEndowment(market: Market, next: () => number): number[] {
  const endowment = Array.from({ length: market.families }, () => -1)
  for (let f = 0; f < market.families; f += 1) {
    const l = Math.floor(next() * (market.localities + 1)) - 1
    if (feasibilityFaults(market, endowment.with(f, l)).length === 0) endowment[f] = l
  }
  return endowment
}

test('two families that start where the other would be change places if both fit', () => {
  const market: Market = {
    families: 3,
    localities: 2,
    services: 1,
    needs: [2, 1, 1],
    capacity: [2, 2],
    preferences: [
      [1, 0],
      [0, 1],
      [1, 0],
    ],
    priorities: [
      [0, 1, 2],
      [1, 2, 0],
    ],
  }
  // The first, of 2, would have to fit beside the third where only 1 becomes free: nobody moves.
  expect(Array.from(mttce(market, [0, 1, 1]))).toEqual([0, 1, 1])
  expect(Array.from(mttce(market, [0, 1, -1]))).toEqual([1, 0, 0])
})

test('a family whose list omits where it starts gives that up', () => {
  const market: Market = {
    families: 2,
    localities: 1,
    services: 1,
    needs: [1, 1],
    capacity: [1],
    preferences: [[], [0]],
    priorities: [[0, 1]],
  }
  expect(Array.from(mttce(market, [0, -1]))).toEqual([-1, 0])
})

test('nobody ends below where it starts, and everybody fits', () => {
  let better = 0
  for (let seed = 0; seed < 3000; seed += 1) {
    const next = seeded(seed)
    const market = smallMarket(next, shape)
    const endowment = randomEndowment(market, next)
    const matching = mttce(market, endowment)
    expect(feasibilityFaults(market, matching)).toEqual([])
    expect(unwilling(market, matching, endowment)).toEqual([])
    better += endowment.filter((l, f) => l >= 0 && matching[f] !== l).length
  }
  expect(better).toBeGreaterThan(1000)
})

test('without endowment it is MTTC', () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const market = smallMarket(seeded(seed), shape)
    const nowhere = Array.from({ length: market.families }, () => -1)
    expect(mttce(market, nowhere)).toEqual(mttc(market))
  }
})

test('no family of a small market gains by any list it could give', () => {
  for (let seed = 0; seed < 1000; seed += 1) {
    const next = seeded(seed)
    const market = smallMarket(next, { ...shape, services: 1 + (seed % 2) })
    const endowment = randomEndowment(market, next)
    expect(gainsByMisreport(market, (told) => mttce(told, endowment))).toEqual([])
  }
})
