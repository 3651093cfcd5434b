import { crc32, deflateRawSync } from 'node:zlib'
import { unzipSync, zipSync } from 'fflate'
import { readSheet as readWithOther } from 'read-excel-file/node'
import { writeXlsx } from 'hucre/xlsx'
import type { CellValue } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { openTable } from './open-table.ts'
import { ProblemList } from './problem.ts'
import { readSheet } from './read-sheet.ts'
import { readRegister } from './register-rows.ts'

const today = '2020-12-27'
const HEADER = ['person_id', 'given_name', 'name_original', 'sex', 'birth_date', 'registered_on']

function workbook(
  rows: readonly (readonly CellValue[])[],
  more: readonly { name: string; rows: CellValue[][] }[] = [],
): Promise<Uint8Array> {
  const sheets = [{ name: 'Register', rows: rows.map((row) => [...row]) }, ...more]
  return writeXlsx({ sheets })
}

async function faultsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const problems = new ProblemList()
  const table = await openTable(bytes, problems)
  if (table !== undefined) for await (const _ of table.rows) continue
  return problems.list().map((one) => one.code)
}

test('dates, numbers, Arabic text and blank cells of a workbook are read as they are meant', async () => {
  const born = new Date(Date.UTC(1990, 3, 5))
  const bytes = await workbook([
    HEADER,
    [1001, 'Baran', 'باران', 'f', born, '2015-02-03'],
    ['P-2', 'Kuh', null, 'm', 1362, null],
  ])
  const { register, problems, rows } = await readRegister(bytes, { today })
  expect({ problems, rows }).toEqual({ problems: [], rows: 2 })
  expect(register?.persons).toMatchObject([
    { sourceId: '1001', row: 2, registeredOn: '2015-02-03' },
    { sourceId: 'P-2', row: 3 },
  ])
  expect(register?.persons[0]?.birth).toMatchObject({ earliest: '1990-04-05', precision: 'day' })
  expect(register?.persons[1]?.birth).toMatchObject({ calendar: 'solar_hijri', precision: 'year' })
  expect(register?.persons[0]?.names.map((one) => one.text)).toEqual(['Baran', 'باران'])
  // Another reader sees the same cells: the test does not rest on one library alone.
  const other = await readWithOther(Buffer.from(bytes))
  expect(other[1]?.slice(0, 3)).toEqual([1001, 'Baran', 'باران'])
  expect(other[1]?.[4]).toEqual(born)
})

test('a title over the header and a row of HXL hashtags under it are passed over', async () => {
  const csv =
    'Register of Camp N.,,\n\nAs of May,,\nPerson ID,Given name,Sex\n#beneficiary+id+ind,#beneficiary+given+name,#beneficiary+sex\nP-1,Testa,f\n'
  const xlsx = await workbook([
    ['Register of Camp N.'],
    [],
    ['As of May'],
    ['Person ID', 'Given name', 'Sex'],
    ['#beneficiary +id +ind', '#beneficiary +name +given', '#beneficiary +sex'],
    ['P-1', 'Testa', 'f'],
  ])
  for (const bytes of [Buffer.from(csv), xlsx]) {
    const { register, problems } = await readRegister(bytes, { today })
    expect(problems).toEqual([])
    expect(register?.persons).toMatchObject([{ sourceId: 'P-1', row: 6, sex: 'female' }])
  }
})

test('hashtags say what a column means in whatever language its header is', async () => {
  const csv = 'Kennung,Vorname\n#beneficiary+ind+id,#beneficiary+name+given\nP-1,Testa\n'
  const { register, headers } = await readRegister(Buffer.from(csv), { today })
  expect(register?.persons).toMatchObject([{ sourceId: 'P-1', names: [{ role: 'given' }] }])
  expect(headers.matched).toEqual([
    { field: 'person_id', header: 'Kennung', by: 'tag' },
    { field: 'given_name', header: 'Vorname', by: 'tag' },
  ])
  const alone = '#beneficiary+ind+id,#beneficiary+name\nP-1,Testa\n'
  expect((await readRegister(Buffer.from(alone), { today })).register?.persons).toHaveLength(1)
})

test('the first sheet is read, or the one that is named; a name that is not there is told', async () => {
  const bytes = await workbook(
    [HEADER.slice(0, 2), ['P-1', 'First']],
    [
      {
        name: 'سجل & more',
        rows: [
          ['person_id', 'given_name'],
          ['P-9', 'Second'],
        ],
      },
    ],
  )
  const first = await readRegister(bytes, { today })
  expect(first.register?.persons[0]?.sourceId).toBe('P-1')
  const named = await readRegister(bytes, { today, sheet: 'سجل & more' })
  expect(named.register?.persons[0]?.sourceId).toBe('P-9')
  const none = await readRegister(bytes, { today, sheet: 'Nowhere' })
  expect(none.problems).toMatchObject([{ code: 'no_such_sheet' }])
  expect(none.problems[0]?.help).toContain('"Register", "سجل & more"')
})

test('columns of a workbook in another order say the same', async () => {
  const row = ['P-1', 'Testa', 'تستا', 'f', '1990', '2015-02-03']
  const one = await readRegister(await workbook([HEADER, row]), { today })
  const turned = await workbook([HEADER.toReversed(), row.toReversed()])
  expect((await readRegister(turned, { today })).register).toEqual(one.register)
})

test('an error value of a spreadsheet is a problem of its cell', async () => {
  const bytes = await workbook([HEADER.slice(0, 2), ['P-1', '#N/A']])
  const { problems } = await readRegister(bytes, { today })
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'spreadsheet_error', row: 2, column: 'given_name' }),
  )
})

/** A ZIP file of these entries, whose directory may lie about their sizes. */
function zip(
  entries: readonly { name: string; data: Buffer; packed?: Buffer; declared?: number }[],
) {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, packed = deflateRawSync(data), declared = data.length } of entries) {
    const named = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(8, 8)
    const sum = data.length < 1e6 ? crc32(data) : 0
    local.writeUInt32LE(sum, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(declared, 22)
    local.writeUInt16LE(named.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    local.copy(entry, 6, 4, 30)
    entry.writeUInt32LE(at, 42)
    parts.push(local, named, packed)
    directory.push(entry, named)
    at += local.length + named.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, list, end])
}

const WORKBOOK = { name: 'xl/workbook.xml', data: Buffer.from('<workbook/>') }

test('a zip bomb is refused in seconds, whether its directory tells its size or lies', async () => {
  const data = Buffer.alloc(50_000_000)
  const packed = deflateRawSync(data)
  const bomb = (declared: number) => ({ name: 'xl/sharedStrings.xml', data, packed, declared })
  const started = performance.now()
  expect(await faultsOf(zip([WORKBOOK, bomb(210_000_000)]))).toEqual(['workbook_too_large'])
  const sheets = Array.from({ length: 13 }, (_, at) => ({
    ...bomb(50_000_000),
    name: `xl/worksheets/sheet${at}.xml`,
  }))
  expect(await faultsOf(zip([WORKBOOK, ...sheets]))).toEqual(['workbook_too_large'])
  expect(await faultsOf(zip([WORKBOOK, bomb(1_000)]))).toEqual(['workbook_too_large'])
  expect(performance.now() - started).toBeLessThan(20_000)
})

test('more rows than a sheet can have end the reading', async () => {
  const row = `<row r="1048577"><c t="inlineStr"><is><t>x</t></is></c></row>`
  const sheet = Buffer.from(`<worksheet><sheetData>${row}</sheetData></worksheet>`)
  const parts = unzipSync(await workbook([HEADER]))
  const far = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': sheet })
  expect(await faultsOf(far)).toEqual(['workbook_too_large'])
})

test('a reading that takes too long is ended', async () => {
  const problems = new ProblemList()
  const bytes = await workbook([HEADER, ['P-1', 'Testa', '', 'f', '1990', '']])
  for await (const _ of readSheet(bytes, problems, { mostSeconds: 0.001 })) continue
  expect(problems.list()).toMatchObject([{ code: 'workbook_too_slow' }])
})

test('what only looks like a workbook is refused in words', async () => {
  expect(await faultsOf(Buffer.from('PK\u0003\u0004 and then nothing'))).toEqual(['not_a_workbook'])
  expect(await faultsOf(zip([{ name: 'content.xml', data: Buffer.from('<office/>') }]))).toEqual([
    'not_a_workbook',
  ])
  expect(await faultsOf(zip([WORKBOOK]))).toEqual(['not_a_workbook'])
  const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)])
  expect(await faultsOf(old)).toEqual(['spreadsheet_file'])
})
