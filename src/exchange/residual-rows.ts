import type { LeftOut, SubmissionsRow } from './unhcr-context.ts'

/**
 * From this share on, residual rows as a whole repeat named rows: at least so many are covered by
 * them, and at least so many are their exact sum. By chance neither happens.
 */
const COVERED_SHARE = 0.9
const EXACT_SHARE = 0.25

export interface WithoutResiduals {
  readonly kept: readonly SubmissionsRow[]
  readonly leftOut: LeftOut
  /** Rows without a country of asylum that repeat nothing; they stay. */
  readonly unexplained: LeftOut
}

/**
 * Leaves out rows without a country of asylum ("All others") that repeat the rows with one, cell
 * by cell (year, origin, destination). UNHCR's export of one region holds such rows: a sum over
 * all rows is up to twice too high. A residual is a repeat when it equals the sum of the named
 * rows, or of those outside its own region; and, where most residuals of the table prove to be
 * repeats, when the named rows can hold it.
 */
export function leaveOutResiduals(
  rows: readonly SubmissionsRow[],
  held: readonly SubmissionsRow[] = [],
): WithoutResiduals {
  const named = sumNamed([...held, ...rows])
  const residuals = rows
    .filter(({ asylumIso3 }) => asylumIso3 === undefined)
    .map((row) => ({ row, ...compare(row, named) }))
  const share = (isSo: (one: Comparison) => boolean): number =>
    residuals.filter(isSo).length / residuals.length
  const areRepeats =
    share(({ isCovered }) => isCovered) >= COVERED_SHARE &&
    share(({ isExact }) => isExact) >= EXACT_SHARE
  const repeats = new Set(
    residuals
      .filter(({ isExact, isCovered }) => isExact || (areRepeats && isCovered))
      .map(({ row }) => row),
  )
  return {
    kept: rows.filter((row) => !repeats.has(row)),
    leftOut: countOf([...repeats]),
    unexplained: countOf(residuals.map(({ row }) => row).filter((row) => !repeats.has(row))),
  }
}

interface Comparison {
  readonly isExact: boolean
  readonly isCovered: boolean
}

/** Persons in named rows of one cell, in all and by the region that reported them. */
interface Named {
  all: number
  readonly byRegion: Map<string, number>
}

function cellOf({ year, originIso3, destinationIso3 }: SubmissionsRow): string {
  return `${year} ${originIso3} ${destinationIso3}`
}

function sumNamed(rows: readonly SubmissionsRow[]): ReadonlyMap<string, Named> {
  const sums = new Map<string, Named>()
  for (const row of rows) {
    if (row.asylumIso3 === undefined) continue
    const sum = sums.get(cellOf(row)) ?? { all: 0, byRegion: new Map<string, number>() }
    const region = row.sourceRegion ?? ''
    sum.all += row.persons
    sum.byRegion.set(region, (sum.byRegion.get(region) ?? 0) + row.persons)
    sums.set(cellOf(row), sum)
  }
  return sums
}

function compare(row: SubmissionsRow, named: ReadonlyMap<string, Named>): Comparison {
  const sum = named.get(cellOf(row))
  if (sum === undefined) return { isExact: false, isCovered: false }
  const ownRegion = row.sourceRegion === undefined ? 0 : (sum.byRegion.get(row.sourceRegion) ?? 0)
  const isExact = row.persons === sum.all || row.persons === sum.all - ownRegion
  return { isExact, isCovered: row.persons <= sum.all }
}

function countOf(rows: readonly SubmissionsRow[]): LeftOut {
  return { rows: rows.length, persons: rows.reduce((sum, { persons }) => sum + persons, 0) }
}
