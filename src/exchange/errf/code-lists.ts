import { RELATIONSHIPS } from '../relationship.ts'
import { COUNTRY_CODES, COUNTRY_CODES_41 } from './country-code.ts'
import { ETHNICITY_CODES, ETHNICITY_CODES_41 } from './ethnicity-codes.ts'
import { LANGUAGE_CODES, LANGUAGE_CODES_41 } from './language-codes.ts'
import { OCCUPATION_CODES, OCCUPATION_CODES_41 } from './occupation-codes.ts'

// Small lists; source and licence of all of them stand in NOTICE.md beside this file.

/** The versions of UNHCR's eRRF that are read; 2.8 is also written, and the later one. */
export type ErrfVersion = '4.1' | '2.8'

/** Stands in lists of 4.1 for a code that was not chosen. */
export const PLACEHOLDER = '-'

interface CodeList {
  readonly both: readonly string[]
  readonly only41?: readonly string[]
  readonly only28?: readonly string[]
  /** How codes are compared, where not as written. */
  readonly fold?: (code: string) => string
}

const withoutZeros = (code: string): string => code.replace(/^0+(?=.)/, '')
const words = (text: string): readonly string[] => text.split(' ')

const LISTS = {
  address: {
    both: words('AstAd CoR PCoR COA PCoA PCoO CoO VolRe Integ Mail PMail RST Trans EML TEL'),
    fold: (code) => code.toUpperCase(),
  },
  country: { both: COUNTRY_CODES, only41: COUNTRY_CODES_41 },
  degree: { both: words('BAC Grad High Prim Sec Tech U Univ'), fold: withoutZeros },
  educationLevel: {
    both: words('1 2 3 4 5 6 7 8 9 10 11 12 13 14 IN KG NE PG TC U UG'),
    fold: withoutZeros,
  },
  employment: {
    both: [],
    only41: words('E NE S'),
    only28: ['No Occupation', 'Skill', 'WorkExperience'],
  },
  ethnicity: { both: ETHNICITY_CODES, only41: ETHNICITY_CODES_41, fold: withoutZeros },
  language: { both: LANGUAGE_CODES, only41: LANGUAGE_CODES_41 },
  languageLevel: { both: words('E N NO U') },
  marital: { both: words('CL DV EG MA PT SN SR U WD'), only41: ['P'] },
  occupation: { both: OCCUPATION_CODES, only41: OCCUPATION_CODES_41, fold: withoutZeros },
  phone: {
    both: ['Home', 'Home Fax', 'Main', 'Mobile', 'Other', 'UN Issued', 'Work', 'Work Fax'],
  },
  relationship: { both: Object.keys(RELATIONSHIPS), only41: ['HR2', 'U'] },
  religion: {
    both: words(
      'ADV AHM ALA ANC ANG ANI ATH BAH BAP BUD CAO CHL CHR COF CSC DRU EAS FLG HIN ISM JAI JDS JEH ' +
        'KAK KIR LUT MND MOR MUS NON OOR ORT OTH PEN PRO ROM SCI SHI SIK SIT SPI SUN TAO U VOD YAZ ZOR',
    ),
  },
  criteria: {
    both: words('AWR CHL FAM LPN MED OLD RLI SVT'),
    only41: ['LFDS', 'N/A'],
    only28: ['LAS'],
  },
  priority: { both: words('EM NR U UG') },
  sex: { both: words('F M U') },
  vulnerability: { both: words('CR DS ER FU LP SC SM SP SV TR WR'), only28: ['PG'] },
} as const satisfies Record<string, CodeList>

export type ListName = keyof typeof LISTS

function foldOf(list: ListName): (code: string) => string {
  const { fold }: CodeList = LISTS[list]
  return fold ?? ((code) => code)
}

/** Every code of a list in one version, without the placeholder. */
export function codesOf(list: ListName, version: ErrfVersion): readonly string[] {
  const { both, only41 = [], only28 = [] }: CodeList = LISTS[list]
  return [...both, ...(version === '4.1' ? only41 : only28)]
}

const SETS: Readonly<Record<ErrfVersion, Map<ListName, ReadonlySet<string>>>> = {
  '4.1': new Map(),
  '2.8': new Map(),
}

/** Whether a version's list has the code; 4.1 lists the placeholder `-` everywhere. */
export function hasCode(list: ListName, version: ErrfVersion, code: string): boolean {
  const fold = foldOf(list)
  let set = SETS[version].get(list)
  if (set === undefined) {
    set = new Set(codesOf(list, version).map(fold))
    SETS[version].set(list, set)
  }
  return set.has(fold(code)) || (version === '4.1' && code === PLACEHOLDER)
}
