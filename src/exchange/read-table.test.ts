import { expect, test } from 'vitest'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import { readTable } from './read-table.ts'
import type { TableOptions, TableRow } from './table-rows.ts'

interface Read {
  readonly header: readonly string[] | undefined
  readonly delimiter: string | undefined
  readonly rows: readonly TableRow[]
  readonly problems: readonly Problem[]
}

async function read(
  source: string | Uint8Array | Iterable<Uint8Array>,
  options: TableOptions = {},
): Promise<Read> {
  const problems = new ProblemList()
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  const table = await readTable(bytes, problems, options)
  const rows: TableRow[] = []
  if (table !== undefined) for await (const row of table.rows) rows.push(row)
  return { header: table?.header, delimiter: table?.delimiter, rows, problems: problems.list() }
}

/** UTF-16 bytes of a text. */
function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

const TEXT = 'person_id;name\r\nP-1;«علی»\r\nP-2;"Testa; Lina"\r\n'
const ROWS = [
  { row: 2, cells: ['P-1', '«علی»'] },
  { row: 3, cells: ['P-2', 'Testa; Lina'] },
]

test.each<[string, Uint8Array]>([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 LE with a mark', utf16(`\ufeff${TEXT}`, 'le')],
  ['UTF-16 BE with a mark', utf16(`\ufeff${TEXT}`, 'be')],
  ['UTF-16 LE without a mark', utf16(TEXT, 'le')],
  ['UTF-16 BE without a mark', utf16(TEXT, 'be')],
])('%s is read', async (_, bytes) => {
  const { header, rows, problems } = await read(bytes)
  expect({ header, rows, problems }).toEqual({
    header: ['person_id', 'name'],
    rows: ROWS,
    problems: [],
  })
})

test('bytes that come one by one give the same rows', async () => {
  const bytes = Buffer.from(TEXT)
  const oneByOne = Array.from(bytes, (byte) => Uint8Array.of(byte))
  expect((await read(oneByOne)).rows).toEqual(ROWS)
})

test.each([
  [',', 'a,b;c,d\n1,2,3\n'],
  [';', 'a;"b,c,d,e";f\n1;2;3\n'],
  ['\t', 'a\tb, c\td\n1\t2\t3\n'],
  [';', 'sep=;\r\na;b;c\r\n1;2;3\r\n'],
])('the separator %j is found in the header outside quotes', async (delimiter, text) => {
  const result = await read(text)
  expect(result.delimiter).toBe(delimiter)
  expect(result.rows).toEqual([{ row: 2, cells: ['1', '2', '3'] }])
})

test('blank rows count as rows and are skipped; a cell with line breaks is one row', async () => {
  const { rows } = await read('a,b\n\n"one\ntwo",2\n,\n3,4\n')
  expect(rows).toEqual([
    { row: 3, cells: ['one\ntwo', '2'] },
    { row: 5, cells: ['3', '4'] },
  ])
})

test('line ends may be mixed and the last may be missing', async () => {
  const { rows } = await read('a,b\r\n1,2\n3,4\r5,6')
  expect(rows.map(({ cells }) => cells.join())).toEqual(['1,2', '3,4', '5,6'])
})

test('rows with too few or too many cells are told with their number; the others are read', async () => {
  const { rows, problems } = await read('a,b,c\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n')
  expect(problems.map(({ code, row }) => [code, row])).toEqual([
    ['ragged_row', 2],
    ['ragged_row', 4],
  ])
  expect(rows.map(({ row }) => row)).toEqual([3, 5])
})

async function onlyProblem(source: string | Uint8Array): Promise<Problem> {
  const { problems } = await read(source)
  expect(problems).toHaveLength(1)
  return problems[0] as Problem
}

test.each<[string, string | Uint8Array, Partial<Problem>]>([
  ['an empty file', '', { code: 'empty_file' }],
  ['only blank lines', '\r\n \r\n', { code: 'empty_file' }],
  ['only a mark', '\ufeff', { code: 'empty_file' }],
  ['a header and no rows', 'a,b\r\n', { code: 'no_rows' }],
  ['a spreadsheet', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), { code: 'spreadsheet_file' }],
  ['a NUL', 'a,b\n1,2\n3,\0\n', { code: 'nul_byte', row: 3 }],
  ['a quote never closed', 'a,b\n1,2\n"3,4\n5,6\n', { code: 'unclosed_quote', row: 3 }],
  ['a quote inside a cell', 'a,b\n1,2\n3,4"x"\n', { code: 'stray_quote', row: 3 }],
  ['201 columns', `${'a,'.repeat(200)}b\n1\n`, { code: 'too_many_columns', row: 1 }],
])('%s is one clear problem', async (_, source, expected) => {
  expect(await onlyProblem(source)).toMatchObject(expected)
})

test('windows-1256 is recognised and named, with the first bad row', async () => {
  const head = Buffer.from('person_id,name\nP-1,Lina\nP-2,')
  const mohammad = Uint8Array.from([0xe3, 0xcd, 0xe3, 0xcf, 0x0a])
  const problem = await onlyProblem(Buffer.concat([head, mohammad]))
  expect(problem).toMatchObject({ code: 'wrong_encoding', row: 3 })
  expect(problem.message).toContain('windows-1256')
  expect(problem.help).toContain('CSV UTF-8')
})

test('one bad byte in a good Arabic file is not taken for windows-1256', async () => {
  const text = Buffer.from(`a,b\n${'علی,رضا\n'.repeat(50)}`)
  const problem = await onlyProblem(Buffer.concat([text, Uint8Array.of(0xe3, 0x0a)]))
  expect(problem).toMatchObject({ code: 'wrong_encoding', row: 52 })
  expect(problem.message).not.toContain('1256')
})

test('a cell of 20,001 characters is told with row and column, and reading goes on', async () => {
  const { rows, problems } = await read(`a,note\n1,${'x'.repeat(20_001)}\n2,ok\n`)
  expect(problems).toMatchObject([{ code: 'cell_too_long', row: 2, column: 'note' }])
  expect(rows).toEqual([{ row: 3, cells: ['2', 'ok'] }])
})

test('10 MB in one cell is refused before it is all read', async () => {
  let given = 0
  function* chunks(): Generator<Uint8Array> {
    yield Buffer.from('a,b\n1,2\n3,"')
    for (; given < 10_000_000; given += 65_536) yield Buffer.alloc(65_536, 'x')
  }
  const { rows, problems } = await read(chunks())
  expect(problems).toMatchObject([{ code: 'cell_too_long', row: 3, column: 'b' }])
  expect(rows).toHaveLength(1)
  expect(given).toBeLessThan(3_000_000)
})

test('10 MB in a header cell is refused too', async () => {
  const problem = await onlyProblem(Buffer.alloc(10_000_000, 'x'))
  expect(problem).toMatchObject({ code: 'cell_too_long', row: 1 })
})

test('the source is let go when reading stops early, for whatever reason', async () => {
  for (const header of ['a,b', 'a,'.repeat(201)]) {
    let isClosed = false
    function* source(): Generator<Uint8Array> {
      try {
        yield Buffer.from(`${header}\n`)
        for (;;) yield Buffer.alloc(65_536, '1,2\n')
      } finally {
        isClosed = true
      }
    }
    const table = await readTable(source(), new ProblemList())
    if (table !== undefined) for await (const row of table.rows) if (row.row > 2) break
    expect(isClosed).toBe(true)
  }
})

test('progress tells the bytes read, up to the size of the file', async () => {
  const seen: number[] = []
  const bytes = Buffer.from(`a,b\n${'1,2\n'.repeat(50_000)}`)
  await read(bytes, { onBytes: (count) => seen.push(count) })
  expect(seen.at(-1)).toBe(bytes.length)
  expect(seen.length).toBeGreaterThan(2)
})

test('a title above the header is passed over when the header is known', async () => {
  const isHeader = (cells: readonly string[]): boolean => cells[0] === 'year'
  const { header, rows } = await read('A title\n"Notes, with; signs"\n\nyear,n\n2013,5\n', {
    isHeader,
  })
  expect(header).toEqual(['year', 'n'])
  expect(rows).toEqual([{ row: 5, cells: ['2013', '5'] }])
})
