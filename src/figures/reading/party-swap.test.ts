import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reportCalendars } from '../../actions/report-calendars.ts'
import type { ReadReport } from './read-report.ts'
import { readReports } from './read-report.ts'
import type { Gold } from './score-gold.ts'

const CALENDARS = reportCalendars()
const GOLD = new URL('../../../testdata/reading/', import.meta.url)

/** Names of States and of parties as they stand in the gold set, and words that no list can hold. */
const NAMES = (
  'Ghana Norway Portugal Uruguay Albania Iceland Paraguay Togo Peru Chile Canada Bolivia Finland Fiji Tonga Oramia ' +
  'Veltland Velt Kesh Erewhon Kiribara Norland Luxembourg Malta Cyprus Slovakia Kenya Vallon Meridian Lumen Orwell ' +
  'Andean Halden Korvat Tessaly Garrow Umba Harrow Tolmar Selm Zambia Botswana Ecuador Tiva Panopticon Besra Lodra Ravenna Peru Abreu Sarra Jelba'
).split(' ')
const INVENTED = [
  'Zzorqua',
  'Mibbelonia',
  'Trask',
  'Quenlund',
  'Iovara',
  'Brundt',
  'Xeph',
  'Ülmek',
  'Ogadir',
  'Wunne',
]

async function reports(): Promise<{ source: string; published: string; isHtml: false }[][]> {
  const files = ['tune.json', 'held-out.json'].map((file) => readFile(new URL(file, GOLD), 'utf8'))
  return (await Promise.all(files)).flatMap((text) =>
    (JSON.parse(text) as Gold).timelines.map((timeline) =>
      timeline.reports.map((report) => ({
        source: report.text,
        published: report.published,
        isHtml: false as const,
      })),
    ),
  )
}

/** One text with every name changed for another at once. */
function renamed(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\p{L}+/gu, (word) => names.get(word) ?? word)
}

/** What was read, without places: names have other lengths. */
function shown(read: readonly ReadReport[]): string {
  return JSON.stringify(read, (key, value: unknown) =>
    key === 'start' || key === 'end' ? undefined : value,
  )
}

test('Does the same come out when the parties are given other names?', async () => {
  const timelines = await reports()
  let checked = 0
  let changed = 0
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...NAMES, ...INVENTED], {
        minLength: NAMES.length,
        maxLength: NAMES.length,
      }),
      fc.integer({ min: 0, max: timelines.length - 1 }),
      (others, start) => {
        const names = new Map(NAMES.map((name, at) => [name, others[at] ?? name]))
        // Ten timelines of each draw: over all draws the whole gold set is seen many times.
        for (let step = 0; step < 10; step += 1) {
          const timeline = timelines[(start + step) % timelines.length] ?? []
          const swapped = timeline.map((report) => ({
            ...report,
            source: renamed(report.source, names),
          }))
          const wanted = renamed(shown(readReports(timeline, CALENDARS)), names)
          expect(shown(readReports(swapped, CALENDARS))).toBe(wanted)
          checked += 1
          if (swapped.some(({ source }, at) => source !== timeline[at]?.source)) changed += 1
        }
      },
    ),
    { seed: 20131227, numRuns: 60 },
  )
  expect(checked).toBe(600)
  expect(changed).toBeGreaterThan(200)
})

test('Does the same come out when whole bodies change places in a sentence?', () => {
  const bodies = [
    'the army of Kesh',
    'the Rebel Council',
    'the Ministry of Defence',
    'the Displacement Agency',
    'both governments',
    'the XQZ',
  ]
  const frames = [
    'A said that 30 people were killed by B on 3 May 2012.',
    'According to A, B abducted at least seven men.',
    'A denied that B had detained 12 people; B insisted on the number.',
    'Nobody was killed, A and B said.',
  ]
  const cut = (text: string, a: string, b: string): string =>
    shown(readReports([{ source: text, published: '2012-05-04', isHtml: false }], CALENDARS))
      .replaceAll(a.replace(/^the /, ''), '<A>')
      .replaceAll(b.replace(/^the /, ''), '<B>')
  let checked = 0
  for (const frame of frames) {
    const of = (a: string, b: string): string =>
      cut(
        frame.replaceAll(/\b[AB]\b/g, (one) => (one === 'A' ? a : b)),
        a,
        b,
      )
    const plain = of('the Northern Office', 'the Southern Office')
      .replaceAll('the <', '<')
      .toLowerCase()
    for (const a of bodies)
      for (const b of bodies) {
        if (a === b) continue
        expect(of(a, b).replaceAll('the <', '<').toLowerCase()).toBe(plain)
        checked += 1
      }
  }
  expect(checked).toBe(120)
})
