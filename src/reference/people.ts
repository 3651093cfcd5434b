import type { BirthDate, Person, Sex } from '../domain/person.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { SpecificNeed } from '../domain/specific-need.ts'
import type { StateCode } from '../domain/state-code.ts'
import { dayNumber, plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import type { FamilyName } from './names.ts'
import { makeFamilyName, makeNames } from './names.ts'
import type { Random } from './random.ts'
import { solarHijriYear, toSolarHijri } from './solar-hijri.ts'

/** Someone of a family before they have ids: their part in it decides age and name. */
export interface FamilyRole {
  readonly relationship: string
  readonly sex: Sex
  readonly bornOn: DayNumber
  /** Whose name they carry as their father's. */
  readonly fatherIsHead: boolean
  /** A child without parents here. */
  readonly unaccompanied: boolean
}

export interface FamilyTraits {
  readonly name: FamilyName
  readonly nationality?: StateCode
  readonly languages: readonly string[]
  readonly tieStates: readonly StateCode[]
  readonly preferredStates: readonly StateCode[]
  readonly hasMedicalNeed: boolean
}

/** States where people of the camp have kin or would like to go; invented shares. */
const TIES: readonly (readonly [StateCode, number])[] = [
  ['DEU', 22],
  ['SWE', 14],
  ['NOR', 8],
  ['GBR', 12],
  ['USA', 12],
  ['CAN', 10],
  ['FRA', 8],
  ['NLD', 6],
  ['ITA', 3],
  ['AUS', 5],
]

const LANGUAGES: readonly (readonly [string, number])[] = [
  ['eng', 14],
  ['deu', 5],
  ['fra', 4],
  ['azb', 8],
]

/** What a family shares. `arabicShare`: how many of all families carry Arabic names. */
export function makeTraits(random: Random, arabicShare = 0.08): FamilyTraits {
  const arabic = random.chance(arabicShare)
  const name = makeFamilyName(random, arabic ? 'arabic' : 'persian')
  const nationality = random.weighted<StateCode | undefined>(
    arabic
      ? [
          ['IRQ', 60],
          ['SYR', 15],
          [undefined, 25],
        ]
      : [
          ['IRN', 97],
          [undefined, 2],
          ['AFG', 1],
        ],
  )
  const languages = [arabic ? 'arb' : 'pes']
  if (random.chance(0.12)) languages.push(arabic ? 'pes' : 'ckb')
  for (const [code, percent] of LANGUAGES) if (random.chance(percent / 100)) languages.push(code)
  return {
    name,
    ...(nationality === undefined ? {} : { nationality }),
    languages,
    tieStates: random.chance(0.14) ? [random.weighted(TIES)] : [],
    preferredStates: random.chance(0.2) ? [random.weighted(TIES)] : [],
    hasMedicalNeed: random.chance(0.06),
  }
}

/** The members of a case of this size, the principal applicant first. `today` fixes the ages. */
export function makeFamily(random: Random, size: number, today: DayNumber): FamilyRole[] {
  const adultBirth = (from: number, to: number): DayNumber =>
    today - Math.round((from + random.unit() * (to - from)) * 365.25)
  const headSex: Sex = random.chance(size === 1 ? 0.62 : 0.74) ? 'male' : 'female'
  const headBorn = size === 1 ? adultBirth(22, 66) : adultBirth(27, 56)
  const family: FamilyRole[] = [role('PA', headSex, headBorn, false)]
  if (size === 1) return family
  if (size === 2 && random.chance(0.25)) return [...family, siblingOf(random, adultBirth(20, 60))]
  const hasSpouse = headSex === 'male' || random.chance(0.35)
  if (hasSpouse)
    family.push(
      role(
        headSex === 'male' ? 'WIF' : 'HUS',
        headSex === 'male' ? 'female' : 'male',
        headBorn + random.between(-1500, 2200),
        false,
      ),
    )
  if (size > 3 && random.chance(0.15))
    family.push(
      role(
        'PRF',
        'female',
        Math.max(headBorn - random.between(8000, 11000), dayNumber('1925-01-01')),
        false,
      ),
    )
  while (family.length < size) family.push(childOf(random, headBorn, headSex, today))
  return family
}

function role(
  relationship: string,
  sex: Sex,
  bornOn: DayNumber,
  fatherIsHead: boolean,
): FamilyRole {
  return { relationship, sex, bornOn, fatherIsHead, unaccompanied: false }
}

function siblingOf(random: Random, bornOn: DayNumber): FamilyRole {
  const sex: Sex = random.chance(0.5) ? 'male' : 'female'
  return role(sex === 'male' ? 'SBM' : 'SBF', sex, bornOn, false)
}

function childOf(random: Random, headBorn: DayNumber, headSex: Sex, today: DayNumber): FamilyRole {
  const sex: Sex = random.chance(0.51) ? 'male' : 'female'
  const eldest = Math.min(26, (today - headBorn) / 365.25 - 19)
  // Nobody is born after the register opened: births are registered as they are.
  const age = 0.4 + random.unit() * Math.max(1, eldest - 0.4)
  return role(
    sex === 'male' ? 'SON' : 'DAU',
    sex,
    today - Math.round(age * 365.25),
    headSex === 'male',
  )
}

/** A child who is alone; born so late that it is a child on every day of the scenario. */
export function makeUnaccompaniedChild(random: Random): FamilyRole {
  return {
    relationship: 'PA',
    sex: random.chance(0.6) ? 'male' : 'female',
    bornOn: dayNumber('2000-02-01') + random.between(0, 1800),
    fatherIsHead: false,
    unaccompanied: true,
  }
}

/** Puts a member on paper. */
export function makePerson(
  random: Random,
  ids: Pick<Person, 'id' | 'sourceId' | 'reference'>,
  member: FamilyRole,
  traits: FamilyTraits,
  today: DayNumber,
): Person {
  const age = (today - member.bornOn) / 365.25
  const isPatient = traits.hasMedicalNeed && member.relationship === 'PA'
  return {
    ...ids,
    site: FIRST_SITE.id,
    names: makeNames(
      random,
      traits.name,
      member.sex,
      member.fatherIsHead ? traits.name.father : undefined,
    ),
    sex: member.sex,
    birth: writeBirth(random, member.bornOn, member.unaccompanied || age < 17),
    ...(traits.nationality === undefined ? {} : { nationality: traits.nationality }),
    needs: needsOf(random, member, age, isPatient),
    needsMedicalPlace: isPatient,
    languages: age < 2 ? traits.languages.slice(0, 1) : traits.languages,
    preferredStates: traits.preferredStates,
    tieStates: traits.tieStates,
  }
}

function needsOf(
  random: Random,
  member: FamilyRole,
  age: number,
  isPatient: boolean,
): readonly SpecificNeed[] {
  const needs: SpecificNeed[] = []
  if (member.unaccompanied) needs.push('SC')
  if (isPatient) needs.push('SM')
  if (isPatient ? random.chance(0.3) : random.chance(0.02)) needs.push('DS')
  if (age >= 60) needs.push('ER')
  if (age >= 18 && random.chance(0.12)) needs.push('TR')
  if (age >= 18 && member.sex === 'female' && random.chance(0.06)) needs.push('WR')
  if (age >= 18 && random.chance(0.08)) needs.push('LP')
  return needs
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/**
 * A birth date as different clerks write it, with the days it can mean. Children keep an exact
 * day (`exact`), in either calendar: whether somebody is a child must not hang on a clerk.
 */
function writeBirth(random: Random, bornOn: DayNumber, exact: boolean): BirthDate {
  const iso = plainDate(bornOn)
  const [year = '', month = '', day = ''] = iso.split('-')
  const precise = { earliest: iso, latest: iso, precision: 'day' } as const
  const style = random.weighted<BirthStyle>(exact ? EXACT_STYLES : ALL_STYLES)
  if (style === 'iso') return { text: iso, calendar: 'gregorian', ...precise }
  if (style === 'slashes')
    return { text: `${day}/${month}/${year}`, calendar: 'gregorian', ...precise }
  if (style === 'solar' || style === 'solar_digits') {
    const text = solarText(bornOn)
    return {
      text: style === 'solar' ? text : persianDigits(text),
      calendar: 'solar_hijri',
      ...precise,
    }
  }
  if (style === 'first_of_january')
    return {
      text: `01/01/${year}`,
      calendar: 'gregorian',
      ...wholeYears(year, year),
      precision: 'year',
    }
  if (style === 'solar_year') {
    const solar = toSolarHijri(bornOn).year
    const [first, last] = solarHijriYear(solar)
    const range = { earliest: plainDate(first), latest: plainDate(last) }
    return { text: String(solar), calendar: 'solar_hijri', ...range, precision: 'year' }
  }
  if (style === 'month') {
    const first = dayNumber(`${year}-${month}-01`)
    const next =
      Number(month) === 12
        ? `${Number(year) + 1}-01-01`
        : `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`
    const range = { earliest: plainDate(first), latest: plainDate(dayNumber(next) - 1) }
    return {
      text: `${MONTHS[Number(month) - 1]} ${year}`,
      calendar: 'gregorian',
      ...range,
      precision: 'month',
    }
  }
  if (style === 'about') {
    const range = wholeYears(String(Number(year) - 2), String(Number(year) + 2))
    return { text: `about ${year}`, calendar: 'gregorian', ...range, precision: 'about' }
  }
  const age = 2012 - Number(year)
  const range = wholeYears(String(2011 - age), String(2012 - age))
  return { text: `age ${age} in 2012`, calendar: 'gregorian', ...range, precision: 'age' }
}

type BirthStyle =
  | 'iso'
  | 'slashes'
  | 'solar'
  | 'solar_digits'
  | 'first_of_january'
  | 'solar_year'
  | 'month'
  | 'about'
  | 'age'

const EXACT_STYLES: readonly (readonly [BirthStyle, number])[] = [
  ['iso', 50],
  ['slashes', 22],
  ['solar', 18],
  ['solar_digits', 10],
]
const ALL_STYLES: readonly (readonly [BirthStyle, number])[] = [
  ['iso', 34],
  ['slashes', 18],
  ['solar', 14],
  ['solar_digits', 8],
  ['first_of_january', 13],
  ['solar_year', 6],
  ['month', 3],
  ['about', 2],
  ['age', 2],
]

function solarText(bornOn: DayNumber): string {
  const { year, month, day } = toSolarHijri(bornOn)
  return `${year}/${String(month).padStart(2, '0')}/${String(day).padStart(2, '0')}`
}

function persianDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))
}

function wholeYears(from: string, to: string): { earliest: string; latest: string } {
  return { earliest: `${from}-01-01`, latest: `${to}-12-31` }
}

/** Whoever could be 18 before 2017 by the earliest reading of their birth date signs for themselves. */
const SIGNS_IF_BORN_BY = '1998-12-31'

/** Whether the person signs a consent: an adult, or a child who is alone. */
export function signs(person: Person): boolean {
  return person.needs.includes('SC') || (person.birth?.earliest ?? '') <= SIGNS_IF_BORN_BY
}
