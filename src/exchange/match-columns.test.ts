import { expect, test } from 'vitest'
import type { ColumnMap } from './match-columns.ts'
import { guessColumns, mapColumns } from './match-columns.ts'

/** Fields by header, with their kinds. */
function taken({ columns }: ReturnType<typeof guessColumns>): Record<string, string> {
  return Object.fromEntries(columns.map(({ header, field }) => [header, field.name]))
}

test('Are headers of the field understood in English, French, Arabic and Persian?', () => {
  expect(taken(guessColumns(['given_name', 'Surname', 'DOB', 'Gender'], []))).toEqual({
    given_name: 'given',
    Surname: 'family',
    DOB: 'birth',
    Gender: 'sex',
  })
  for (const [header, field] of [
    ['Date de naissance', 'birth'],
    ['nom de la mère', 'mother'],
    ['تاريخ الميلاد', 'birth'],
    ['نام مادر', 'mother'],
  ] as const)
    expect(taken(guessColumns([header], [['x']]))).toEqual({ [header]: field })
})

test('Are ids and households used as such, and is a column with the answer never compared?', () => {
  const guessed = guessColumns(['rec_id', 'household_id', 'cluster_id', 'fname'], [])
  expect(guessed).toMatchObject({ id: 0, household: 1, ignored: ['cluster_id'] })
  expect(taken(guessed)).toEqual({ fname: 'given' })
})

test('Is a column without a header, as row numbers have, left out?', () => {
  const found = guessColumns(
    ['', 'given_name', 'sex'],
    [
      ['0', 'Ali', 'm'],
      ['1', 'Sara', 'f'],
    ],
  )
  expect(found.ignored).toEqual([''])
  expect(found.columns.map((one) => one.field.name)).toEqual(['given', 'sex'])
})

test('Are year, month and day of birth in three columns one birth date?', () => {
  const guessed = guessColumns(['id', 'by', 'bm', 'bd', 'fname'], [])
  expect(guessed.birthParts).toEqual([1, 2, 3])
  expect(taken(guessed)).toEqual({ fname: 'given' })
})

test('Do the values say what an unknown header is?', () => {
  const rows = Array.from({ length: 300 }, (_, at) => [
    `${at % 3 === 0 ? 'blue' : 'green'}`,
    `words ${String.fromCharCode(97 + (at % 26), 97 + (at % 23), 97 + (at % 7))}`,
    `7${String(at * 7919).padStart(7, '0')}`,
    `19${10 + (at % 80)}-03-02`,
    '',
  ])
  const header = ['tent', 'remark', 'slip', 'nacimiento', 'nothing']
  const { columns, ignored } = guessColumns(header, rows)
  expect(Object.fromEntries(columns.map((one) => [one.header, one.field.kind]))).toEqual({
    tent: 'code',
    remark: 'text',
    slip: 'number',
    nacimiento: 'date',
  })
  expect(ignored).toEqual(['nothing'])
})

test.each<[string, ColumnMap]>([
  ['field to header', { id: 'Kennung', given: 'Vorname', birth: 'Geboren' }],
  ['header to field', { Kennung: 'id', Vorname: 'given', Geboren: 'birth' }],
])('Is a map read as %s?', (_, map) => {
  const { columns, problems } = mapColumns(['Kennung', 'Vorname', 'Geboren', 'Zelt'], map)
  expect(problems).toEqual([])
  expect(columns).toMatchObject({ id: 0, ignored: ['Zelt'] })
  expect(taken(columns)).toEqual({ Vorname: 'given', Geboren: 'birth' })
})

test('May two columns fill one field, and a column be of a kind of its own?', () => {
  const { columns, problems } = mapColumns(['A', 'B', 'C'], { given: ['A', 'B'], code: 'C' })
  expect(problems).toEqual([])
  expect(columns.columns.map(({ field }) => [field.name, field.kind])).toEqual([
    ['given', 'name'],
    ['given', 'name'],
    ['c', 'code'],
  ])
})

test('Is every fault of a map told at once?', () => {
  const { problems } = mapColumns(['A', 'B'], { given: 'X', shoe: 'A', birth: 'Y' })
  expect(problems.map((one) => one.code).toSorted()).toEqual([
    'mapped_header_missing',
    'mapped_header_missing',
    'unknown_field',
  ])
})
