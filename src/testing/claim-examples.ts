import type {
  BodyListView,
  ClaimChangeView,
  ClaimFigureListView,
  ClaimFigureView,
  ClaimListView,
  ClaimsAddedView,
  ClaimView,
  DocumentListView,
  DocumentView,
  FigureTrailView,
  IncidentListView,
  OutdatedTextView,
} from '../domain/claim-views.ts'
import type { EditionListView, EditionView } from '../domain/edition-views.ts'
import type { Full } from './full.ts'

const day = '2014-03-31'
const instant = '2014-03-31T09:30:00.000Z'
const text = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
const statement = {
  subject: 'camp-l',
  measure: 'killed',
  population: 'all',
  place: 'camp-l',
  event: 'attack-2013-12-26',
} as const

const claim: Full<Omit<ClaimView, 'value'>> & Pick<ClaimView, 'value'> = {
  claim: 'CL-7K2M9QT',
  document: 'D-7K2M9QT',
  statement,
  value: { kind: 'between', low: 3, point: 4, high: 5 },
  asOf: { from: day, to: day, calendar: 'gregorian' },
  reportedOn: day,
  recordedAt: instant,
  stance: 'asserts',
  hops: [{ agent: 'agency', role: 'spokesperson', relation: 'says', anonymous: false }],
  extractor: 'hand',
  state: 'confirmed',
  spans: [{ part: 'sentence', start: 0, end: 40 }],
  quote: 'Three to five residents were killed.',
  links: [{ type: 'corrects', other: 'CL-1', outgoing: true }],
  evidence: ['named_list'],
}
const figure: Full<ClaimFigureView> = {
  figure: 'F-7K2M9QT',
  version: 2,
  knownFrom: instant,
  statement,
  unit: 'persons',
  kind: 'cumulative',
  asOf: { from: day, to: day },
  low: 3,
  best: 4,
  high: null,
  approximate: false,
  status: 'contested',
  bestBy: 'least_for_harm',
  policy: 'onward-1',
  inputs: [{ claim: 'CL-7K2M9QT', origin: 'agency', usedAs: ['low'], reason: 'used' }],
}
const says = { low: 3, best: 3, high: 3, approximate: false, status: 'single_origin' } as const
const outdatedFigure = { figure: 'F-1', usedVersion: 1, used: says, version: 2, now: says }
const outdated: Full<OutdatedTextView> = {
  text,
  publishedAt: instant,
  asOf: day,
  ...outdatedFigure,
}
const change: Full<ClaimChangeView> = {
  claims: ['CL-1'],
  figures: [figure],
  outdatedTexts: [outdated],
}
const document = {
  document: 'D-1',
  publisher: 'agency',
  publishedOn: day,
  language: 'en',
  url: 'https://agency.example/report',
}
const edition = {
  text,
  publishedAt: instant,
  asOf: day,
  by: 'public.one',
  outdated: [outdatedFigure],
}
const { version: _version, knownFrom: _from, inputs: _inputs, figure: _figure, ...own } = figure

/** An example of every JSON about claims, figures made of them, incidents and editions. */
export const CLAIM_EXAMPLES = {
  claims: { total: 1, page: 1, pageSize: 100, rows: [claim] } satisfies ClaimListView,
  bodies: {
    bodies: [
      {
        handle: 'agency',
        kind: 'organisation',
        names: [
          {
            text: 'Agency',
            language: 'en',
            script: 'Latn',
            kind: 'self',
            from: '1990',
            to: '2020',
          },
        ],
      },
    ],
  } satisfies Full<BodyListView>,
  documents: {
    documents: [{ ...document, claims: 2, open: 1 }],
  } satisfies Full<DocumentListView>,
  document: {
    ...document,
    retrievedAt: instant,
    sha256: 'a'.repeat(64),
    text: 'Three to five residents were killed.',
    claims: [claim],
  } satisfies DocumentView,
  'claim-change': change,
  'claims-added': {
    ...change,
    documents: ['D-1'],
    leftOut: [{ code: 'no_day', message: 'No day was found.', row: 3 }],
    alreadyThere: false,
  } satisfies Full<ClaimsAddedView>,
  'claim-figures': {
    asOf: day,
    knownOn: day,
    figures: [figure],
    positions: [
      {
        statement: { ...statement, measure: 'responsibility' },
        state: 'denied',
        noContraryClaim: true,
        searches: 1,
        inputs: [{ claim: 'CL-1', origin: 'agency', stance: 'denies', reason: 'stance_denies' }],
      },
    ],
    own: [{ ...own, id: 'departed', origin: 'this-deployment', definition: 'Who boarded.' }],
    lookAlikes: [{ figures: ['F-1', 'F-2'], differIn: ['measure', 'unit'] }],
  } satisfies Full<ClaimFigureListView>,
  'figure-trail': {
    figure,
    claims: [claim],
    versions: [{ version: 1, knownFrom: instant, low: 3, best: 3, high: 3, status: 'revised' }],
    outdatedTexts: [outdated],
  } satisfies FigureTrailView,
  incidents: {
    incidents: [
      {
        reference: 'attack-2013-12-26',
        happenedOn: day,
        whenPrecision: 'day',
        kind: 'attack',
        where: 'Camp L.',
        wherePrecision: 'place',
        figures: [{ figure: 'F-1', measure: 'killed', unit: 'persons', ...says }],
        statements: [{ measure: 'killed', value: 3, publisher: 'An agency', statedOn: day }],
      },
    ],
    urgency: {
      level: 'raised',
      because: [{ reference: 'attack-2013-12-26', kind: 'attack', happenedOn: day }],
    },
  } satisfies Full<IncidentListView>,
  editions: { editions: [edition] } satisfies Full<EditionListView>,
  edition: {
    ...edition,
    markdown: '# Appeal',
    own: [
      {
        figure: 'departed',
        unit: 'persons',
        published: { low: 363, best: 365, high: 367 },
        now: 370,
        isOutdated: true,
      },
    ],
    told: [
      {
        ...outdatedFigure,
        measure: 'killed',
        unit: 'persons',
        subject: 'camp-l',
        isOutdated: true,
      },
    ],
  } satisfies Full<EditionView>,
}
