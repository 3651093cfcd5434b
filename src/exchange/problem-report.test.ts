import { writeXlsx } from 'hucre/xlsx'
import { readSheet as readWithOther } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { formatProblem, formatProblems, writeErrorFile } from './problem-report.ts'
import { REGISTER_FIELDS } from './register-fields.ts'
import { readRegister } from './register-rows.ts'

const today = '2013-12-27'

async function errorFile(text: string): Promise<string> {
  const { problems } = await readRegister(Buffer.from(text), { today })
  let written = ''
  for await (const line of writeErrorFile(Buffer.from(text), problems, {
    fields: REGISTER_FIELDS,
  }))
    written += String(line)
  return written
}

test('a problem is one line with row, column, what and what would help', () => {
  const problem = { code: 'x', row: 14, column: 'birth_date', message: 'not a date', help: 'ISO' }
  expect(formatProblem(problem)).toBe('row 14, column birth_date: not a date — ISO')
  expect(formatProblem({ code: 'x', message: 'empty', help: 'export' })).toBe(
    'file: empty — export',
  )
  expect(formatProblems([problem, problem], { count: 12_002, most: 1 })).toBe(
    'row 14, column birth_date: not a date — ISO\nand 12,001 more',
  )
})

test('the error file has the layout of the input, every row, and says what is wrong beside it', async () => {
  const written = await errorFile('sex;person_id;name\nF;P-1;Lina\nbanana;P-2;"a;b"\nF;P-3\n')
  const lines = written.split('\r\n')
  expect(lines[0]).toBe('\ufeffsex;person_id;name;onward_problems')
  expect(lines[1]).toBe('F;P-1;Lina;')
  expect(lines[2]).toMatch(/^banana;P-2;"a;b";"?sex: not a value that sex can have/)
  expect(lines[3]).toMatch(/^F;P-3;"?the row has 2 cells/)
})

test('the error file never holds a cell that a spreadsheet would execute', async () => {
  const written = await errorFile('person_id,name\n=1+1,@x\n-2,+3\n"\t=4",ok\n')
  for (const line of written.split('\r\n').slice(1)) {
    for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=+\-@\t]/)
  }
  expect(written).toContain("'=1+1,'@x")
})

test('a corrected error file imports, and an uncorrected one gives the same problems', async () => {
  const text = 'person_id,name,sex\nP-1,Lina,banana\nP-2,Testa,F\n'
  const written = await errorFile(text)
  const again = await readRegister(Buffer.from(written), { today })
  expect(again.problems).toMatchObject([{ code: 'not_in_list', row: 2, column: 'sex' }])
  expect(again.ignoredColumns).toEqual(['onward_problems'])
  const corrected = await readRegister(Buffer.from(written.replace('banana', 'F')), { today })
  expect(corrected.register?.persons).toHaveLength(2)
  expect((await errorFile(written)).split('onward_problems')).toHaveLength(2)
})

test('a workbook comes back as a workbook, which corrected imports as it is', async () => {
  const rows = [
    ['Register of Camp N.'],
    ['person_id', 'name', 'sex', 'birth_date'],
    ['P-1', 'لينا', 'banana', new Date(Date.UTC(1990, 3, 5))],
    ['P-2', '=1+1', 'F', 1991],
  ]
  const book = await writeXlsx({ sheets: [{ name: 'Persons', rows }] })
  const first = await readRegister(book, { today })
  const parts: Uint8Array[] = []
  for await (const part of writeErrorFile(book, first.problems, { fields: REGISTER_FIELDS }))
    parts.push(Buffer.from(part))
  const written = Buffer.concat(parts)
  const seen = await readWithOther(written)
  expect(seen[0]).toEqual(['person_id', 'name', 'sex', 'birth_date', 'onward_problems'])
  expect(seen[1]?.slice(0, 4)).toEqual(['P-1', 'لينا', 'banana', '1990-04-05'])
  expect(seen[1]?.[4]).toMatch(/^sex: not a value that sex can have/)
  // Text, not a formula: what a spreadsheet opens is what stood there.
  expect(seen[2]?.[1]).toBe('=1+1')
  const again = await readRegister(written, { today })
  expect(again.ignoredColumns).toEqual(['onward_problems'])
  expect(again.problems.map((one) => one.code)).toEqual(first.problems.map((one) => one.code))
})
