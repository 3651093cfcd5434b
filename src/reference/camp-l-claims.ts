import type { Body } from '../domain/body.ts'
import type { ClaimValue, Statement } from '../domain/claim.ts'
import type { Measure } from '../domain/measure.ts'
import type { QuotedClaim, QuotedDocument } from './quote-claims.ts'

/*
 * What was published about Camp L., 2013 to 2015: numbers, days and publishers of the sources named
 * in docs/claims.md, in sentences of ours.
 */

const CAMP = 'camp-l'
const ATTACKS = {
  february: { event: 'attack-2013-02-09', from: '2013-02-09' },
  september: { event: 'attack-2013-09-01', from: '2013-09-01' },
  december: { event: 'attack-2013-12-26', from: '2013-12-26' },
  october: { event: 'attack-2015-10-29', from: '2015-10-29' },
} as const

function name(
  text: string,
  kind: Body['names'][number]['kind'],
  language = 'en',
): Body['names'][0] {
  return { text, language, script: language === 'en' ? 'Latn' : 'Arab', kind }
}

/** Who speaks here, and of what. States stand under their codes. */
export const CAMP_L_BODIES: readonly Body[] = [
  { handle: CAMP, kind: 'camp', names: [name('Camp L.', 'self')] },
  {
    handle: 'unhcr',
    kind: 'organisation',
    names: [name('UNHCR', 'abbrev'), name('UN Refugee Agency', 'self')],
  },
  { handle: 'un-news', kind: 'media', names: [name('UN News', 'self')] },
  { handle: 'unami', kind: 'organisation', names: [name('UNAMI', 'abbrev')] },
  { handle: 'reprint-one', kind: 'media', names: [name('A reprint in Spanish', 'self')] },
  { handle: 'ALB', kind: 'state', names: [name('Albania', 'self')] },
  { handle: 'DEU', kind: 'state', names: [name('Germany', 'self')] },
]

const exact = (point: number): ClaimValue => ({ kind: 'exact', point })
const about = (point: number): ClaimValue => ({ kind: 'about', point })

function of(measure: Measure, subject = CAMP, event?: string): Statement {
  return {
    subject,
    measure,
    population: 'all',
    place: CAMP,
    ...(event === undefined ? {} : { event }),
  }
}

type Attack = (typeof ATTACKS)[keyof typeof ATTACKS]

function harm(measure: Measure, attack: Attack, value: ClaimValue, words: string): QuotedClaim {
  return { statement: of(measure, CAMP, attack.event), value, words, from: attack.from }
}

function on(
  from: string,
  measure: Measure,
  value: ClaimValue,
  words: string,
  more: { subject?: string; to?: string } = {},
): QuotedClaim {
  return {
    statement: of(measure, more.subject),
    value,
    words,
    from,
    ...(more.to === undefined ? {} : { to: more.to }),
  }
}

const QUARTER = '2014-03-31'
const YEAR_END = '2015-12-31'

/** Every document of the reference scenario with its claims, in order of publication. */
export const CAMP_L_DOCUMENTS: readonly QuotedDocument[] = [
  {
    publisher: 'un-news',
    publishedOn: '2013-02-10',
    language: 'en',
    text: 'The attack on Camp L. on 9 February killed six people, UN News reports.',
    claims: [harm('killed', ATTACKS.february, exact(6), 'six')],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2013-03-18',
    language: 'en',
    text: 'More than 3,000 residents live in Camp L. Albania offers 210 places under humanitarian admission. Eight people died in the attack of 9 February.',
    claims: [
      on('2013-03-18', 'residents', { kind: 'at_least', low: 3000 }, '3,000'),
      on('2013-03-18', 'places_offered', exact(210), '210', { subject: 'ALB' }),
      harm('killed', ATTACKS.february, exact(8), 'Eight'),
    ],
  },
  {
    publisher: 'unami',
    publishedOn: '2013-04-18',
    language: 'en',
    text: 'Germany offers about 100 places. Of the residents, 10 % now have firm offers.',
    claims: [
      on('2013-04-18', 'places_offered', about(100), '100', { subject: 'DEU' }),
      on('2013-04-18', 'with_firm_offers', exact(10), '10'),
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2013-12-27',
    language: 'en',
    text: 'Of some 3,200 residents, 1,400 cases were submitted to States. In all 311 residents were relocated. The attack of 26 December killed 3 residents.',
    claims: [
      on('2013-12-27', 'residents', about(3200), '3,200'),
      on('2013-12-27', 'submitted_cases', exact(1400), '1,400'),
      on('2013-12-27', 'relocated', exact(311), '311'),
      harm('killed', ATTACKS.december, exact(3), '3 residents'),
    ],
  },
  {
    publisher: 'reprint-one',
    publishedOn: '2013-12-28',
    language: 'es',
    text: 'El ACNUR dice que 1.4000 casos fueron presentados a los Estados.',
    claims: [
      {
        ...on('2013-12-27', 'submitted_cases', exact(14_000), '1.4000'),
        reportedOn: '2013-12-27',
        hops: [
          { agent: 'unhcr', relation: 'says', anonymous: false },
          { agent: 'reprint-one', relation: 'republishes', anonymous: false },
        ],
      },
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: QUARTER,
    language: 'en',
    text: 'Protection needs were determined for 2,023 persons. So far 367 persons departed, of whom 56 in the first quarter. Albania offered 210 places, accepted 210 persons, and 208 of them departed. Germany offered about 100 places, accepted 98 persons, and 91 of them departed.',
    claims: [
      on(QUARTER, 'protection_needs_determined', exact(2023), '2,023'),
      on(QUARTER, 'departed', exact(367), '367'),
      on('2014-01-01', 'departures', exact(56), '56', { to: QUARTER }),
      on(QUARTER, 'places_offered', exact(210), '210 places', { subject: 'ALB' }),
      on(QUARTER, 'accepted', exact(210), '210 persons', { subject: 'ALB' }),
      on(QUARTER, 'departed', exact(208), '208', { subject: 'ALB' }),
      on(QUARTER, 'places_offered', about(100), '100', { subject: 'DEU' }),
      on(QUARTER, 'accepted', exact(98), '98', { subject: 'DEU' }),
      on(QUARTER, 'departed', exact(91), '91', { subject: 'DEU' }),
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2014-05-06',
    language: 'en',
    text: 'The attack of last December is now known to have killed 4 residents. In the attack of September on the former camp 52 people died. Still 7 people are missing.',
    claims: [
      { ...harm('killed', ATTACKS.december, exact(4), '4 residents'), stance: 'revises' },
      harm('killed', ATTACKS.september, exact(52), '52'),
      { ...harm('missing', ATTACKS.september, exact(7), '7'), from: '2014-05-06' },
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2014-12-31',
    language: 'en',
    text: 'About 2,700 residents remain in Camp L. States are asked to open an evacuation platform.',
    claims: [
      on('2014-01-01', 'residents', about(2700), '2,700', { to: '2014-12-31' }),
      {
        ...on('2014-12-31', 'consent_to_host', { kind: 'unquantified' }, 'evacuation platform'),
        stance: 'requests',
      },
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2015-10-30',
    language: 'en',
    text: 'Some 20 deaths were reported after the attack of 29 October. Camp L. had about 2,200 residents.',
    claims: [
      harm('killed', ATTACKS.october, about(20), '20'),
      on('2015-10-29', 'residents', about(2200), '2,200'),
    ],
  },
  {
    publisher: 'unhcr',
    publishedOn: '2016-01-15',
    language: 'en',
    text: 'The attack of 29 October killed 24 residents. By the end of 2015 more than 1,100 residents were relocated. Over 75 % of them went to Albania. Fewer than 1,970 residents remained at the start of 2016.',
    claims: [
      { ...harm('killed', ATTACKS.october, exact(24), '24'), stance: 'revises' },
      on(YEAR_END, 'relocated', { kind: 'at_least', low: 1100 }, '1,100'),
      on(YEAR_END, 'share_of_relocated', { kind: 'at_least', low: 75 }, '75', { subject: 'ALB' }),
      on('2016-01-01', 'residents', { kind: 'at_most', high: 1970 }, '1,970'),
    ],
  },
]
