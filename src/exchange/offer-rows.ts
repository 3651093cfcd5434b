import { CATEGORY_CODES } from '../domain/category.ts'
import {
  CONSUMED_AT,
  COUNTING_BASES,
  OFFER_KINDS,
  OFFER_MODES,
  OFFER_STATUSES,
} from '../domain/offer.ts'
import type { OfferCriteria, OfferStatus, OfferTerms } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { DateOptions } from '../identity/calendar-date.ts'
import { toAsciiDigits } from '../identity/digits.ts'
import type { Bytes } from './decode-text.ts'
import { languageCode } from './language-code.ts'
import { headerTest, matchHeaders, NO_HEADERS } from './match-headers.ts'
import type { FieldSpec, HeaderOptions, HeaderReading } from './match-headers.ts'
import { present } from './present.ts'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import { openTable } from './open-table.ts'
import type { SheetOptions } from './read-sheet.ts'
import type { TableOptions } from './table-rows.ts'
import { CATEGORY_WORDS, NEED_WORDS } from './register-fields.ts'
import { dateFault, RowReader } from './row-reader.ts'
import { vocabulary } from './vocabulary.ts'

/** An offer as the file has it; `sourceId` is the file's own id. */
export interface ImportedOffer {
  readonly sourceId: string
  readonly row: number
  readonly status: OfferStatus
  readonly terms: OfferTerms
}

export interface OfferOptions
  extends
    HeaderOptions,
    Omit<DateOptions, 'calendar'>,
    Pick<TableOptions, 'onBytes'>,
    SheetOptions {
  /** Nothing can have been stated later. */
  readonly today: PlainDate
}

/** All that a file says, or why it cannot be taken: `offers` is there only without problems. */
export interface OfferResult {
  readonly offers: readonly ImportedOffer[] | undefined
  readonly problems: readonly Problem[]
  readonly problemCount: number
  readonly ignoredColumns: readonly string[]
  /** How the headers were understood. */
  readonly headers: HeaderReading
  readonly rows: number
}

const WORDS = {
  offer_id: 'id,offer,offer number,offre,oferta,رقم العرض,شناسه پیشنهاد',
  state: 'country,state iso3,resettlement state,pays,país,الدولة,کشور',
  programme: 'program,programa,البرنامج,برنامه',
  kind: 'type,offer type,offer kind,tipo,نوع',
  status: 'offer status,statut,estado,الحالة,وضعیت',
  places: 'total,total places,number of places,quota,nombre de places,plazas,عدد الأماكن,تعداد',
  counting_basis: 'unit,counted in,basis,unité,unidad,الوحدة,واحد',
  consumed_at: 'used at,counted at',
  mode: 'processing,dossier or mission,modalité,modalidad',
  emergency_places: 'emergency,emergency sub quota,places d urgence,plazas de emergencia',
  medical_places: 'medical,medical sub quota,places médicales,plazas médicas',
  unallocated_places: 'unallocated,unallocated pool,non alloué,sin asignar',
  opens_on: 'opens,start,from,début,inicio',
  closes_on: 'closes,end,until,deadline,fin',
  mission_on: 'mission,mission date,selection mission',
  stated_by: 'source,announced by,publisher,déclaré par',
  stated_on: 'announced on,date stated,published on,déclaré le',
  source_url: 'url,link,source link,lien',
  nationalities: 'nationality,origins,nationalités,nacionalidades',
  categories: 'category,catégories,categorías',
  min_case_size: 'min size,minimum case size',
  max_case_size: 'max size,maximum case size',
  excludes_medical: 'no medical,medical excluded',
  languages: 'language,langues,idiomas',
  needs_excluded: 'excluded needs',
  criteria_text: 'criteria,conditions,critères,criterios',
} as const

type OfferField = keyof typeof WORDS
type Reader = RowReader<OfferField>

/** Without these an offer cannot be understood; a number of places needs its unit. */
const REQUIRED: ReadonlySet<OfferField> = new Set<OfferField>([
  'offer_id',
  'state',
  'status',
  'places',
  'counting_basis',
])

/** Fields of a table of offers and the headers that mean them (docs/import.md). */
export const OFFER_FIELDS: readonly FieldSpec<OfferField>[] = (
  Object.keys(WORDS) as OfferField[]
).map((field) => ({
  field,
  words: WORDS[field].split(','),
  ...(REQUIRED.has(field) ? { required: true as const } : {}),
}))

const KIND_WORDS = vocabulary(OFFER_KINDS, {
  resettlement: 'réinstallation,reasentamiento',
  evacuation_transit: 'transit,evacuation',
})
const STATUS_WORDS = vocabulary(OFFER_STATUSES)
const BASIS_WORDS = vocabulary(COUNTING_BASES, {
  persons: 'person,people,personnes,personas,أشخاص,نفر',
  cases: 'case,dossiers,casos,پرونده',
})
const CONSUMED_WORDS = vocabulary(CONSUMED_AT)
const MODE_WORDS = vocabulary(OFFER_MODES)
const CURRENT_CATEGORIES: ReadonlySet<string> = new Set(
  CATEGORY_CODES.filter((code) => code !== 'OLD' && code !== 'RLI'),
)

/** Reads offers of places from CSV or XLSX and checks each; all or nothing. */
export async function readOffers(source: Bytes, options: OfferOptions): Promise<OfferResult> {
  const problems = new ProblemList()
  const offers: ImportedOffer[] = []
  let rows = 0
  let ignoredColumns: readonly string[] = []
  let headers = NO_HEADERS
  const table = await openTable(source, problems, {
    ...options,
    looksLikeHeader: headerTest(OFFER_FIELDS, options.map),
  })
  if (table !== undefined) {
    const matched = matchHeaders(table, OFFER_FIELDS, problems, options)
    const { columns } = matched
    ignoredColumns = matched.ignored
    headers = matched.headers
    const dates = present({ dayFirst: options.dayFirst })
    const reader = new RowReader({ columns, header: table.header, problems, ...dates })
    if (problems.count > 0) await table.close()
    else {
      for await (const row of table.rows) {
        rows += 1
        const offer = readOffer(reader.at(row), options)
        if (offer !== undefined) offers.push(offer)
      }
    }
  }
  reportDoubleIds(offers, problems)
  return {
    offers: problems.count === 0 ? offers : undefined,
    problems: problems.list(),
    problemCount: problems.count,
    ignoredColumns,
    headers,
    rows,
  }
}

function reportDoubleIds(offers: readonly ImportedOffer[], problems: ProblemList): void {
  const firstRow = new Map<string, number>()
  for (const { sourceId, row } of offers) {
    const earlier = firstRow.get(sourceId)
    if (earlier === undefined) {
      firstRow.set(sourceId, row)
      continue
    }
    problems.add({
      code: 'duplicate_offer_id',
      row,
      column: 'offer_id',
      message: `rows ${earlier} and ${row} have the same offer_id`,
      help: 'keep one row for each offer',
    })
  }
}

function readOffer(reader: Reader, options: OfferOptions): ImportedOffer | undefined {
  for (const field of REQUIRED) reader.require(field, REQUIRED_HELP)
  const sourceId = reader.id('offer_id')
  const state = reader.state('state')
  const status = reader.code('status', STATUS_WORDS)
  const countingBasis = reader.code('counting_basis', BASIS_WORDS)
  const kind = reader.code('kind', KIND_WORDS) ?? 'resettlement'
  const programme = reader.line('programme') ?? kind.replaceAll('_', ' ')
  const places = readPlaces(reader)
  const subQuotas = readSubQuotas(reader, places?.total)
  const statement = readStatement(reader, status, options)
  const rest = {
    programme,
    kind,
    // Cautious when the file does not say: a place counts as used from the submission on.
    consumedAt: reader.code('consumed_at', CONSUMED_WORDS) ?? 'submission',
    mode: reader.code('mode', MODE_WORDS) ?? 'both',
    ...subQuotas,
    ...readPeriod(reader),
    ...statement,
    criteria: readCriteria(reader, subQuotas.medicalPlaces),
  } as const
  if (!sourceId || !state || !status || !countingBasis || !places) return undefined
  return { sourceId, row: reader.row, status, terms: { state, ...places, countingBasis, ...rest } }
}

const REQUIRED_HELP =
  'an offer needs its id, State, status, places and the unit they are counted in'

const ABOUT =
  /^(?:about|around|some|approx(?:imately|\.)?|circa|ca\.?|c\.|~|≈|environ|unos|حوالي|حدود)\s*(?=\d+$)/i

/** A positive whole number, or "about 100", which is kept as such. */
function readPlaces(reader: Reader): Pick<OfferTerms, 'total' | 'about'> | undefined {
  const text = toAsciiDigits(reader.peek('places'))
  const rough = ABOUT.exec(text)
  const total = rough === null ? reader.count('places') : Number(text.slice(rough[0].length))
  if (total === undefined) return undefined
  if (total > 0) return { total, about: rough !== null }
  reader.fault('places', NOT_POSITIVE)
  return undefined
}

const NOT_POSITIVE = {
  code: 'not_positive',
  message: 'the number is zero',
  help: 'write 1 or more, or leave the row out',
}

type SubQuotas = Pick<OfferTerms, 'emergencyPlaces' | 'medicalPlaces' | 'unallocatedPlaces'>

/** Parts of the total: using one uses the total, so none is larger than what is usable of it. */
function readSubQuotas(reader: Reader, total: number | undefined): SubQuotas {
  const unallocatedPlaces = reader.count('unallocated_places')
  const emergencyPlaces = reader.count('emergency_places')
  const medicalPlaces = reader.count('medical_places')
  const usable = total === undefined ? undefined : total - (unallocatedPlaces ?? 0)
  for (const [field, part, whole] of [
    ['unallocated_places', unallocatedPlaces, total],
    ['emergency_places', emergencyPlaces, usable],
    ['medical_places', medicalPlaces, usable],
  ] as const) {
    if (part === undefined || whole === undefined || part <= whole) continue
    reader.fault(field, {
      code: 'sub_quota_too_large',
      message: `the part is larger than the ${Math.max(whole, 0)} places it is a part of`,
      help: 'sub-quotas lie inside the total, less what is not allocated',
    })
  }
  return present({ unallocatedPlaces, emergencyPlaces, medicalPlaces })
}

function readPeriod(reader: Reader): Pick<OfferTerms, 'opensOn' | 'closesOn' | 'missionOn'> {
  const opensOn = reader.day('opens_on')
  const closesOn = reader.day('closes_on')
  if (opensOn !== undefined && closesOn !== undefined && closesOn < opensOn) {
    reader.fault('closes_on', {
      code: 'closes_before_opens',
      message: 'the offer closes before it opens',
      help: 'check both dates',
    })
  }
  return present({ opensOn, closesOn, missionOn: reader.day('mission_on') })
}

/** A confirmed offer gives capacity, so it must say who confirmed it and when. */
function readStatement(
  reader: Reader,
  status: OfferStatus | undefined,
  options: OfferOptions,
): Pick<OfferTerms, 'statedBy' | 'statedOn' | 'source'> {
  if (status === 'confirmed') {
    reader.require('stated_by', 'a confirmed offer needs who stated it; otherwise it is reported')
    reader.require('stated_on', 'a confirmed offer needs the day on which it was stated')
  }
  const statedOn = reader.day('stated_on')
  if (statedOn !== undefined && statedOn > options.today)
    reader.fault('stated_on', dateFault('future'))
  const source = reader.line('source_url')
  if (source !== undefined && !/^https?:\/\/\S+$/i.test(source)) {
    reader.fault('source_url', {
      code: 'not_a_url',
      message: 'not an address of a web page',
      help: 'write it with https:// in front, or put the words into stated_by',
    })
  }
  return present({ statedBy: reader.line('stated_by'), statedOn, source })
}

function readCriteria(reader: Reader, medicalPlaces: number | undefined): OfferCriteria {
  const minCaseSize = readSize(reader, 'min_case_size')
  const maxCaseSize = readSize(reader, 'max_case_size')
  if (minCaseSize !== undefined && maxCaseSize !== undefined && minCaseSize > maxCaseSize) {
    reader.fault('max_case_size', {
      code: 'sizes_cross',
      message: 'the largest case is smaller than the smallest',
      help: 'check min_case_size and max_case_size',
    })
  }
  const excludesMedical = reader.flag('excludes_medical') ?? false
  if (excludesMedical && (medicalPlaces ?? 0) > 0) {
    reader.fault('excludes_medical', {
      code: 'medical_contradiction',
      message: 'the offer excludes medical cases and has medical places',
      help: 'keep one of the two',
    })
  }
  const categories = reader.codes('categories', CATEGORY_WORDS)
  if (categories.some((category) => !CURRENT_CATEGORIES.has(category))) {
    reader.fault('categories', {
      code: 'old_category',
      message: 'OLD and RLI are no longer offered',
      help: `write some of ${[...CURRENT_CATEGORIES].join(', ')}`,
    })
  }
  return {
    nationalities: reader.states('nationalities'),
    categories,
    languages: reader.items('languages', languageCode, () =>
      reader.fault('languages', {
        code: 'not_a_language',
        message: 'not a language that can be recognised',
        help: 'write ISO 639-3 codes of three letters, e.g. fas; ara; kmr',
      }),
    ),
    excludedNeeds: reader.codes('needs_excluded', NEED_WORDS),
    acceptsMedical: !excludesMedical,
    ...present({ minCaseSize, maxCaseSize, text: reader.text('criteria_text') }),
  }
}

function readSize(reader: Reader, field: 'min_case_size' | 'max_case_size'): number | undefined {
  const size = reader.count(field)
  if (size !== 0) return size
  reader.fault(field, NOT_POSITIVE)
  return undefined
}
