import { expect, test } from 'vitest'
import { readOffers } from './offer-rows.ts'
import type { OfferResult } from './offer-rows.ts'

const VALID = {
  offer_id: 'O-1',
  state: 'DEU',
  status: 'reported',
  places: '100',
  counting_basis: 'persons',
}

function offers(...rows: readonly Readonly<Record<string, string>>[]): Promise<OfferResult> {
  const whole = rows.map((row, at) => ({ ...VALID, offer_id: `O-${at + 1}`, ...row }))
  const fields = [...new Set(whole.flatMap(Object.keys))]
  const lines = whole.map((row: Record<string, string>) =>
    fields.map((field) => `"${row[field] ?? ''}"`).join(';'),
  )
  const text = [fields.join(';'), ...lines].join('\r\n')
  return readOffers(Buffer.from(text), { today: '2013-12-27' })
}

test('a whole row becomes an offer with its terms', async () => {
  const result = await offers({
    offer_id: 'ALB-2013',
    state: 'alb',
    programme: 'Humanitarian admission 2013',
    kind: 'humanitarian admission',
    status: 'confirmed',
    places: '210',
    counting_basis: 'persons',
    consumed_at: 'arrival',
    mode: 'dossier',
    emergency_places: '20',
    medical_places: '10',
    unallocated_places: '0',
    opens_on: '2013-03-18',
    closes_on: '2014-12-31',
    stated_by: 'Government of the State',
    stated_on: '2013-03-18',
    source_url: 'https://example.org/offer',
    nationalities: 'IRN',
    categories: 'LPN, SVT',
    max_case_size: '8',
    min_case_size: '1',
    excludes_medical: 'no',
    languages: 'fas',
    needs_excluded: 'SC',
    criteria_text: 'as published',
  })
  expect(result.problems).toEqual([])
  expect(result.offers).toEqual([
    {
      sourceId: 'ALB-2013',
      row: 2,
      status: 'confirmed',
      terms: {
        state: 'ALB',
        programme: 'Humanitarian admission 2013',
        kind: 'humanitarian_admission',
        total: 210,
        about: false,
        countingBasis: 'persons',
        consumedAt: 'arrival',
        mode: 'dossier',
        emergencyPlaces: 20,
        medicalPlaces: 10,
        unallocatedPlaces: 0,
        opensOn: '2013-03-18',
        closesOn: '2014-12-31',
        statedBy: 'Government of the State',
        statedOn: '2013-03-18',
        source: 'https://example.org/offer',
        criteria: {
          nationalities: ['IRN'],
          categories: ['LPN', 'SVT'],
          languages: ['fas'],
          excludedNeeds: ['SC'],
          acceptsMedical: true,
          minCaseSize: 1,
          maxCaseSize: 8,
          text: 'as published',
        },
      },
    },
  ])
})

test.each(['about 100', 'c. 100', '~100', 'About ۱۰۰', 'some 100'])(
  '%s places are 100 and said to be rough',
  async (places) => {
    const { offers: read, problems } = await offers({ places })
    expect(problems).toEqual([])
    expect(read?.[0]?.terms).toMatchObject({ total: 100, about: true })
  },
)

test('what a file does not say is read with care', async () => {
  const { offers: read } = await offers({})
  expect(read?.[0]?.terms).toMatchObject({
    kind: 'resettlement',
    programme: 'resettlement',
    consumedAt: 'submission',
    mode: 'both',
    about: false,
  })
})

const STATED = { stated_by: 'State', stated_on: '2013-01-01' }

test.each<[string, Record<string, string>, string, string]>([
  ['-5 places', { places: '-5' }, 'negative_number', 'places'],
  ['-2.5 places', { places: '-2,5' }, 'negative_number', 'places'],
  ['2.5 places', { places: '2.5' }, 'not_a_whole_number', 'places'],
  ['0 places', { places: '0' }, 'not_positive', 'places'],
  ['no places', { places: '' }, 'missing', 'places'],
  ['words for places', { places: 'many' }, 'not_a_whole_number', 'places'],
  ['a formula for places', { places: '=5' }, 'formula', 'places'],
  ['no unit', { counting_basis: '' }, 'missing', 'counting_basis'],
  ['an unknown State', { state: 'XQQ' }, 'not_a_state', 'state'],
  ['an unknown status', { status: 'promised' }, 'not_in_list', 'status'],
  [
    'confirmed by nobody',
    { ...STATED, status: 'confirmed', stated_by: '' },
    'missing',
    'stated_by',
  ],
  [
    'confirmed at no time',
    { ...STATED, status: 'confirmed', stated_on: '' },
    'missing',
    'stated_on',
  ],
  [
    'a sub-quota above the total',
    { emergency_places: '101' },
    'sub_quota_too_large',
    'emergency_places',
  ],
  [
    'a sub-quota above what is allocated',
    { unallocated_places: '40', medical_places: '61' },
    'sub_quota_too_large',
    'medical_places',
  ],
  [
    'closing before opening',
    { opens_on: '2013-02-01', closes_on: '2013-01-31' },
    'closes_before_opens',
    'closes_on',
  ],
  ['crossed sizes', { min_case_size: '4', max_case_size: '3' }, 'sizes_cross', 'max_case_size'],
  ['a future statement', { stated_on: '2014-01-01' }, 'date_future', 'stated_on'],
  ['a source that is no address', { source_url: 'newspaper' }, 'not_a_url', 'source_url'],
  ['an old category', { categories: 'OLD' }, 'old_category', 'categories'],
  [
    'medical places without medical cases',
    { medical_places: '5', excludes_medical: 'yes' },
    'medical_contradiction',
    'excludes_medical',
  ],
  ['a double id', { offer_id: 'O-1' }, 'duplicate_offer_id', 'offer_id'],
])('%s is told with row and column and nothing is taken', async (_, row, code, column) => {
  const result = await offers({}, row)
  expect(result.problems.map((one) => [one.code, one.row, one.column])).toEqual([[code, 3, column]])
  expect(result.offers).toBeUndefined()
})

test('sub-quotas as large as the total are fine', async () => {
  const { problems } = await offers({ emergency_places: '100', medical_places: '100' })
  expect(problems).toEqual([])
})
