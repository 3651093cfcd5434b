import { expect, test } from 'vitest'
import { IdMaker, referenceOf } from './made-ids.ts'
import { Random } from './random.ts'

test('ids have the shape of UUID version 7 and begin with their instant', () => {
  const ids = new IdMaker(new Random(1))
  const id = ids.at<string>(Date.parse('2013-12-27T09:30:00.123Z'))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(
    Date.parse('2013-12-27T09:30:00.123Z'),
  )
})

test('ids asked for in the order of time sort in that order, also within one millisecond', () => {
  const ids = new IdMaker(new Random(1))
  const made = [5, 5, 5, 6, 6, 900].map((ms) => ids.at<string>(ms))
  expect([...made].sort()).toEqual(made)
})

test('a hundred thousand references are unique, without vowels, and not in sequence', () => {
  const made = Array.from({ length: 100_000 }, (_, n) => referenceOf('C', n + 1, 7))
  expect(new Set(made).size).toBe(made.length)
  expect(made.filter((one) => !/^C-[0-9BCDFGHJKMNPQRSTVWXYZ]{5}$/.test(one))).toEqual([])
  expect(made.slice(0, 50)).not.toEqual(made.slice(0, 50).sort())
})
