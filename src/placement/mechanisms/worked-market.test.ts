import { expect, test } from 'vitest'
import { envyPairs, feasibilityFaults } from './envy.ts'
import { kda } from './kda.ts'
import type { Market } from './market.ts'
import { measure } from './measures.ts'
import { gainsByMisreport } from './misreports.ts'
import { mttc } from './mttc.ts'
import { tkda } from './tkda.ts'

/** The example of Delacrétaz, Kominers and Teytelboym: no stable matching, and a lie that pays. */
const worked: Market = {
  families: 4,
  localities: 4,
  services: 1,
  needs: [1, 2, 1, 1],
  capacity: [2, 1, 2, 5],
  preferences: [
    [1, 0],
    [0, 2, 3],
    [0, 1],
    [0, 2],
  ],
  priorities: [
    [0, 1, 2, 3],
    [2, 0, 1, 3],
    [3, 1, 0, 2],
    [0, 1, 2, 3],
  ],
}

/** The same with another list of the second family. */
function told(list: number[]): Market {
  return { ...worked, preferences: worked.preferences.map((own, f) => (f === 1 ? list : own)) }
}

/** Two services, one locality: only the first two families compete. */
const twoServices: Market = {
  families: 3,
  localities: 1,
  services: 2,
  needs: [1, 0, 1, 0, 0, 1],
  capacity: [1, 1],
  preferences: [[0], [0], [0]],
  priorities: [[0, 1, 2]],
}

test('KDA and TKDA give the matching of the paper and leave one unit unused', () => {
  for (const mechanism of [kda, tkda]) {
    const matching = mechanism(worked)
    expect(Array.from(matching)).toEqual([0, 3, 1, 2])
    expect(measure(worked, matching)).toMatchObject({ matched: 4, meanRank: (2 + 3 + 2 + 2) / 4 })
    expect(envyPairs(worked, matching).filter((pair) => pair.strong)).toEqual([])
  }
})

test('under KDA the second family gains by a lie, under TKDA it does not', () => {
  // True list: first locality, third, fourth. By the lie it gets its second instead of its third.
  expect(Array.from(kda(told([2, 0, 3])))).toEqual([1, 2, 0, 0])
  expect(Array.from(kda(told([2, 3])))).toEqual([1, 2, 0, 0])
  expect(Array.from(tkda(told([2, 3])))).toEqual([1, 3, 0, 2])
  // And no list that any of the four could give pays under TKDA.
  expect(gainsByMisreport(worked, kda)).toContainEqual({
    family: 1,
    told: [2],
    before: 3,
    after: 2,
  })
  expect(gainsByMisreport(worked, tkda)).toEqual([])
})

test('no matching of the example is stable', () => {
  // Blocked: a family fits, beside those of higher priority alone, where it would rather be.
  const blocked = (matching: readonly number[]): boolean =>
    worked.preferences.some((list, f) =>
      [...Array.from(list), -1]
        .slice(0, [...Array.from(list), -1].indexOf(matching[f]!))
        .some((l) => {
          const order = Array.from(worked.priorities[l]!)
          const higher = order.slice(0, order.indexOf(f)).filter((g) => matching[g] === l)
          return (
            higher.reduce((all, g) => all + worked.needs[g]!, worked.needs[f]!) <=
            worked.capacity[l]!
          )
        }),
    )
  let checked = 0
  const matching: number[] = []
  const visit = (): void => {
    const list = worked.preferences[matching.length]
    if (list !== undefined) {
      for (const l of [...Array.from(list), -1]) {
        matching.push(l)
        visit()
        matching.pop()
      }
    } else if (feasibilityFaults(worked, matching).length === 0) {
      checked += 1
      expect(blocked(matching)).toBe(true)
    }
  }
  visit()
  expect(checked).toBe(67)
})

test('a family that competes for nothing the others need is not kept out', () => {
  for (const mechanism of [kda, tkda])
    expect(Array.from(mechanism(twoServices))).toEqual([0, -1, 0])
  // Envy-free is only the first alone: the second envies the third plainly, not strongly.
  expect(envyPairs(twoServices, [0, -1, 0])).toEqual([
    { family: 1, envied: 2, locality: 0, strong: false },
  ])
  expect(envyPairs(twoServices, [0, -1, -1])).toEqual([])
  expect(Array.from(mttc(twoServices))).toEqual([0, -1, 0])
})
