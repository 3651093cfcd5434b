import { expect, test } from 'vitest'
import { parseBirthDate } from '../birth-date.ts'
import { slipsOf, blockRules } from './block-keys.ts'
import { candidatePairs } from './block-pairs.ts'
import type { Field } from './field.ts'
import { LinkTable } from './link-table.ts'

const FIELDS: readonly Field[] = [
  { name: 'given', kind: 'name', shared: false },
  { name: 'family', kind: 'name', shared: true },
  { name: 'father', kind: 'name', shared: true },
  { name: 'birth', kind: 'date', shared: false },
  { name: 'place', kind: 'code', shared: true },
  { name: 'document', kind: 'number', shared: false },
]
type Line = readonly [given: string, family: string, father: string, birth: string, place: string]

function tableOf(lines: readonly Line[], document = ''): LinkTable {
  const table = new LinkTable(FIELDS)
  for (const [at, [given, family, father, birth, place]] of lines.entries()) {
    const date = parseBirthDate(birth, { today: '2024-06-01' })
    const born = date.ok ? [date.date] : []
    table.add(`${at}`, [[given], [family], [father], born, [place], [document]])
  }
  return table.seal()
}

const PERSON: Line = ['محمد', 'کریمی', 'علی', '1985-03-02', 'Region 1']
const isCompared = (other: Line, document?: string): boolean =>
  candidatePairs(tableOf([PERSON, other], document)).first.length === 1

test.each<[string, Line]>([
  ['another script', ['Mohammed', 'Karimi', 'Ali', '1985-03-02', 'Region 1']],
  ['no birth date', ['Mohammed', 'Karimi', '', '', '']],
  ['no family name', ['Mohammed', '', 'Ali', '', 'Region 9']],
  ['names in each other’s place', ['Karimi', 'Mohammed', '', '', '']],
  ['the father’s name as family name', ['Mohammed', 'Ali', 'Ali', '1985-03-02', '']],
  ['1 January', ['Mohammed', 'Sadeghi', '', '1985-01-01', '']],
  ['a year beside', ['Mohammed', 'Sadeghi', '', '1986-03-02', 'Region 9']],
  ['day and month exchanged, one name lost', ['Mohammed', '', '', '1985-02-03', '']],
  ['both names misspelt', ['Mohamned', 'Karini', '', '1985-03-02', '']],
])('Is a record still compared with %s?', (_, other) => {
  expect(isCompared(other)).toBe(true)
})

test('Is a stranger not compared, unless a document number is the same?', () => {
  const stranger: Line = ['Tomas', 'Lopez', 'Juan', '1961-11-19', 'Region 2']
  expect(isCompared(stranger)).toBe(false)
  expect(isCompared(stranger, 'D12345678')).toBe(true)
})

test('Does every rule stay silent where its fields are missing?', () => {
  const rules = blockRules(tableOf([['', '', '', '', '']]))
  expect(rules.length).toBeGreaterThan(10)
  for (const { name, keysOf } of rules) {
    const keys: number[] = []
    keysOf(0, (key) => keys.push(key))
    expect([name, keys]).toEqual([name, []])
  }
})

test('Do shares of the pairs, put together, make all pairs, each once?', () => {
  const lines = Array.from({ length: 40 }, (_, at): Line => {
    return [['Mohammed', 'Maryam'][at % 2] ?? '', 'Karimi', '', `19${60 + (at % 9)}-03-02`, '']
  })
  const table = tableOf(lines)
  const keysOf = (pairs: ReturnType<typeof candidatePairs>): string[] =>
    Array.from(pairs.first, (first, at) => `${first}/${pairs.second[at]}`)
  const whole = keysOf(candidatePairs(table)).toSorted()
  const parts = [0, 1].flatMap((part) => keysOf(candidatePairs(table, { part, parts: 2 })))
  expect(whole.length).toBeGreaterThan(100)
  expect(parts.toSorted()).toEqual(whole)
  expect(new Set(whole).size).toBe(whole.length)
})

test('Do words one slip apart share a form?', () => {
  const [one, other] = [slipsOf('mhmd'), slipsOf('mhnd')]
  expect([...one].filter((form) => other.has(form))).toEqual(['mhd'])
})
