import { matchFiles } from '../actions/match-files.ts'
import { readMatchTable } from '../actions/match-table.ts'
import type { ColumnMap } from '../exchange/match-columns.ts'
import { candidatePairs } from '../identity/linkage/block-pairs.ts'
import type { FieldRecord } from './field-persons.ts'

export interface LinkTask {
  readonly path: string
  readonly columns?: ColumnMap
  /** The person whom a record is about, by the record's id. */
  readonly personOf: (id: string) => string
}

/** How well records of one person were found; shares from 0 to 1. */
export interface LinkScores {
  readonly records: number
  readonly truePairs: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** True pairs among those that are compared at all. */
  readonly blockRecall: number
  /** Right pairs in the band `sure`, and how many it has. */
  readonly surePrecision: number
  readonly surePairs: number
  readonly candidates: number
  /** Pairs from even odds on, `a/b` with the lesser id first. */
  readonly found: ReadonlySet<string>
}

const TODAY = '2024-06-01'
/** A pair counts as found from even odds on. */
const EVEN = 0.5

/** Runs `onward match` on a table whose truth is known. */
export async function scoreLinkage({ path, columns, personOf }: LinkTask): Promise<LinkScores> {
  const task = { paths: [path], today: TODAY, ...(columns === undefined ? {} : { columns }) }
  const matched = await matchFiles({ ...task, minProbability: EVEN })
  const found = new Set<string>()
  let right = 0
  let sure = 0
  let sureRight = 0
  for (const { a, b, band } of matched.pairs()) {
    found.add(pairKey(a, b))
    const isRight = personOf(a) === personOf(b)
    if (isRight) right++
    if (band !== 'sure') continue
    sure++
    if (isRight) sureRight++
  }
  const { table } = await readMatchTable(task)
  const persons = table.ids.map(personOf)
  const truePairs = pairsWithin(persons)
  const candidates = candidatePairs(table)
  let blocked = 0
  for (const [at, first] of candidates.first.entries())
    if (persons[first] === persons[candidates.second[at] ?? -1]) blocked++
  const precision = found.size === 0 ? 1 : right / found.size
  const recall = right / truePairs
  return {
    records: table.size,
    truePairs,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    blockRecall: blocked / truePairs,
    surePrecision: sure === 0 ? 1 : sureRight / sure,
    surePairs: sure,
    candidates: candidates.first.length,
    found,
  }
}

export function pairKey(a: string, b: string): string {
  return a < b ? `${a}/${b}` : `${b}/${a}`
}

function pairsWithin(persons: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const person of persons) counts.set(person, (counts.get(person) ?? 0) + 1)
  let pairs = 0
  for (const count of counts.values()) pairs += (count * (count - 1)) / 2
  return pairs
}

/** Missed matches of one group of pairs. */
export interface GroupMisses {
  readonly by: string
  readonly group: string
  readonly truePairs: number
  readonly missed: number
}

/** True pairs that were not found, by script, sex, age band and quality of the birth date. */
export function missesByGroup(
  records: readonly FieldRecord[],
  found: ReadonlySet<string>,
): readonly GroupMisses[] {
  const groups = new Map<string, { truePairs: number; missed: number }>()
  const count = (by: string, group: string, isMissed: boolean): void => {
    const key = `${by}\u0000${group}`
    const sum = groups.get(key) ?? { truePairs: 0, missed: 0 }
    sum.truePairs++
    if (isMissed) sum.missed++
    groups.set(key, sum)
  }
  for (const [one, other] of truePairsOf(records)) {
    const isMissed = !found.has(pairKey(one.cells.record_id, other.cells.record_id))
    const scripts = [one.script, other.script].toSorted()
    count('script', [...new Set(scripts)].join(' and '), isMissed)
    count('sex', one.sex, isMissed)
    count('age', one.age < 18 ? 'under 18' : one.age < 60 ? '18 to 59' : '60 and over', isMissed)
    count('birth date', dateOf(one, other), isMissed)
  }
  return [...groups]
    .map(([key, sum]) => {
      const [by = '', group = ''] = key.split('\u0000')
      return { by, group, ...sum }
    })
    .toSorted((a, b) => (a.by + a.group < b.by + b.group ? -1 : 1))
}

function dateOf(one: FieldRecord, other: FieldRecord): string {
  const dates = [one.date, other.date]
  if (dates.includes('missing')) return 'missing in one or both'
  if (dates.includes('first_of_january')) return '1 January'
  return dates.every((date) => date === 'right') ? 'right in both' : 'wrong in one or both'
}

function* truePairsOf(
  records: readonly FieldRecord[],
): Generator<readonly [FieldRecord, FieldRecord]> {
  const byPerson = new Map<number, FieldRecord[]>()
  for (const record of records) {
    const before = byPerson.get(record.person)
    if (before === undefined) byPerson.set(record.person, [record])
    else {
      for (const one of before) yield [one, record]
      before.push(record)
    }
  }
}
