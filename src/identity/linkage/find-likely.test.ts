import { expect, test } from 'vitest'
import type { BirthDate } from '../../domain/person.ts'
import { namePart } from '../name.ts'
import { candidateKeys, findLikely, matchAll } from './find-likely.ts'
import type { IdentityRecord } from './match.ts'

function person(
  id: string,
  [given, father, family]: readonly [string, string, string],
  day: string,
  more: Partial<IdentityRecord> = {},
): IdentityRecord {
  const birth: BirthDate = {
    text: day,
    calendar: 'gregorian',
    earliest: day,
    latest: day,
    precision: 'day',
  }
  const names = [namePart('given', given), namePart('father', father), namePart('family', family)]
  return { id, names: names.filter((part) => part.text !== ''), birth, sex: 'male', ...more }
}

const MOHAMMAD = person('a', ['محمد', 'علی', 'کریمی'], '1985-03-02')
const TWIN = person('b', ['Mohammed', 'Ali', 'Karimi'], '1985-03-02')
const SWAPPED_DAY = person('c', ['Muhamad', '', 'Karimy'], '1985-02-03')
const BROTHER = person('d', ['Hassan', 'Ali', 'Karimi'], '1987-05-05')
const STRANGER = person('e', ['Tomas', 'Juan', 'Lopez'], '1985-03-02')

test('Is a person found under another script, before a brother and a stranger of the same birthday?', () => {
  const found = findLikely(MOHAMMAD, [STRANGER, BROTHER, SWAPPED_DAY, TWIN], { population: 5_000 })
  expect(found.slice(0, 2).map((one) => [one.b, one.band])).toEqual([
    ['b', 'sure'],
    ['c', 'sure'],
  ])
  expect(found.slice(2).map((one) => one.band)).toEqual(['unlikely', 'unlikely'])
})

test('Do the bits of the reasons and the prior add up to the probability?', () => {
  const [best] = findLikely(MOHAMMAD, [TWIN], { population: 5_000 })
  const sum = best?.why.reduce((all, one) => all + one.bits, 0) ?? 0
  expect(sum).toBeCloseTo(best?.bits ?? 0, 0)
  expect(best?.why.find((one) => one.field === 'birth')?.level).toBe('same_day')
})

test('Does a rare name say more than a frequent one?', () => {
  const weigh = (share: number): number =>
    findLikely(MOHAMMAD, [TWIN], { population: 5_000, share: () => share })[0]?.bits ?? 0
  expect(weigh(0.0005)).toBeGreaterThan(weigh(0.05))
})

test('Do two records of one person share a key that is kept in the register?', () => {
  const keys = new Set(candidateKeys(MOHAMMAD))
  for (const other of [TWIN, SWAPPED_DAY])
    expect(candidateKeys(other).filter((key) => keys.has(key))).not.toEqual([])
  expect(
    candidateKeys(person('f', ['Zubin', 'Farrokh', 'Tata'], '1950-11-11')).some((key) =>
      keys.has(key),
    ),
  ).toBe(false)
})

test('Does a clerk who writes the father’s name as the family name speak against a pair?', () => {
  const bits = (one: IdentityRecord, field: string): number | undefined =>
    findLikely(MOHAMMAD, [one], { population: 5_000 })[0]?.why.find((all) => all.field === field)
      ?.bits
  const asFamily = person('g', ['Mohammed', 'Ali', 'Ali'], '1985-03-02')
  expect(bits(asFamily, 'family')).toBeUndefined()
  expect(bits(asFamily, 'father')).toBeGreaterThan(0)
  // The father's name stands in the family's place alone: it is compared with the father's.
  const instead = person('h', ['Mohammed', '', 'Ali'], '1985-03-02')
  expect(bits(instead, 'family')).toBeUndefined()
  expect(bits(instead, 'father')).toBeGreaterThan(0)
  const another = person('i', ['Mohammed', 'Ali', 'Hosseini'], '1985-03-02')
  expect(bits(another, 'family')).toBeLessThan(0)
})

test('Does a bulk run give pairs with a new record only?', () => {
  const pairs = matchAll([MOHAMMAD, BROTHER, TWIN, STRANGER, SWAPPED_DAY], { firstNew: 4 })
  expect(pairs.length).toBeGreaterThan(0)
  for (const pair of pairs) expect([pair.a, pair.b]).toContain('c')
})

test('Do matching relatives raise a pair, and does a common list lower it?', () => {
  const at = (household: string, one: IdentityRecord): IdentityRecord => ({ ...one, household })
  const wife = (id: string, name: string): IdentityRecord =>
    person(id, [name, 'Reza', 'Sadeghi'], '1988-08-08', { sex: 'female' })
  const alone = matchAll([MOHAMMAD, SWAPPED_DAY])[0]?.probability ?? 0
  const withWife = matchAll([
    at('h1', MOHAMMAD),
    at('h1', wife('g', 'مریم')),
    at('h2', SWAPPED_DAY),
    at('h2', wife('h', 'Maryam')),
  ]).find((one) => one.a === 'a' && one.b === 'c')
  expect(withWife?.why.map((one) => one.level)).toContain('members_match')
  const oneList = matchAll([at('h1', MOHAMMAD), at('h1', SWAPPED_DAY)])[0]?.probability ?? 0
  expect(withWife?.probability).toBeGreaterThan(alone)
  expect(oneList).toBeLessThan(alone)
})
