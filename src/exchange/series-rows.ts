import type { ClaimValue } from '../domain/claim.ts'
import type { CountedMeasure } from '../domain/measure.ts'
import { isPlainDate } from '../domain/plain-date.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { SeriesColumns, ValueColumns } from './series-columns.ts'
import { findSeriesColumns } from './series-columns.ts'
import type { ProblemList } from './problem.ts'
import type { Place, RawRow } from './raw-rows.ts'
import { cellFinder, readRawRows } from './raw-rows.ts'

/** One number of one row of a table of events, as its source gives it. */
export interface SeriesRow {
  readonly measure: CountedMeasure
  readonly value: ClaimValue
  readonly id: string
  readonly from: PlainDate
  readonly to: PlainDate
  /** The coarse area, in small letters and digits; absent when the table has none. */
  readonly area?: string
  readonly row: Place
  /** The cells of the number, and of who said it. */
  readonly cells: readonly (Place & { readonly part: 'value' | 'origin' | 'relay' | 'place' })[]
}

export interface Series {
  readonly rows: readonly SeriesRow[]
  /** Rows of the table, with those that hold no number. */
  readonly rowCount: number
  /** The row of hashtags; absent: the headers alone were read. */
  readonly hxlRow?: number
}

/**
 * Reads a table of events with low, best and high (UCDP GED and its like, HXL or not). A row whose
 * bounds are out of order is a problem, never repaired. The row of hashtags may stand in any of the
 * first 25.
 */
export function readSeries(text: string, problems: ProblemList): Series | undefined {
  const raws = readRawRows(text, problems)
  if (raws === undefined) return undefined
  const columns = findSeriesColumns(
    raws.map((one) => one.record),
    problems,
  )
  if (columns === undefined) return undefined
  const rows: SeriesRow[] = []
  for (const [nth, raw] of raws.entries()) {
    if (nth <= columns.lastHeadRow || raw.record.every((cell) => cell.trim() === '')) continue
    rows.push(...readRow({ ...raw, row: nth + 1 }, columns, problems))
  }
  return {
    rows,
    rowCount: raws.length - columns.lastHeadRow - 1,
    ...(columns.hxlRow === undefined ? {} : { hxlRow: columns.hxlRow + 1 }),
  }
}

function readRow(
  at: RawRow & { readonly row: number },
  columns: SeriesColumns,
  problems: ProblemList,
): readonly SeriesRow[] {
  const { record } = at
  const cell = (column: number | undefined): string =>
    column === undefined ? '' : (record[column] ?? '').trim()
  const from = cell(columns.from).slice(0, 10)
  const to = columns.to === undefined ? from : cell(columns.to).slice(0, 10)
  const id = slug(cell(columns.id))
  if (!isPlainDate(from) || !isPlainDate(to) || from > to || id === '') {
    problems.add({
      code: id === '' ? 'no_id' : 'bad_days',
      row: at.row,
      message: id === '' ? 'the row has no id' : 'the days of the row are none, or out of order',
      help: 'give each event its id, and its days as YYYY-MM-DD',
    })
    return []
  }
  const area = slug(cell(columns.area))
  const cellAt = cellFinder(at)
  return columns.values.flatMap((group): SeriesRow[] => {
    const value = readValue(group, cell, at.row, problems)
    if (value === undefined) return []
    const cells = [
      ...cellAt(group.best ?? group.low ?? group.high, 'value'),
      ...cellAt(columns.saidBy, 'origin'),
      ...cellAt(columns.source, 'relay'),
      ...cellAt(columns.area, 'place'),
    ]
    return [
      {
        measure: group.measure,
        value,
        id,
        from,
        to,
        ...(area === '' ? {} : { area }),
        row: at.place,
        cells: cells.some((one) => one.part === 'value')
          ? cells
          : [...cells, { ...at.place, part: 'value' }],
      },
    ]
  })
}

function readValue(
  group: ValueColumns,
  cell: (column: number | undefined) => string,
  row: number,
  problems: ProblemList,
): ClaimValue | undefined {
  const [low, best, high] = [group.low, group.best, group.high].map((column) =>
    readCount(cell(column)),
  )
  const given = [low, best, high].filter((one) => one !== undefined)
  if (given.length === 0) return undefined
  const inOrder = given.every((one, nth) => nth === 0 || (given[nth - 1] ?? 0) <= one)
  if (given.some((one) => Number.isNaN(one)) || !inOrder) {
    problems.add({
      code: inOrder ? 'no_number' : 'bounds_out_of_order',
      row,
      column: group.header,
      message: inOrder
        ? 'a bound is no whole number'
        : `the bounds break low ≤ best ≤ high: ${given.join(', ')}`,
      help: 'ask the source, or leave the row out; it is not repaired here',
    })
    return undefined
  }
  return toValue(low, best, high)
}

function toValue(
  low: number | undefined,
  best: number | undefined,
  high: number | undefined,
): ClaimValue {
  if (low === undefined && high === undefined) return exactly(best ?? 0)
  if (high === undefined)
    return best === undefined ? { kind: 'at_least', low: low ?? 0 } : exactly(best)
  if (low === undefined) return best === undefined ? { kind: 'at_most', high } : exactly(best)
  if (low === high) return exactly(low)
  return { kind: 'between', low, high, ...(best === undefined ? {} : { point: best }) }
}

function exactly(point: number): ClaimValue {
  return point === 0 ? { kind: 'zero' } : { kind: 'exact', point }
}

function readCount(text: string): number | undefined {
  if (text === '') return undefined
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}

/** A name in small letters and digits, without marks. */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’'ʼ‘]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}
