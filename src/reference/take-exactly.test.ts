import { expect, test } from 'vitest'
import { Random } from './random.ts'
import { takeExactly } from './take-exactly.ts'

const cases = [1, 1, 1, 1, 2, 2, 3, 4, 5].map((persons) => ({ persons }))
const take = (seed: number, total: number) =>
  takeExactly(new Random(seed), cases, total, (one) => one.persons)

test.each([0, 1, 7, 13, 19, 20])(
  'takes cases of exactly %i persons, whatever the seed',
  (total) => {
    for (let seed = 1; seed <= 20; seed++) {
      const taken = take(seed, total)
      expect(taken.reduce((sum, one) => sum + one.persons, 0)).toBe(total)
      expect(new Set(taken).size).toBe(taken.length)
    }
  },
)

test('says so when there are not enough, or when no sum is exact', () => {
  expect(() => take(1, 21)).toThrow('there are only 20')
  const pairs = [{ persons: 2 }, { persons: 2 }]
  expect(() => takeExactly(new Random(1), pairs, 3, (one) => one.persons)).toThrow('sums exactly')
})
