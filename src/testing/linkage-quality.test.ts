import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchFiles } from '../actions/match-files.ts'
import type { BirthDate } from '../domain/person.ts'
import { findLikely } from '../identity/linkage/find-likely.ts'
import type { IdentityRecord } from '../identity/linkage/match.ts'
import { namePart } from '../identity/name.ts'
import { seeded } from '../placement/seeded.ts'
import type { FieldPersons, FieldRecord } from './field-persons.ts'
import { fieldPersons, fieldPersonsCsv } from './field-persons.ts'
import { inventName, spell } from './field-spellings.ts'
import { missesByGroup, scoreLinkage } from './link-scores.ts'
import { fourFieldVariant } from './four-field-variant.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-quality-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function scored(options: FieldPersons) {
  const records = [...fieldPersons(options)]
  const path = join(folder, `${options.kind ?? 'register'}-${options.seed}.csv`)
  await writeFile(path, [...fieldPersonsCsv(records)].join(''))
  return { ...(await scoreLinkage({ path, personOf: truthOf(records) })), records }
}

function truthOf(records: readonly FieldRecord[]): (id: string) => string {
  const persons = new Map(records.map(({ cells, person }) => [cells.record_id, `${person}`]))
  return (id) => persons.get(id) ?? id
}

describe('Are records of one person found in a register like those of the field?', () => {
  test.each([1, 2])('seed %i: 5,000 records in four scripts', async (seed) => {
    const { truePairs, f1, blockRecall, surePrecision, surePairs } = await scored({
      seed,
      records: 5_000,
    })
    expect(truePairs).toBeGreaterThan(600)
    expect(f1).toBeGreaterThan(0.97)
    expect(blockRecall).toBeGreaterThan(0.99)
    expect(surePrecision).toBeGreaterThanOrEqual(0.998)
    expect(surePairs).toBeGreaterThan(truePairs / 2)
  })

  test('twins in two scripts', async () => {
    const { truePairs, f1, blockRecall } = await scored({ seed: 3, records: 4_000, kind: 'twins' })
    expect(truePairs).toBe(2_000)
    expect(blockRecall).toBeGreaterThanOrEqual(0.98)
    expect(f1).toBeGreaterThan(0.99)
  })

  // Peoples have names of their own: strangers of one people must not be taken for one person.
  test('20,000 records: no more false pairs than in a small table', async () => {
    const { records, found, precision, recall } = await scored({ seed: 7, records: 20_000 })
    expect(precision).toBeGreaterThan(0.96)
    expect(recall).toBeGreaterThan(0.96)
    const misses = missesByGroup(records, found).filter(({ truePairs }) => truePairs >= 400)
    for (const by of ['sex', 'script']) {
      const shares = misses
        .filter((one) => one.by === by)
        .map(({ missed, truePairs }) => missed / truePairs)
      expect(shares.length).toBeGreaterThan(1)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.025)
    }
  }, 180_000)
})

describe('Does what is no evidence change nothing?', () => {
  const next = seeded(11)
  const spellings = (count: number): string[] => [
    ...new Set(Array.from({ length: count }, () => spell(inventName(next), 'latin', 0, next))),
  ]
  const [given, families, others] = [spellings(300), spellings(200), spellings(400)]
  const header = ['id', 'given_name', 'family_name', 'birth_date']
  const lines = Array.from({ length: 1_200 }, (_, at) => {
    const person = at % 1_100
    const pick = (list: readonly string[], step: number): string =>
      list[(person * step) % list.length] ?? ''
    const day = `19${50 + (person % 50)}-0${1 + (person % 9)}-1${person % 10}`
    return [`R${at}`, pick(given, 7), pick(families, 13), at % 5 === 0 ? '' : day]
  })
  async function pairsOf(rows: readonly (readonly string[])[]): Promise<string[]> {
    const path = join(folder, 'rows.csv')
    await writeFile(path, rows.map((row) => `${row.join(',')}\n`).join(''))
    const matched = await matchFiles({ paths: [path], today: '2024-06-01', minProbability: 0.5 })
    return [...matched.pairs()].map(({ a, b }) => [a, b].toSorted().join('/')).toSorted()
  }
  let plain: string[]
  beforeAll(async () => {
    plain = await pairsOf([header, ...lines])
  })

  test('the order of records', async () => {
    expect(plain.length).toBeGreaterThan(60)
    expect(await pairsOf([header, ...lines.toReversed()])).toEqual(plain)
  })

  test('a column that says the same of everyone', async () => {
    const constant = lines.map((line) => [...line, 'Region 1'])
    expect(await pairsOf([[...header, 'region'], ...constant])).toEqual(plain)
  })

  test('other names for all families', async () => {
    const renamed = lines.map(([id = '', first = '', family = '', birth = '']) => [
      id,
      first,
      others[families.indexOf(family)] ?? '',
      birth,
    ])
    const pairs = await pairsOf([header, ...renamed])
    // Names that happen to sound alike may move a weight a little: not one pair in fifty.
    const both = new Set([...pairs, ...plain])
    expect(pairs.length + plain.length - both.size).toBeGreaterThan(both.size * 0.98)
  })
})

test('Does evidence that agrees never lower a score?', () => {
  const birth: BirthDate = {
    text: '1985-03-02',
    calendar: 'gregorian',
    earliest: '1985-03-02',
    latest: '1985-03-02',
    precision: 'day',
  }
  const evidence: readonly ((one: IdentityRecord) => IdentityRecord)[] = [
    (one) => ({ ...one, names: [...one.names, namePart('family', 'Karimi')] }),
    (one) => ({ ...one, names: [...one.names, namePart('father', 'Ali')] }),
    (one) => ({ ...one, names: [...one.names, namePart('grandfather', 'Reza')] }),
    (one) => ({ ...one, names: [...one.names, namePart('mother', 'Maryam')] }),
    (one) => ({ ...one, birth }),
    (one) => ({ ...one, sex: 'male' }),
    (one) => ({ ...one, place: 'Region 1' }),
    (one) => ({ ...one, documents: ['D12345678'] }),
  ]
  const bitsOf = (chosen: readonly number[]): number => {
    const record = (id: string): IdentityRecord =>
      chosen.reduce((one, at) => evidence[at]?.(one) ?? one, {
        id,
        names: [namePart('given', 'Hassan')],
      } as IdentityRecord)
    return findLikely(record('a'), [record('b')], { population: 5_000 })[0]?.bits ?? Number.NaN
  }
  let checked = 0
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        evidence.map((_, at) => at),
        { minLength: 1 },
      ),
      (chosen) => {
        checked++
        expect(bitsOf(chosen)).toBeGreaterThanOrEqual(bitsOf(chosen.slice(0, -1)))
      },
    ),
    { seed: 4, numRuns: 200 },
  )
  expect(checked).toBe(200)
})

const shared = new URL('../../../shared/data/linkage/', import.meta.url)
describe.skipIf(!existsSync(shared))('Are the FEBRL tables still matched as before?', () => {
  const pathOf = (number: number): string =>
    fileURLToPath(new URL(`febrl_dataset${number}.csv`, shared))
  const personOf = (id: string): string => id.split('-')[1] ?? id

  test.each([1, 3])('FEBRL %i, all columns', async (number) => {
    const { truePairs, f1, surePrecision } = await scoreLinkage({ path: pathOf(number), personOf })
    expect(truePairs).toBe(number === 1 ? 500 : 6_538)
    expect(f1).toBeGreaterThanOrEqual(0.999)
    expect(surePrecision).toBeGreaterThanOrEqual(0.998)
  })

  test('FEBRL 3 with names, birth date and state alone, dates as in the field', async () => {
    const path = join(folder, 'four.csv')
    await writeFile(path, fourFieldVariant(await readFile(pathOf(3), 'utf8'), 1))
    const { f1, blockRecall, surePrecision } = await scoreLinkage({ path, personOf })
    expect(f1).toBeGreaterThanOrEqual(0.9)
    expect(blockRecall).toBeGreaterThanOrEqual(0.93)
    expect(surePrecision).toBeGreaterThanOrEqual(0.998)
  })
})
