/**
 * Hashtags of the Humanitarian Exchange Language, HXL 1.1: a row under the header, which says in
 * any language what a column holds. Tags and attributes are HXL's own where it has one; those for
 * resettlement (`+case`, `+consent`, …) are our choice. What Onward exports it reads back.
 */
const REGISTER_TAGS = {
  person_id: '#beneficiary +id +ind',
  given_name: '#beneficiary +name +given',
  father_name: '#beneficiary +name +father',
  grandfather_name: '#beneficiary +name +grandfather',
  mother_name: '#beneficiary +name +mother',
  family_name: '#beneficiary +name +family',
  full_name: '#beneficiary +name',
  name_original: '#beneficiary +name +original',
  sex: '#beneficiary +sex',
  birth_date: '#date +birth',
  birth_calendar: '#meta +calendar',
  nationality: '#country +code +nationality',
  origin: '#country +code +origin',
  registered_on: '#date +registered',
  arrived_on: '#date +arrived',
  household_id: '#beneficiary +id +hh',
  case_id: '#beneficiary +id +case',
  relationship: '#beneficiary +relationship',
  primary_category: '#need +category +primary',
  secondary_category: '#need +category +secondary',
  priority: '#severity +priority',
  priority_reason: '#severity +priority +text',
  case_stage: '#status +case',
  needs: '#need +code',
  medical_places: '#need +medical',
  protection_status: '#status +protection',
  best_interests: '#date +bestinterests',
  consent_states: '#country +code +consent',
  consented_on: '#date +consent',
  languages: '#beneficiary +language',
  preferred_states: '#country +code +preferred',
  ties_states: '#country +code +ties',
  linked_case_ids: '#beneficiary +id +case +linked',
  link_kind: '#meta +link',
  location: '#loc +type',
  died_on: '#date +died',
  departed_on: '#date +departed',
} as const

/** Of columns that only exports have. */
const EXPORT_TAGS = {
  kunya: '#beneficiary +name +kunya',
  person: '#beneficiary +id +code',
  case: '#beneficiary +id +case +code',
  principal: '#beneficiary +name +principal',
  status: '#status',
  status_since: '#date +status',
  referred_on: '#date +referred',
  waiting_days: '#indicator +waiting +num',
  persons: '#affected +ind +num',
  state: '#country +code +dest',
  offer: '#activity +id +offer',
  offer_id: '#activity +id +offer',
  programme: '#activity +programme',
  kind: '#activity +type',
  places: '#capacity +num',
  counting_basis: '#capacity +type',
  opens_on: '#date +start',
  closes_on: '#date +end',
  stated_by: '#org +source',
  stated_on: '#date +reported',
  source_url: '#meta +url',
  nationalities: '#country +code +nationality +asked',
  figure: '#indicator +code',
  unit: '#indicator +unit',
  low: '#indicator +num +low',
  best: '#indicator +num +best',
  high: '#indicator +num +high',
  shown: '#meta +precision',
  as_of: '#date +asof',
  known_on: '#date +known',
  source: '#meta +source',
  definition: '#description',
} as const

const TAG = /^#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*$/i

/** A row of hashtags: at least one, and nothing else. */
export function isHxlRow(cells: readonly string[]): boolean {
  const written = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return written.length > 0 && written.every((cell) => TAG.test(cell))
}

/** The same key for the same tag, in whatever order and spacing its attributes are written. */
function tagKey(tag: string): string {
  const [name = '', ...attributes] = tag
    .toLowerCase()
    .split('+')
    .map((part) => part.trim())
  return [name, ...attributes.toSorted()].join('+')
}

const FIELD_OF = new Map(
  Object.entries(REGISTER_TAGS).map(([field, tag]) => [tagKey(tag), field] as const),
)

/** The field of a register that a hashtag means. */
export function fieldOfTag(tag: string): string | undefined {
  return FIELD_OF.get(tagKey(tag))
}

/** The hashtag of a column that is exported; HXL allows columns without one. */
export function tagOfField(field: string): string {
  const tags: Readonly<Record<string, string>> = { ...EXPORT_TAGS, ...REGISTER_TAGS }
  return tags[field] ?? ''
}
