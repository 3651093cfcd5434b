import { Comparer } from '../identity/linkage/compare.ts'
import { levelCount } from '../identity/linkage/link-model.ts'
import type { LinkTable } from '../identity/linkage/link-table.ts'
import type { IdentityRecord } from '../identity/linkage/match.ts'
import { REGISTER_FIELDS, registerTable } from '../identity/linkage/register-fields.ts'
import { parseBirthDate } from '../identity/birth-date.ts'
import { namePart } from '../identity/name.ts'
import { seeded } from '../placement/seeded.ts'
import type { FieldRecord } from './field-persons.ts'
import { fieldPersons } from './field-persons.ts'

/** A generated line as the register keeps it; `full`: with one full name instead of parts. */
export function fieldIdentity({ cells }: FieldRecord, names?: 'full'): IdentityRecord {
  const parts = (
    [
      ['given', cells.given_name],
      ['father', cells.father_name],
      ['grandfather', cells.grandfather_name],
      ['family', cells.family_name],
    ] as const
  ).filter(([, text]) => text !== '')
  const spoken = parts.filter(([role]) => role !== 'grandfather').map(([, text]) => text)
  const read = parseBirthDate(cells.birth_date, { today: '2024-06-01' })
  return {
    id: cells.record_id,
    names:
      names === 'full'
        ? [namePart('full', spoken.join(' '))]
        : parts.map(([role, text]) => namePart(role, text)),
    ...(read.ok ? { birth: read.date } : {}),
    ...(cells.sex === '' ? {} : { sex: cells.sex }),
    ...(cells.nationality === '' ? {} : { place: cells.nationality }),
    ...(cells.document_number === '' ? {} : { documents: [cells.document_number] }),
    ...(cells.household_id === '' ? {} : { household: cells.household_id }),
  }
}

export interface RegisterShares {
  /** By field: share of each level for two records of one person. */
  readonly m: readonly (readonly number[])[]
  /** The same for two people of one nationality. */
  readonly u: readonly (readonly number[])[]
}

/** Counts the levels of agreement on generated records, whose persons are known. */
export function registerShares(records: number, seed: number): RegisterShares {
  const all = [...fieldPersons({ seed, records })]
  const tables = [
    registerTable(all.map((one) => fieldIdentity(one))),
    registerTable(all.map((one) => fieldIdentity(one, 'full'))),
  ]
  const whole = REGISTER_FIELDS.findIndex(({ name }) => name === 'whole')
  const count = (pairs: readonly (readonly [number, number])[]): number[][] => {
    const [parts = [], full = []] = tables.map((table) => sharesOf(table, pairs))
    return parts.map((shares, at) => (at === whole ? (full[at] ?? []) : shares))
  }
  return { m: count(truePairs(all)), u: count(strangers(all, seed)) }
}

function sharesOf(table: LinkTable, pairs: readonly (readonly [number, number])[]): number[][] {
  const comparer = new Comparer(table)
  const levels = new Uint8Array(table.fields.length)
  const counts = table.fields.map((field) => new Float64Array(levelCount(field)))
  for (const [a, b] of pairs) {
    comparer.compare(a, b, levels)
    for (const [at, level] of levels.entries()) {
      const of = counts[at]
      if (of !== undefined && level > 0) of[level] = (of[level] ?? 0) + 1
    }
  }
  return counts.map((of) => {
    const total = Math.max(
      1,
      of.reduce((sum, one) => sum + one, 0),
    )
    return Array.from(of, (one) => one / total)
  })
}

function truePairs(all: readonly FieldRecord[]): [number, number][] {
  const before = new Map<number, number[]>()
  const pairs: [number, number][] = []
  for (const [at, { person }] of all.entries()) {
    const others = before.get(person) ?? []
    for (const other of others) pairs.push([other, at])
    before.set(person, [...others, at])
  }
  return pairs
}

const STRANGERS = 400_000

function strangers(all: readonly FieldRecord[], seed: number): [number, number][] {
  const next = seeded(seed)
  const pairs: [number, number][] = []
  while (pairs.length < STRANGERS) {
    const [a, b] = [Math.floor(next() * all.length), Math.floor(next() * all.length)]
    const [one, other] = [all[a], all[b]]
    if (one === undefined || other === undefined || one.person === other.person) continue
    if (one.cells.nationality === other.cells.nationality) pairs.push([a, b])
  }
  return pairs
}
