import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { envyCounts, envyPairs, feasibilityFaults, unwilling } from './envy.ts'
import type { Market } from './market.ts'
import { measure } from './measures.ts'
import { smallMarket } from './random-market.ts'

const market: Market = {
  families: 3,
  localities: 2,
  services: 2,
  needs: [1, 0, 2, 1, 1, 1],
  capacity: [2, 1, 2, 0],
  preferences: [[1, 0], [0], [0]],
  priorities: [
    [1, 0, 2],
    [0, 1, 2],
  ],
}

test('counts the matched, their places on their lists, and what nobody takes', () => {
  // The second envies the third, which does not fit beside it: strongly.
  expect(measure(market, [1, -1, 0])).toEqual({
    matched: 2,
    meanRank: 1,
    unfilled: [1 - 2 / 4, 0],
    strictEnvy: 1,
    envy: 1,
  })
  expect(measure(market, [0, -1, -1])).toMatchObject({
    matched: 1,
    meanRank: 2,
    unfilled: [3 / 4, 1],
  })
  expect(measure(market, [-1, -1, -1]).meanRank).toBe(NaN)
})

test('a place where nobody is needs no envy; what is too much or unwanted is found', () => {
  expect(feasibilityFaults(market, [1, 0, 0])).toEqual([
    'locality 0 has 2 of service 0, taken are 3',
    'locality 0 has 1 of service 1, taken are 2',
  ])
  expect(feasibilityFaults(market, [2, -1, -1])).toEqual([
    'family 0 is matched to locality 2, which does not exist',
  ])
  expect(feasibilityFaults(market, [0])).toEqual(['1 entries for 3 families'])
  expect(unwilling(market, [0, 1, -1])).toEqual([1])
  expect(unwilling(market, [0, -1, -1], [1, 0, 1])).toEqual([0, 1])
})

test('counting pairs and listing them agree with the definition, pair by pair', () => {
  let strong = 0
  const shape = { families: 5, localities: 2, services: 2, largestNeed: 2, largestCapacity: 4 }
  for (let seed = 0; seed < 500; seed += 1) {
    const next = seeded(seed)
    const random = smallMarket(next, shape)
    const matching = random.preferences.map((list) => {
      const l = list[Math.floor(next() * (list.length + 1))]
      return l ?? -1
    })
    if (feasibilityFaults(random, matching).length > 0) continue
    const pairs = envyPairs(random, matching)
    const wanted = byDefinition(random, matching)
    expect(pairs.map((p) => `${p.family}>${p.envied} ${p.strong}`).sort()).toEqual(wanted.sort())
    const count = { plain: pairs.length, strong: pairs.filter((p) => p.strong).length }
    expect(envyCounts(random, matching)).toEqual(count)
    strong += count.strong
  }
  expect(strong).toBeGreaterThan(30)
})

function byDefinition(random: Market, matching: readonly number[]): string[] {
  const { services, needs, capacity } = random
  const all = matching.map((_, f) => f)
  const need = (f: number, s: number): number => needs[f * services + s]!
  const likes = (f: number, l: number): boolean => {
    const list = [...Array.from(random.preferences[f]!), -1]
    return list.includes(l) && list.indexOf(l) < list.indexOf(matching[f]!)
  }
  const kinds = Array.from({ length: services }, (_, s) => s)
  const before = (f: number, g: number, l: number): boolean => {
    const alone = (h: number): boolean =>
      kinds.every((s) => need(h, s) <= capacity[l * services + s]!)
    const list = Array.from(random.priorities[l]!)
    return alone(f) && (!alone(g) || list.indexOf(f) < list.indexOf(g))
  }
  return all.flatMap((f) =>
    all.flatMap((g) => {
      const l = matching[g]!
      if (l < 0 || !likes(f, l) || !before(f, g, l)) return []
      const higher = all.filter((h) => before(h, g, l) && (likes(h, l) || matching[h] === l))
      const fits = kinds.every(
        (s) =>
          need(g, s) === 0 ||
          higher.reduce((sum, h) => sum + need(h, s), need(g, s)) <= capacity[l * services + s]!,
      )
      return [`${f}>${g} ${!fits}`]
    }),
  )
}
