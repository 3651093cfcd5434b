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
  swapped: 3,
  oneDigit: 4,
  otherCalendar: 5,
  near: 6,
  sameYear: 7,
  different: 8,
}

/**
 * How often each level is seen for two records of one person, before a table has taught better:
 * our choice, after what registers are like (docs/match.md). Level 0 is left out.
 */
const FIRST_M: Readonly<Record<FieldKind, readonly number[]>> = {
  name: [0, 0.72, 0.1, 0.08, 0.04, 0.05, 0.01],
  date: [0, 0.72, 0.1, 0.02, 0.05, 0.01, 0.04, 0.02, 0.04],
  text: [0, 0.75, 0.12, 0.05, 0.08],
  code: [0, 0.93, 0.07],
  number: [0, 0.84, 0.08, 0.08],
}

/** First values of m for a kind; they sum to 1 without level 0. */
export function firstM(kind: FieldKind): readonly number[] {
  return FIRST_M[kind]
}

/** Levels at which the value itself agrees, so that its rarity counts. */
export function agreesInValue(kind: FieldKind, level: number): boolean {
  return kind === 'name'
    ? level === NAME.same || level === NAME.sameSound
    : kind === 'date'
      ? level === DATE.sameDay || level === DATE.yearOnly
      : level === 1
}
