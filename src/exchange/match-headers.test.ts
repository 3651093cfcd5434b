import { expect, test } from 'vitest'
import { headerKey, matchHeaders } from './match-headers.ts'
import { ProblemList } from './problem.ts'
import { REGISTER_FIELDS } from './register-fields.ts'

function match(header: readonly string[], map?: Record<string, string>) {
  const problems = new ProblemList()
  const options = map === undefined ? {} : { map }
  const matched = matchHeaders({ header, headerRow: 1 }, REGISTER_FIELDS, problems, options)
  return {
    columns: Object.fromEntries(matched.columns),
    ignored: matched.ignored,
    problems: problems.list(),
  }
}

test.each([
  ['Person ID', 'Date of Birth', 'SEX'],
  ['person-id', 'date_of_birth', 'Gender'],
  ['Identifiant', 'Date de naissance', 'Sexe'],
  ['رقم الفرد', 'تاريخ الميلاد', 'الجنس'],
  ['شناسه', 'تاریخ تولد', 'جنسیت'],
])('%s, %s and %s are understood', (id, birth, sex) => {
  const { columns, ignored, problems } = match([sex, birth, id])
  expect({ columns, ignored, problems }).toEqual({
    columns: { sex: 0, birth_date: 1, person_id: 2 },
    ignored: [],
    problems: [],
  })
})

test('no header of the register means two fields', () => {
  const fieldOf = new Map<string, string>()
  for (const { field, words = [] } of REGISTER_FIELDS) {
    for (const word of [field, ...words]) {
      const key = headerKey(word)
      expect([word, fieldOf.get(key) ?? field]).toEqual([word, field])
      fieldOf.set(key, field)
    }
  }
  expect(fieldOf.size).toBeGreaterThan(150)
})

test('unknown columns are listed, a missing required one is a problem', () => {
  const { ignored, problems } = match(['shoe size', 'sex', ''])
  expect(ignored).toEqual(['shoe size'])
  expect(problems).toMatchObject([{ code: 'missing_column', column: 'person_id', row: 1 }])
})

test('a map wins over the words', () => {
  const { columns, ignored, problems } = match(['person_id', 'Kennung'], { person_id: 'KENNUNG' })
  expect(columns).toEqual({ person_id: 1 })
  expect(ignored).toEqual(['person_id'])
  expect(problems).toEqual([])
})

test('a map that names no field or no header is a problem', () => {
  const { problems } = match(['person_id'], { shoe: 'person_id', sex: 'Geschlecht' })
  expect(problems.map(({ code }) => code).toSorted()).toEqual([
    'mapped_header_missing',
    'unknown_field',
  ])
})

test('two columns for one field, or with one header, are a problem', () => {
  const { problems } = match(['person_id', 'sex', 'gender', 'Person ID'])
  expect(problems).toMatchObject([
    { code: 'two_columns_for_field', column: 'gender' },
    { code: 'duplicate_header', column: 'Person ID' },
  ])
})
