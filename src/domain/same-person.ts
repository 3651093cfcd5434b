import type { Violation } from './invariants.ts'
import type { PersonId } from './ids.ts'
import type { BirthDate, NamePart, PersonFile, Sex } from './person.ts'

/** What a person says of two records: the human decision, never the engine's. */
export const VERDICTS = ['same', 'different', 'unsure'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Where a pair stands: waiting for a judgement, or the last one that was not taken back. */
export const PAIR_STATUSES = ['open', ...VERDICTS] as const
export type PairStatus = (typeof PAIR_STATUSES)[number]

/** What is known of a record when one asks whether two are one person. */
export interface RecordToMerge {
  readonly id: PersonId
  readonly reference: string
  readonly file: PersonFile
  /** Reference of the case that goes on, where the record is in one. */
  readonly activeCase?: string
  readonly hasCase: boolean
}

/**
 * Why these records cannot be shown as one person; empty when they can. The rule for cases: a
 * person is in one case at a time (I3), and is either here or gone.
 */
export function mergeHindrances(records: readonly RecordToMerge[]): readonly Violation[] {
  const hindrances: Violation[] = []
  const active = records.filter((one) => one.activeCase !== undefined)
  if (active.length > 1) {
    const cases = active.map((one) => `${one.reference} in ${one.activeCase ?? ''}`).join(', ')
    hindrances.push({
      rule: 'I3',
      message: `Both records are in a case that goes on: ${cases}. Take the person out of one of them, or close it, then judge again.`,
    })
  }
  for (const [what, day] of GONE) {
    const gone = records.filter((one) => one.file[day] !== undefined)
    if (gone.length === 0 || gone.length === records.length) continue
    const stay = records.filter((one) => one.file[day] === undefined)
    hindrances.push({
      rule: 'gone',
      message: `${references(gone)} is recorded as ${what} and ${references(stay)} is not. Record what is true of both first, or judge them different.`,
    })
  }
  return hindrances
}

const GONE = [
  ['dead', 'diedOn'],
  ['departed', 'departedOn'],
  ['gone on their own', 'leftOn'],
] as const

function references(records: readonly RecordToMerge[]): string {
  return records.map((one) => one.reference).join(', ')
}

/**
 * The record that is shown for the person: the one in a case that goes on, else one that was in a
 * case, else the one registered first. The other keeps everything it has.
 */
export function shownOf(a: RecordToMerge, b: RecordToMerge): RecordToMerge {
  const order =
    Number(b.activeCase !== undefined) - Number(a.activeCase !== undefined) ||
    Number(b.hasCase) - Number(a.hasCase) ||
    compare(a.file.registeredOn ?? '9', b.file.registeredOn ?? '9') ||
    compare(a.id, b.id)
  return order <= 0 ? a : b
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

interface Identity {
  readonly names: readonly NamePart[]
  readonly birth?: BirthDate
  readonly sex: Sex
}

/**
 * Who someone was when a pair was judged, as one text: when it differs, the judgement was made of
 * somebody recorded otherwise. Case and order of names mean nothing; a spelling more does.
 */
export function identityMark({ names, birth, sex }: Identity): string {
  const spellings = new Set(names.map((part) => `${part.role}:${part.text.trim().toLowerCase()}`))
  return JSON.stringify([[...spellings].toSorted(), birth?.earliest, birth?.latest, sex])
}
