import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { AppealInput } from '../figures/appeal.ts'
import { writeAppeal } from '../figures/appeal.ts'
import { FIGURE_DEFINITIONS } from '../figures/definitions.ts'
import type { Chart } from '../figures/document.ts'
import type { PublicFigure } from '../figures/public-figures.ts'
import { toPublicRows } from '../figures/public-table.ts'
import type { ToldFigure } from '../figures/told-figure.ts'
import { TEXT_LANGUAGES, WORDINGS } from '../figures/wording/languages.ts'
import { toPdf } from './to-pdf.ts'
import { toWord } from './to-word.ts'

const DAY = '2014-03-31'

function figure(id: string, value: number, unit: PublicFigure['unit'] = 'persons'): PublicFigure {
  const asOf = { asOf: DAY, knownOn: DAY, definition: `What ${id} counts.` }
  return { id, unit, ...asOf, shown: { as: 'exact', value } }
}

const FIGURES: readonly PublicFigure[] = [
  figure('population', 3129),
  figure('protection_needs_determined', 2023),
  figure('submitted_cases', 1400, 'cases'),
  figure('submitted_persons', 1985),
  figure('with_states_persons', 80),
  figure('accepted', 404),
  figure('denied', 1501),
  figure('departed', 367),
  { ...figure('departed_ALB', 0), state: 'ALB', shown: { as: 'about', value: 210 } },
  figure('arrived', 367),
  figure('out_of_danger', 367),
  figure('places_confirmed', 890, 'places'),
  figure('case_places_confirmed', 0, 'cases'),
  figure('places_free', 2, 'places'),
  figure('gap', 2606),
  figure('departed_last_90_days', 56),
  figure('departed_last_365_days', 367),
  figure('days_submitted_to_decided_median', 37, 'days'),
  figure('days_submitted_to_decided_p90', 103, 'days'),
]

const on = (day: string, danger: number): readonly PublicFigure[] => [
  { ...figure('out_of_danger', danger), asOf: day, knownOn: day },
]

function input(changes: Partial<AppealInput> = {}): AppealInput {
  const by = (point: number, on: string): ToldFigure['by'][number] => ({
    origin: [{ text: 'An office', language: 'en' }],
    on,
    value: { kind: 'exact', point },
    does: 'says',
  })
  const killed: ToldFigure = {
    figure: 'F-1',
    version: 1,
    statement: { subject: 'camp-l', measure: 'killed', event: 'attack' },
    subject: [{ text: 'Camp L.', language: 'en' }],
    unit: 'persons',
    asOf: { from: '2013-12-26', to: '2013-12-26' },
    ...{ low: 4, best: 4, high: 4, approximate: false, status: 'revised', policy: 'onward-1' },
    by: [by(3, '2014-01-01'), by(4, '2014-02-01')],
  }
  const displaced: ToldFigure = {
    ...killed,
    figure: 'F-2',
    statement: { subject: 'camp-l', measure: 'displaced' },
    asOf: { from: DAY, to: DAY },
    ...{ low: 90, best: 100, high: null, status: 'contested' },
  }
  return {
    operation: 'Camp L.',
    asOf: DAY,
    today: DAY,
    freshForDays: 31,
    figures: FIGURES,
    earlier: [on('2013-12-27', 300), on('2014-01-31', 311), on('2013-12-27', 306)],
    wanted: [{ kind: 'medical', state: 'ALB', places: 12, persons: 31 }],
    told: {
      incidents: [{ happenedOn: '2013-12-26', kind: 'attack', where: 'Camp L.', said: [killed] }],
      said: [displaced],
    },
    context: { origins: [], years: [], rows: [], attribution: [] },
    ...changes,
  }
}

describe.each(TEXT_LANGUAGES)('in %s', (language) => {
  const wording = WORDINGS[language]

  test.each(['appeal', 'report'] as const)(
    'nothing is left to fill in, in the text of kind %s',
    (kind) => {
      const { markdown, html } = writeAppeal(input({ kind }), wording)
      expect(markdown).not.toMatch(/[{}]|undefined|NaN/)
      expect(html).toContain(`lang="${wording.language}" dir="${wording.direction}"`)
    },
  )

  test('each number leads to a note that is there', () => {
    const { html } = writeAppeal(input(), wording)
    const links = [...html.matchAll(/href="#(figure-[\w-]+)"/g)].map(([, id]) => id)
    expect(links.length).toBeGreaterThan(15)
    for (const id of links) expect(html).toContain(`<li id="${id}">`)
  })

  test('every figure is defined', () => {
    if (language === 'en') return
    const shown = FIGURE_DEFINITIONS.map(({ id }) => id).filter(
      (id) => !['died', 'left_on_their_own', 'without_place'].includes(id),
    )
    expect(Object.keys(wording.definitions ?? {}).toSorted()).toEqual(shown.toSorted())
  })

  test('it is a PDF and a Word file, the same bytes each time', async () => {
    const { document } = writeAppeal(input(), wording)
    const pdf = await toPdf(document)
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(Buffer.from(await toPdf(document)).equals(pdf)).toBe(true)
    const word = await toWord(document)
    expect(Buffer.from(await toWord(document)).equals(word)).toBe(true)
    const body = new TextDecoder().decode(unzipSync(word)['word/document.xml'])
    const isRight = wording.direction === 'rtl'
    expect([body.includes('<w:bidi/>'), body.includes('<w:rtl/>')]).toEqual([isRight, isRight])
    expect(body).toContain('w:anchor="note1"')
    expect(body).toMatch(/w:bookmarkStart [^>]*w:name="note1"/)
  }, 60_000)
})

test('Arabic counts in six forms', () => {
  const { markdown } = writeAppeal(input(), WORDINGS.ar)
  expect(markdown).toContain('وما زال يمكن استعماله منها: مكانان')
  expect(markdown).toContain('3,129 شخصًا')
  expect(markdown).toContain('103 أيام')
  expect(markdown).toContain('890 مكانًا')
})

test('what is written in a text is never code to the typesetter', async () => {
  const operation = '#panic("x") $a$ @b *c* \\ ] ) <d>'
  const { document } = writeAppeal(input({ operation }))
  expect((await toPdf(document)).length).toBeGreaterThan(1000)
}, 60_000)

describe('charts', () => {
  const charts = (changes: Partial<AppealInput> = {}): readonly Chart[] =>
    writeAppeal(input(changes)).document.blocks.flatMap((one) =>
      one.kind === 'chart' ? [one] : [],
    )

  test('come with words and the numbers as a table, and without script or style', () => {
    expect(charts().map(({ id }) => id)).toEqual(['over-time', 'against-need', 'timeline'])
    for (const { alternative, rows, svg } of charts()) {
      expect(alternative.length).toBeGreaterThan(40)
      expect(rows.length).toBeGreaterThan(1)
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="/)
      expect(svg).not.toMatch(/script|style|href|NaN|Infinity/)
    }
  })

  test('a number that a later edition changed stays, and is said to be revised', () => {
    const rows = charts()[0]?.rows.map((row) => row.map((cell) => JSON.stringify(cell)).join(' '))
    expect(rows).toHaveLength(4)
    expect(rows?.[0]).toMatch(/27 December 2013.*300.*revised later/)
    expect(rows?.[1]).toMatch(/27 December 2013.*306.*latest/)
  })

  test('one edition alone is no line', () => {
    expect(charts({ earlier: [] }).map(({ id }) => id)).toEqual(['against-need', 'timeline'])
  })
})

describe('what does not build says why', () => {
  const changed = (id: string, more: Partial<PublicFigure>): readonly PublicFigure[] =>
    FIGURES.map((one) => (one.id === id ? { ...one, ...more } : one))
  const source = { name: 'An office', approvedBy: null }
  const mixed = { ...WORDINGS.fr.sentences, gap: '{gap} sans {places_free}' }

  test.each([
    ['mixed units', input(), { ...WORDINGS.fr, sentences: mixed }, /mix persons and places/],
    ['old figures', input({ today: '2014-06-30' }), WORDINGS.fr, /91 days before today/],
    [
      'a figure that nobody approved',
      input({ figures: changed('gap', { source }) }),
      WORDINGS.ar,
      /gap comes from An office and nobody has approved it/,
    ],
    [
      'a figure that tells of few people',
      input({ figures: changed('arrived', { shown: { as: 'exact', value: 364 } }) }),
      WORDINGS.fa,
      /1 to 4 people: departed less arrived/,
    ],
  ])('%s', (_what, given, wording, why) => {
    expect(() => writeAppeal(given, wording)).toThrow(why)
  })

  test('data does not build from such figures either', () => {
    expect(() => toPublicRows(changed('gap', { source }), 'us')).toThrow(/gap is not approved/)
    const few = changed('arrived', { shown: { as: 'exact', value: 3 } })
    expect(() => toPublicRows(few, 'us')).toThrow(/arrived would tell of 1 to 4 people/)
  })

  test('an approved figure of a source is used, and its note names the source', () => {
    const approved = { name: 'An office', approvedBy: 'reviewer.one' }
    const { markdown } = writeAppeal(input({ figures: changed('gap', { source: approved }) }))
    expect(markdown).toMatch(/What gap counts\..*Source: An office\./)
  })
})
