import { expect, test } from 'vitest'
import type { AppealInput } from './appeal.ts'
import { writeAppeal } from './appeal.ts'
import { ENGLISH } from './wording/english.ts'
import type { Shown } from './disclosure.ts'
import type { PublicFigure } from './public-figures.ts'
import type { ToldFigure } from './told-figure.ts'
import { NOTHING_TOLD } from './told-figure.ts'

const DAY = '2014-03-31'

function figure(
  id: string,
  shown: Shown | number,
  unit: PublicFigure['unit'] = 'persons',
): PublicFigure {
  const state = /_([A-Z]{3})$/.exec(id)?.[1]
  return {
    id,
    unit,
    asOf: DAY,
    knownOn: DAY,
    definition: `What ${id} counts.`,
    shown: typeof shown === 'number' ? { as: 'exact', value: shown } : shown,
    ...(state === undefined ? {} : { state }),
  }
}

const FIGURES: readonly PublicFigure[] = [
  figure('population', 3129),
  figure('protection_needs_determined', 2023),
  figure('submitted_cases', 1400, 'cases'),
  figure('submitted_persons', 1985),
  figure('with_states_persons', 0),
  figure('accepted', 404),
  figure('denied', 1501),
  figure('departed', 367),
  figure('departed_ALB', { as: 'about', value: 210 }),
  figure('departed_DEU', 91),
  figure('arrived', 367),
  figure('out_of_danger', 367),
  figure('places_confirmed', 890, 'places'),
  figure('places_confirmed_ALB', 210, 'places'),
  figure('case_places_confirmed', 0, 'cases'),
  figure('places_free', 490, 'places'),
  figure('gap', 2606),
  figure('departed_last_90_days', 56),
  figure('departed_last_365_days', 367),
  figure('days_submitted_to_decided_median', 37, 'days'),
  figure('days_submitted_to_decided_p90', 62, 'days'),
]

function input(changes: Partial<AppealInput> = {}): AppealInput {
  return {
    operation: 'Camp L.',
    asOf: DAY,
    today: DAY,
    freshForDays: 31,
    figures: FIGURES,
    wanted: [],
    told: NOTHING_TOLD,
    context: { origins: [], years: [], rows: [], attribution: [] },
    ...changes,
  }
}

function withFigure(...changed: readonly PublicFigure[]): readonly PublicFigure[] {
  const ids = new Set(changed.map((one) => one.id))
  return [...FIGURES.filter((one) => !ids.has(one.id)), ...changed]
}

test('it says who is there, who was submitted, accepted, denied, departed and arrived', () => {
  const { markdown } = writeAppeal(input())
  expect(markdown).toContain(
    'Figures as of 31 March 2014, from what was recorded by 31 March 2014.',
  )
  expect(markdown).toContain('- 3,129 persons are registered and present.')
  expect(markdown).toContain('- 1,400 cases have been submitted to States.')
  expect(markdown).toContain('- States have accepted 404 persons and denied 1,501 persons.')
  expect(markdown).toContain('- 367 persons have departed.')
  expect(markdown).toContain('States have confirmed 890 places; 490 places can still be used.')
  expect(markdown).toContain('For 2,606 persons there is no place.')
  expect(markdown).toContain('| ALB | about 210 |')
  expect(markdown).toContain('half within 37 days, nine in ten within 62 days')
  expect(markdown).toContain('accepted ÷ (accepted + denied) = 404 ÷ (404 + 1,501)')
})

test('that nobody waits for a decision, or few do, is left unsaid', () => {
  expect(writeAppeal(input()).markdown).not.toContain('await a decision')
  const waiting = figure('with_states_persons', { as: 'about', value: 80 })
  const { markdown } = writeAppeal(input({ figures: withFigure(waiting) }))
  expect(markdown).toContain('- About 80 persons await a decision.')
})

test('one is not “1 persons have”', () => {
  const figures = withFigure(figure('places_free', 1, 'places'), figure('departed', 0))
  const { markdown } = writeAppeal(input({ figures }))
  expect(markdown).toContain('1 place can still be used')
  expect(markdown).toContain('- 0 persons have departed.')
})

test('the pace names a day, and prints how it comes to it', () => {
  const { markdown } = writeAppeal(input())
  // 3130 × 90 ÷ 55 = 5121.8: 5,122 days after 31 March 2014.
  expect(markdown).toContain('everyone is out about 8 April 2028')
  expect(markdown).toContain('both rounded = 3,130 × 90 ÷ 55 = 5,122 days')
})

test('at no pace or too small a pace no day is named', () => {
  const figures = withFigure(
    figure('departed_last_90_days', 0),
    figure('departed_last_365_days', { as: 'few' }),
  )
  const { markdown } = writeAppeal(input({ figures }))
  expect(markdown).toContain('In the last 90 days too few departed, or nobody, to name a date')
  expect(markdown).toContain('In the last 365 days too few departed, or nobody, to name a date')
})

const UNHCR = [{ text: 'UNHCR', language: 'en' }]

function toldKilled(more: Partial<ToldFigure> = {}): ToldFigure {
  return {
    figure: 'F-KILLED1',
    version: 2,
    statement: { subject: 'camp-l', measure: 'killed', event: 'attack-2013-12-26' },
    subject: [{ text: 'Camp L.', language: 'en' }],
    unit: 'persons',
    asOf: { from: '2013-12-26', to: '2013-12-26' },
    low: 4,
    best: 4,
    high: 4,
    approximate: false,
    status: 'revised',
    policy: 'onward-1',
    by: [
      { origin: UNHCR, on: '2013-12-27', value: { kind: 'exact', point: 3 }, does: 'says' },
      { origin: UNHCR, on: '2014-05-06', value: { kind: 'exact', point: 4 }, does: 'says' },
    ],
    ...more,
  }
}

const ATTACK = { happenedOn: '2013-12-26', kind: 'attack', where: 'Camp L.' }

function telling(...said: readonly ToldFigure[]): AppealInput {
  return input({ told: { incidents: [{ ...ATTACK, said }], said: [] } })
}

test('what is said of an incident stays with who said it and when, and leads to its claims', () => {
  const { markdown, html } = writeAppeal(telling(toldKilled()))
  expect(markdown).toContain('Attack, Camp L., 26 December 2013: killed: 4 persons')
  expect(markdown).toContain('(revised; UNHCR on 27 December 2013: 3; UNHCR on 6 May 2014: 4).')
  expect(markdown).toContain('Figure: F-KILLED1, version 2.')
  expect(html).toContain('href="#figure-F-KILLED1"')
})

test('sources that differ are told with their range, unnamed ones and denials as they are', () => {
  const contested = toldKilled({
    low: 6,
    best: 6,
    high: 8,
    status: 'contested',
    by: [
      { origin: [], on: '2013-12-27', value: { kind: 'about', point: 6 }, does: 'says' },
      {
        origin: UNHCR,
        publisher: [{ text: 'A wire', language: 'en' }],
        on: '2013-12-28',
        value: { kind: 'exact', point: 8 },
        does: 'says',
      },
      {
        origin: [{ text: 'A ministry', language: 'en' }],
        on: '2013-12-29',
        value: { kind: 'unquantified' },
        does: 'denies',
      },
    ],
  })
  const { markdown } = writeAppeal(telling(contested))
  expect(markdown).toContain('6 persons, sources said 6 to 8 persons')
  expect(markdown).toContain(
    'an unnamed source on 27 December 2013: about 6; UNHCR, cited by A wire, on 28 December 2013: 8; A ministry on 29 December 2013: denies it',
  )
})

test('persons and households of one incident do not meet in one sentence', () => {
  const homes = toldKilled({
    figure: 'F-HOMES',
    statement: { subject: 'camp-l', measure: 'resident_households', event: 'attack-2013-12-26' },
    unit: 'households',
    low: 40,
    best: 40,
    high: 40,
  })
  const { markdown } = writeAppeal(telling(toldKilled(), homes))
  expect(markdown.match(/^- Attack, /gm)).toHaveLength(2)
})

const alone = (more: Partial<ToldFigure>): AppealInput =>
  input({ told: { incidents: [], said: [toldKilled(more)] } })

test('a figure that was asked for stands by itself', () => {
  const displaced = {
    statement: { subject: 'camp-l', measure: 'displaced' as const },
    asOf: { from: '2014-03-20', to: '2014-03-20' },
    low: 300,
    best: null,
    high: null,
  }
  expect(writeAppeal(alone(displaced)).markdown).toContain(
    'Camp L., 20 March 2014: displaced: at least 300 persons',
  )
})

test.each([
  ['few people', { statement: { subject: 'x', measure: 'detained' } }, /1 to 4 people/],
  [
    'what our own records count',
    { statement: { subject: 'x', measure: 'relocated' }, low: 311, best: 311, high: 311 },
    /our own records count \(departed\)/,
  ],
  ['nothing confirmed', { status: 'withdrawn' }, /no number that anyone stands by/],
  [
    'a day long past',
    { statement: { subject: 'x', measure: 'displaced' }, low: 90, best: 90, high: 90 },
    /95 days before the day of the text/,
  ],
] as const)('a figure of others is refused when it speaks of %s', (_what, more, why) => {
  expect(() => writeAppeal(alone(more as Partial<ToldFigure>))).toThrow(why)
})

test('which places would help is said with their numbers, few people without one', () => {
  const { markdown } = writeAppeal(
    input({
      wanted: [
        { kind: 'medical', state: 'DEU', places: 12, persons: 31 },
        { kind: 'total', state: 'NOR', places: 1, persons: 2 },
        { kind: 'emergency', state: 'SWE', places: 5, persons: null },
      ],
    }),
  )
  expect(markdown).toContain(
    '- Medical places, DEU: 12 places in addition would let 31 persons more leave.',
  )
  expect(markdown).toContain('1 place in addition would let fewer than 5 persons more leave')
  expect(markdown).toContain('for how many persons was not worked out')
})

test('a missing row of the context is no zero, and the source is named', () => {
  const { markdown } = writeAppeal(
    input({
      context: {
        origins: ['IRN'],
        years: [2012, 2013],
        rows: [{ state: 'CAN', arrivals: [null, 1200], persons: 1200 }],
        attribution: ['Invented source, 2014'],
      },
      stateName: (code) => ({ CAN: 'Canada', IRN: 'Iran' })[code] ?? code,
    }),
  )
  expect(markdown).toContain('| Canada | no data | 1,200 | 1,200 |')
  expect(markdown).toContain('A missing number is not a zero')
  expect(markdown).toContain('Source: Invented source, 2014')
})

test('persons and cases do not meet in one sentence', () => {
  const mixed = {
    ...ENGLISH,
    sentences: {
      ...ENGLISH.sentences,
      submitted: 'Of {population}, {submitted_cases} have been submitted.',
    },
  }
  expect(() => writeAppeal(input(), mixed)).toThrow(/mix persons and cases/)
})

test.each([
  ['another day', withFigure({ ...figure('departed', 311), asOf: '2013-12-27' }), DAY],
  ['known on another day', withFigure({ ...figure('departed', 367), knownOn: '2014-05-06' }), DAY],
  ['too old', FIGURES, '2014-05-06'],
  ['none', [], DAY],
  ['one missing', FIGURES.filter((one) => one.id !== 'gap'), DAY],
  ['a small one', withFigure(figure('arrived_DEU', 3)), DAY],
  ['one too close to another', withFigure(figure('accepted', 369)), DAY],
] as const)('it is refused with figures of %s', (_why, figures, today) => {
  expect(() => writeAppeal(input({ figures, today }))).toThrow(
    expect.objectContaining({ name: 'DomainError', code: 'rule_broken' }),
  )
})

test('no text becomes markup, in HTML or in Markdown', () => {
  const evil = '<img src=x onerror=alert(1)> | [x](javascript:alert(1)) *b* `c` & "q"'
  const { markdown, html, fragment } = writeAppeal(
    input({
      operation: evil,
      wanted: [{ kind: 'total', state: 'DEU', places: 12, persons: 31 }],
      stateName: () => evil,
    }),
  )
  for (const text of [html, fragment]) {
    expect(text).not.toContain('<img')
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
  }
  expect(markdown).not.toContain('<img')
  expect(markdown).not.toContain('[x](')
  expect(markdown).toContain(String.raw`\| \[x\](javascript:alert(1)) \*b\* \`c\` &amp;`)
})

test('the page stands alone and prints; the fragment has no style of its own', () => {
  const { html, fragment } = writeAppeal(input())
  expect(html).toMatch(/^<!doctype html>\n<html lang="en-GB" dir="ltr">/)
  expect(html).toContain('@page { size: A4;')
  expect(html.match(/<h1>/g)).toHaveLength(1)
  expect(html).toContain('<th scope="col">State</th>')
  expect(html).toContain('<th scope="row">ALB</th>')
  expect(html).toContain('<caption>')
  expect(fragment).not.toMatch(/style|<script|<html/)
})
