import { CalendarDate, PersianCalendar, toCalendar } from '@internationalized/date'
import { seeded } from '../placement/seeded.ts'
import type { FieldScript } from './field-spellings.ts'
import { inventName, SCRIPTS, spell } from './field-spellings.ts'

/** One line of a register, with who it is about: what the engine is to find out. */
export interface FieldRecord {
  readonly cells: FieldCells
  /** Number of the person. Two records of one person are a true pair. */
  readonly person: number
  /** The script in which this record is written. */
  readonly script: FieldScript
  readonly sex: 'male' | 'female'
  readonly age: number
  /** What happened to the birth date on its way to this record. */
  readonly date: DateQuality
}

export const DATE_QUALITIES = [
  'right',
  'first_of_january',
  'missing',
  'swapped',
  'calendar',
  'slip',
] as const
export type DateQuality = (typeof DATE_QUALITIES)[number]

export const FIELD_COLUMNS = [
  'record_id',
  'given_name',
  'father_name',
  'grandfather_name',
  'family_name',
  'sex',
  'birth_date',
  'region',
  'nationality',
  'household_id',
  'document_number',
] as const
export type FieldCells = Readonly<Record<(typeof FIELD_COLUMNS)[number], string>>

export interface FieldPersons {
  readonly seed: number
  readonly records: number
  /** Share of persons with a second record (default 0.15); a few of them get a third. */
  readonly duplicates?: number
  /** `twins`: every person twice, in their own script and in Latin letters, cleanly written. */
  readonly kind?: 'register' | 'twins'
}

/** Year in which the records are written. */
const NOW = 2024
const PERSIAN = new PersianCalendar()

interface Person {
  readonly number: number
  readonly world: World
  readonly given: string
  readonly second: string
  readonly father: string
  readonly grandfather: string
  readonly family: string
  readonly hasArticle: boolean
  readonly sex: 'male' | 'female'
  readonly year: number
  readonly month: number
  readonly day: number
  /** Nobody knows the day: every record says 1 January. */
  readonly isFirstOfJanuary: boolean
  readonly region: string
  readonly household: string
  readonly document: string
}

/** Names and places of people who write one script. */
interface World {
  readonly script: FieldScript
  readonly men: readonly string[]
  readonly women: readonly string[]
  readonly families: readonly string[]
  readonly nationality: string
}

/** Records of invented people, household after household; the same seed gives the same. */
export function* fieldPersons(options: FieldPersons): Generator<FieldRecord> {
  const next = seeded(options.seed)
  const worlds = SCRIPTS.map((script, at) => inventWorld(script, at, next))
  const clerk = new Clerk(next)
  const share = options.duplicates ?? 0.15
  let persons = 0
  let records = 0
  for (let household = 0; records < options.records; household++) {
    const world = worlds[Math.min(3, Math.floor(next() * 3.4))]
    if (world === undefined) return
    const members = inventHousehold(world, household, persons, next)
    persons += members.length
    // A third of second records come from a household that registers again as a whole.
    const again = next() < share / 3
    for (const person of members)
      for (const record of recordsOf(
        person,
        options.kind ?? 'register',
        share,
        again,
        clerk,
        next,
      )) {
        if (records === options.records) return
        yield numbered(record, ++records)
      }
  }
}

/** The records as a table with a header; columns may be left out. */
export function* fieldPersonsCsv(
  records: Iterable<FieldRecord>,
  columns: readonly (keyof FieldCells)[] = FIELD_COLUMNS,
): Generator<string> {
  yield `${columns.join(',')}\n`
  for (const { cells } of records) yield `${columns.map((column) => cells[column]).join(',')}\n`
}

function numbered(record: FieldRecord, number: number): FieldRecord {
  return { ...record, cells: { ...record.cells, record_id: `R${number}` } }
}

function inventWorld(script: FieldScript, at: number, next: () => number): World {
  const names = (count: number): string[] => Array.from({ length: count }, () => inventName(next))
  const nationality = ['AAA', 'BBB', 'CCC', 'DDD'][at] ?? 'AAA'
  return { script, men: names(500), women: names(500), families: names(4_000), nationality }
}

/** The first of a list far more often than the last, as names are borne (power law). */
function skewed<T>(list: readonly T[], next: () => number): T {
  const at = Math.floor(list.length * next() ** 2.6)
  const one = list[at]
  if (one === undefined) throw new Error('an empty list has nothing to draw')
  return one
}

function inventHousehold(
  world: World,
  household: number,
  first: number,
  next: () => number,
): Person[] {
  const members: Person[] = []
  const region = `Region ${1 + Math.floor(12 * next() ** 1.5)}`
  const family = skewed(world.families, next)
  const size = 1 + Math.floor(next() * 7)
  const fatherBorn = 1955 + Math.floor(next() * 40)
  const lines = { father: skewed(world.men, next), grandfather: skewed(world.men, next) }
  const hasArticle = world.script === 'arabic' && next() < 0.3
  for (let at = 0; at < size; at++) {
    const isChild = at >= 2
    const sex = at === 0 ? 'male' : at === 1 ? 'female' : next() < 0.5 ? 'male' : 'female'
    const head = members[0]
    const kin = isChild && head !== undefined
    const isMarriedIn = at === 1
    let given = skewed(sex === 'male' ? world.men : world.women, next)
    // Brothers and sisters have different names.
    while (members.some((one) => one.given === given))
      given = skewed(sex === 'male' ? world.men : world.women, next)
    members.push({
      number: first + at,
      world,
      given,
      second: next() < 0.08 ? skewed(sex === 'male' ? world.men : world.women, next) : '',
      father: kin ? head.given : isMarriedIn ? skewed(world.men, next) : lines.father,
      grandfather: kin ? head.father : isMarriedIn ? skewed(world.men, next) : lines.grandfather,
      family: isMarriedIn && next() < 0.6 ? skewed(world.families, next) : family,
      hasArticle,
      sex,
      year: Math.min(
        NOW - 1,
        isChild ? fatherBorn + 20 + at * 2 : fatherBorn + Math.floor(next() * 6),
      ),
      month: 1 + Math.floor(next() * 12),
      day: 1 + Math.floor(next() * 28),
      isFirstOfJanuary: next() < 0.14,
      region,
      household: `H${household}`,
      document: next() < 0.35 ? `D${10_000_000 + Math.floor(next() * 89_999_999)}` : '',
    })
  }
  return members
}

function* recordsOf(
  person: Person,
  kind: 'register' | 'twins',
  share: number,
  again: boolean,
  clerk: Clerk,
  next: () => number,
): Generator<FieldRecord> {
  const { script } = person.world
  if (kind === 'twins') {
    // Twins of people who write Latin are written freely the second time.
    yield clerk.write(person, script, true, person.household)
    yield clerk.write(person, 'latin', true, '')
    return
  }
  const anyScript = (): FieldScript => (next() < 0.5 ? 'latin' : script)
  yield clerk.write(person, anyScript(), false, person.household)
  if (again) yield clerk.write(person, anyScript(), false, `${person.household}B`)
  if (next() >= (share * 2) / 3) return
  yield clerk.write(person, anyScript(), false, '')
  if (next() < 0.1) yield clerk.write(person, anyScript(), false, '')
}

/** Writes records of persons, with the faults that registers have. */
class Clerk {
  readonly #next: () => number

  constructor(next: () => number) {
    this.#next = next
  }

  write(person: Person, script: FieldScript, isClean: boolean, household: string): FieldRecord {
    const often = (share: number): boolean => !isClean && this.#next() < share
    const name = (sounds: string): string => this.#name(sounds, script, isClean)
    let given = name(person.given)
    if (person.second !== '' && !often(0.4)) given += ` ${name(person.second)}`
    if (often(0.01)) given = given.slice(0, 1)
    let father = often(0.1) ? '' : name(person.father)
    if (father !== '' && often(0.05)) father = `${script === 'arabic' ? 'بن' : 'bin'} ${father}`
    let family = often(0.03) ? '' : this.#family(person, script, often(0.4), isClean)
    if (often(0.03) && father !== '') family = father
    if (often(0.02) && family !== '') [given, family] = [family, given]
    const [birth, date] = this.#birth(person, isClean, script)
    const sex = often(0.005) ? (person.sex === 'male' ? 'female' : 'male') : person.sex
    const region = often(0.08) ? `Region ${1 + Math.floor(this.#next() * 12)}` : person.region
    return {
      cells: {
        record_id: '',
        given_name: given,
        father_name: father,
        grandfather_name: often(0.45) ? '' : name(person.grandfather),
        family_name: family,
        sex: often(0.02) ? '' : sex,
        birth_date: birth,
        region: often(0.03) ? '' : region,
        nationality: often(0.02) ? '' : person.world.nationality,
        household_id: household,
        document_number: often(0.3) ? '' : this.#slipped(person.document, often(0.03)),
      },
      person: person.number,
      script,
      sex: person.sex,
      age: NOW - person.year,
      date,
    }
  }

  #name(sounds: string, script: FieldScript, isClean: boolean): string {
    const next = this.#next
    // Most people have one Latin spelling that they use; clerks write by ear.
    const freedom = isClean ? 0.12 : next() < 0.55 ? 0 : 0.3
    return this.#slipped(spell(sounds, script, freedom, next), !isClean && next() < 0.04)
  }

  #family(person: Person, script: FieldScript, isBare: boolean, isClean: boolean): string {
    const word = this.#name(person.family, script, isClean)
    if (!person.hasArticle || isBare || word === '') return word
    if (script === 'arabic') return `ال${word}`
    return `${this.#next() < 0.6 ? 'Al-' : 'El '}${word}`
  }

  /** One letter left out, doubled, replaced or exchanged with the next; never the first. */
  #slipped(text: string, isSlip: boolean): string {
    if (!isSlip || text.length < 4) return text
    const at = 1 + Math.floor(this.#next() * (text.length - 2))
    const letter = text[at] ?? ''
    const other = text[1 + Math.floor(this.#next() * (text.length - 1))] ?? ''
    const forms = ['', letter + letter, other, (text[at + 1] ?? '') + letter]
    const kind = Math.floor(this.#next() * forms.length)
    return text.slice(0, at) + (forms[kind] ?? '') + text.slice(kind === 3 ? at + 2 : at + 1)
  }

  #birth(person: Person, isClean: boolean, script: FieldScript): [string, DateQuality] {
    const { year, month, day } = person
    if (isClean) {
      const isSolar = script === 'persian'
      return [isSolar ? solar(year, month, day, 'day') : dayText(year, month, day), 'right']
    }
    const chance = this.#next()
    if (chance < 0.1) return ['', 'missing']
    if (person.isFirstOfJanuary) return [dayText(year, 1, 1), 'first_of_january']
    if (chance < 0.13) return [dayText(year, day, month), 'swapped']
    if (chance < 0.17 && person.world.script === 'persian') {
      const how = (['day', 'year', 'copied'] as const)[Math.floor(this.#next() * 3)] ?? 'day'
      return [solar(year, month, day, how), 'calendar']
    }
    if (chance < 0.2) return [dayText(year + (this.#next() < 0.5 ? -1 : 1), month, day), 'slip']
    if (chance < 0.22) {
      const wrong = 1 + Math.floor(this.#next() * 28)
      return [dayText(year, month, wrong), wrong === day ? 'right' : 'slip']
    }
    return [dayText(year, month, day), 'right']
  }
}

/**
 * A day in the Solar Hijri calendar (`day`); with the year alone converted (`year`); or with day
 * and month copied from a Solar Hijri paper beside a converted year (`copied`).
 */
function solar(year: number, month: number, day: number, how: 'day' | 'year' | 'copied'): string {
  const date = toCalendar(new CalendarDate(year, month, day), PERSIAN)
  if (how === 'day') return dayText(date.year, date.month, date.day)
  return how === 'year' ? dayText(date.year, month, day) : dayText(year, date.month, date.day)
}

function dayText(year: number, month: number, day: number): string {
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}
