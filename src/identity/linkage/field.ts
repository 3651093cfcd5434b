/**
 * What a column of a table holds, for comparing records.
 * `name` columns are compared across spellings and scripts, `date` across calendars and precision,
 * `text` (streets, places) by spelling, `code` (sex, region) as it is, `number` (documents, phones,
 * postcodes, house numbers) with one slip of the pen allowed.
 */
export const FIELD_KINDS = ['name', 'date', 'text', 'code', 'number'] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

export interface Field {
  /** A name field, `birth`, `sex`, or any other label, unique in a table. */
  readonly name: string
  readonly kind: FieldKind
  /**
   * Relatives share it: family and parents' names, an address, a nationality. However much of it
   * agrees, two records are then of one family rather than of one person.
   */
  readonly shared: boolean
}

const LEVELS: Readonly<Record<FieldKind, readonly string[]>> = {
  name: ['missing', 'same', 'same_sound', 'close', 'similar', 'different', 'swapped'],
  date: [
    'missing',
    'same_day',
    'year_only',
    'overlap',
    'day_month_swapped',
    'one_digit',
    'other_calendar',
    'near',
    'same_year',
    'different',
  ],
  text: ['missing', 'same', 'close', 'similar', 'different'],
  code: ['missing', 'same', 'different'],
  number: ['missing', 'same', 'one_digit', 'different'],
}

/** Levels of agreement of a kind, by index; 0 is always `missing` and says nothing. */
export function levelsOf(kind: FieldKind): readonly string[] {
  return LEVELS[kind]
}

export const NAME = {
  missing: 0,
  same: 1,
  sameSound: 2,
  close: 3,
  similar: 4,
  different: 5,
  swapped: 6,
}
export const DATE = {
  missing: 0,
  sameDay: 1,
  yearOnly: 2,
  overlap: 3,
  swapped: 4,
  oneDigit: 5,
  otherCalendar: 6,
  near: 7,
  sameYear: 8,
  different: 9,
}

/**
 * How often each level is seen for two records of one person, before a table has taught better:
 * our choice, after what registers are like (docs/match.md). Level 0 is left out.
 */
const FIRST_M: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0, 0.72, 0.1, 0.08, 0.04, 0.05, 0.01],
  date: [0, 0.7, 0.1, 0.02, 0.02, 0.05, 0.01, 0.04, 0.02, 0.04],
  text: [0, 0.75, 0.12, 0.05, 0.08],
  code: [0, 0.93, 0.07],
  number: [0, 0.84, 0.08, 0.08],
}

/** First values of m for a kind; they sum to 1 without level 0. */
export function firstM(kind: FieldKind): readonly number[] {
  return FIRST_M[kind]
}

/**
 * One person's records show a weak level no more often than this in a field (our choice, beyond
 * what any table that we have seen teaches: 0.15 of given names differ, 0.07 of dates, 0.19 of
 * house numbers). Where few names are borne by many, namesakes outnumber true pairs a hundredfold:
 * without these bounds learning takes them for one person, whose birth dates then differ.
 */
const MOST_M: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0, 1, 1, 0.4, 0.15, 0.25, 0.2],
  date: [0, 1, 1, 1, 0.1, 0.2, 0.15, 0.12, 0.08, 0.12],
  text: [0, 1, 1, 0.3, 0.3],
  code: [0, 1, 0.25],
  number: [0, 1, 0.3, 0.3],
}

/** Shares of the levels of a field among true pairs, brought down to what these can show. */
export function boundedM(kind: FieldKind, m: readonly number[]): readonly number[] {
  const most = MOST_M[kind]
  const bounded = m.map((share, level) => Math.min(share, most[level] ?? 1))
  const free = bounded.reduce((sum, share, at) => sum + (most[at] === 1 ? share : 0), 0)
  const rise = 1 + (1 - bounded.reduce((sum, share) => sum + share, 0)) / Math.max(1e-9, free)
  return bounded.map((share, level) => (most[level] === 1 ? share * rise : share))
}

/** Levels at which the value itself agrees, so that its rarity counts. */
export function agreesInValue(kind: FieldKind, level: number): boolean {
  return kind === 'name'
    ? level === NAME.same || level === NAME.sameSound
    : kind === 'date'
      ? level === DATE.sameDay || level === DATE.yearOnly
      : level === 1
}
