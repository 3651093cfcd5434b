import { describe, expect, test } from 'vitest'
import { firstM } from '../identity/linkage/field.ts'
import { matchAll } from '../identity/linkage/find-likely.ts'
import { registerModel } from '../identity/linkage/register-fields.ts'
import { generateLoad } from '../reference/load.ts'
import { fieldPersons } from './field-persons.ts'
import { fieldIdentity, registerShares } from './register-shares.ts'

/** Set by hand: register-fields.ts says why. */
const BY_HAND = new Set(['mother', 'place', 'document'])
const OVERLAP = 3

test('Are the shipped weights those that the generator gives?', () => {
  const { m, u } = registerShares(20_000, 21)
  for (const [at, shipped] of registerModel(1_000).fields.entries()) {
    const { name, kind } = shipped.field
    if (BY_HAND.has(name)) continue
    for (const [level, share] of shipped.m.entries()) {
      if (level === 0 || (name === 'birth' && level === OVERLAP)) continue
      const counted = 0.9 * (m[at]?.[level] ?? 0) + 0.1 * (firstM(kind)[level] ?? 0)
      expect(share / counted, `m of ${name}, level ${level}`).toBeCloseTo(1, 1)
      const strangers = Math.max(1e-5, u[at]?.[level] ?? 0)
      expect((shipped.u[level] ?? 0) / strangers, `u of ${name}, level ${level}`).toBeCloseTo(1, 1)
    }
  }
}, 60_000)

describe('Is the queue worth a reviewer’s time?', () => {
  test.each([300, 1_900])(
    'a register of %i in four scripts, weights not learnt',
    (count) => {
      const all = [...fieldPersons({ seed: 5, records: count })]
      const persons = new Map(all.map(({ cells, person }) => [cells.record_id, person]))
      const likely = matchAll(all.map((one) => fieldIdentity(one))).filter(
        ({ band }) => band === 'sure' || band === 'likely',
      )
      const right = likely.filter(({ a, b }) => persons.get(a) === persons.get(b)).length
      const before = new Map<number, number>()
      let truePairs = 0
      for (const { person } of all) {
        truePairs += before.get(person) ?? 0
        before.set(person, (before.get(person) ?? 0) + 1)
      }
      expect(right / likely.length).toBeGreaterThan(0.97)
      expect(right / truePairs).toBeGreaterThan(0.85)
    },
    60_000,
  )

  // Fourteen given names for each sex: namesakes by the thousand, and nobody twice.
  test('a register of few names in which nobody is twice', () => {
    const records = [...generateLoad({ persons: 2_200 }).chunks()].flatMap((chunk) =>
      chunk.persons.map(({ id, names, birth, sex, nationality }) => ({
        id,
        names,
        sex,
        ...(birth === undefined ? {} : { birth }),
        ...(nationality === undefined ? {} : { place: nationality }),
      })),
    )
    const matches = matchAll(records)
    expect(matches.filter(({ band }) => band === 'sure')).toEqual([])
    expect(matches.filter(({ band }) => band === 'likely').length).toBeLessThan(
      records.length / 100,
    )
  }, 120_000)
})
