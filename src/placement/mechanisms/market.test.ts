import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { kda } from './kda.ts'
import type { Market } from './market.ts'
import { endowmentFaults, marketFaults } from './market.ts'
import { mttce } from './mttce.ts'
import { largeMarket, smallMarket } from './random-market.ts'

const sound: Market = {
  families: 2,
  localities: 2,
  services: 1,
  needs: [1, 2],
  capacity: [2, 1],
  preferences: [[1, 0], [0]],
  priorities: [[1, 0], [0]],
}

test('a sound market has no fault, and neither have the random ones', () => {
  expect(marketFaults(sound)).toEqual([])
  const shape = { families: 4, localities: 3, services: 2, largestNeed: 2, largestCapacity: 4 }
  for (let seed = 0; seed < 20; seed += 1)
    expect(marketFaults(smallMarket(seeded(seed), shape))).toEqual([])
  const large = { families: 50, localities: 4, supply: 1, common: 0.5 }
  expect(marketFaults(largeMarket(1, large))).toEqual([])
})

test('every fault is told, not only the first', () => {
  const wrong = {
    ...sound,
    needs: [1, -2, 3],
    capacity: [2.5, 1],
    preferences: [[1, 1], [7]],
    priorities: [[0, 0], [0, 3], []],
  }
  expect(marketFaults(wrong)).toEqual([
    'needs has 3 entries, not 2',
    'entry 1 of needs is -2, not a whole number of 0 or more',
    'entry 0 of capacity is 2.5, not a whole number of 0 or more',
    'priorities has 3 entries, not 2',
    'family 0 lists locality 1 twice',
    'family 1 lists locality 7, which does not exist',
    'locality 0 lists family 0 twice',
    'locality 1 lists family 3, which does not exist',
  ])
  expect(marketFaults({ ...sound, families: NaN, services: -1 })).toEqual([
    'the number of families is NaN, not a whole number of 0 or more',
    'the number of services is -1, not a whole number of 0 or more',
  ])
})

test('a family may list only localities that rank it', () => {
  const forgotten = {
    ...sound,
    preferences: [
      [1, 0],
      [0, 1],
    ],
  }
  expect(marketFaults(forgotten)).toEqual(['family 1 lists locality 1, which does not rank it'])
  expect(() => kda(forgotten)).toThrow(RangeError)
})

test('an endowment must exist, be ranked and fit', () => {
  expect(endowmentFaults(sound, [-1, 0])).toEqual([])
  expect(endowmentFaults(sound, [0])).toEqual(['endowment has 1 entries, not 2'])
  expect(endowmentFaults(sound, [5, 1])).toEqual([
    'family 0 is endowed with locality 5, which does not exist',
    'family 1 is endowed with locality 1, which does not rank it',
    'the endowment takes 2 of service 0 at locality 1, which has 1',
  ])
  expect(() => mttce(sound, [0, 0])).toThrow(RangeError)
})
