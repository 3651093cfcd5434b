import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile } from '../domain/case.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import type { PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile, isPresent } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { addDays } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import { generateCampL } from '../reference/camp-l.ts'
import type { GeneratedChunk } from '../reference/generated.ts'
import type { PublicFigure } from './public-figures.ts'
import { publishFigures } from './public-figures.ts'

/** Counts of one day, by figure. */
type Counts = Readonly<Record<string, number>>
type Range = readonly [from: number, to: number]

function figures(asOf: PlainDate, counts: Counts): readonly FigureView[] {
  return Object.entries(counts).map(([id, value]) => {
    const state = /_([A-Z]{3})$/.exec(id)?.[1]
    const unit = id.endsWith('cases') ? ('cases' as const) : ('persons' as const)
    const all = { id, value, unit, asOf, knownOn: asOf, definition: id }
    return state === undefined ? all : { ...all, state }
  })
}

/** Off by more than 2 by the words of the appeal. */
const HANG_TOGETHER = /^(population|with_states_persons|decided|gap|departed_last)/

/** What a reader of one publication knows of a number. */
function known(published: readonly PublicFigure[], id: string): Range {
  const shown = published.find((one) => one.id === id)?.shown
  if (shown?.as === 'exact') return [shown.value, shown.value]
  if (shown?.as === 'few') return [1, 4]
  if (shown?.as !== 'about') return [0, Infinity]
  const off = HANG_TOGETHER.test(id) ? 10 : 2
  return [Math.max(0, shown.value - off), shown.value + off]
}

function less([from, to]: Range, ...others: readonly Range[]): Range {
  return [
    others.reduce((sum, one) => sum - one[1], from),
    others.reduce((sum, one) => sum - one[0], to),
  ]
}

/** A count of 1 to 4 that is known to the person. */
function isTold([from, to]: Range): boolean {
  const size = Math.abs(from)
  return from === to && size > 0 && size < 5
}

/** All that subtraction tells of 1 to 4 people between two publications, and inside the second. */
function subtract(first: readonly PublicFigure[], second: readonly PublicFigure[]): string[] {
  const a = (id: string): Range => known(first, id)
  const b = (id: string): Range => known(second, id)
  const flow = ['submitted_persons', 'accepted', 'denied', 'decided', 'departed', 'arrived']
  const found: [string, Range][] = [
    [
      'died or left',
      less(less(a('population'), b('population')), less(b('departed'), a('departed'))),
    ],
    [
      'remainder',
      less(b('submitted_persons'), b('accepted'), b('denied'), b('with_states_persons')),
    ],
    ...[90, 365].map((days): [string, Range] => [
      `departed before the last ${days} days`,
      less(b('departed'), b(`departed_last_${days}_days`), a('departed')),
    ]),
    ...[...flow, 'population', 'with_states_persons', 'submitted_cases'].map(
      (id): [string, Range] => [`step of ${id}`, less(b(id), a(id))],
    ),
    ...flow.flatMap((whole) =>
      flow.map((part): [string, Range] => [
        `${whole} less earlier ${part}`,
        less(b(whole), a(part)),
      ]),
    ),
  ]
  return found.filter(([, range]) => isTold(range)).map(([what]) => what)
}

/** Publishes two days one after the other, and hands back what the pair tells. */
function attack(
  counts: (day: PlainDate) => Counts,
  days: readonly [PlainDate, PlainDate],
): string[] {
  const first = publishFigures(figures(days[0], counts(days[0])))
  const second = publishFigures(figures(days[1], counts(days[1])), [first])
  return subtract(first, second).map((what) => `${days.join(' and ')}: ${what}`)
}

/** Invented people, a day at a time: what happened up to a day, from daily numbers. */
function history(seed: readonly number[]): (day: number) => Counts {
  const upTo = (day: number, of: number, from = 0): number =>
    Array.from({ length: Math.max(0, day - from) }, (_, at) => {
      const drawn = seed[((at + from) * 7 + of * 3) % seed.length] ?? 0
      return drawn > 6 ? 0 : drawn
    }).reduce((sum, one) => sum + one, 0)
  return (day) => {
    const departed = upTo(day - 40, 1)
    const accepted = departed + upTo(day - 20, 1, Math.max(0, day - 40))
    const denied = upTo(day - 20, 2)
    const ended = Math.floor(day / 17)
    const waiting = seed[day % seed.length] ?? 0
    return {
      population: 3400 - departed - Math.floor(upTo(day, 3) / 4),
      submitted_persons: accepted + denied + ended + waiting,
      with_states_persons: waiting,
      decided: accepted + denied,
      accepted,
      denied,
      departed,
      arrived: departed,
      departed_last_90_days: departed - upTo(day - 130, 1),
      departed_last_365_days: departed - upTo(day - 405, 1),
    }
  }
}

test('no pair of publications tells of 1 to 4 people by subtraction, whatever happened each day', () => {
  const FIRST = '2013-01-01'
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 11, maxLength: 23 }),
      fc.integer({ min: 60, max: 500 }),
      fc.constantFrom(1, 2, 7, 28, 89, 90, 91, 92, 365, 366),
      (seed, from, apart) => {
        const ofDay = history(seed)
        const days = [from, from + apart] as const
        const [first, second] = days.map((day) => addDays(FIRST, day)) as [PlainDate, PlainDate]
        const counts = (day: PlainDate): Counts => ofDay(day === first ? days[0] : days[1])
        expect(attack(counts, [first, second])).toEqual([])
      },
    ),
    { seed: 20130803, numRuns: 400 },
  )
})

const [chunk] = [...generateCampL().chunks()] as [GeneratedChunk]
const folded = new Map<PlainDate, Counts>()

/** Camp L. on a day, by the domain's own folds. */
function campL(day: PlainDate): Counts {
  const before = folded.get(day)
  if (before !== undefined) return before
  const files = new Map<PersonId, PersonFile>(
    chunk.persons.map(({ id }) => [id, emptyPersonFile(id)]),
  )
  const cases = new Map<CaseId, CaseFile>()
  for (const event of chunk.events) {
    if (event.effectiveOn > day) continue
    const { personId, caseId } = event
    if (personId !== undefined)
      files.set(personId, applyToPerson(files.get(personId) as PersonFile, event))
    if (caseId === undefined) continue
    const next = applyToCase(cases.get(caseId), caseId, event)
    if (next !== undefined) cases.set(caseId, next)
  }
  const members = [...cases.values()].flatMap((one) =>
    one.submissions.flatMap((submission) => submission.members),
  )
  type Member = (typeof members)[number]
  const persons = (which: (member: Member) => boolean): number =>
    new Set(members.filter(which).map((member) => member.personId)).size
  const since = (days: number) => (member: Member) =>
    member.departedOn !== undefined && member.departedOn > addDays(day, -days)
  const counts = {
    population: [...files.values()].filter(isPresent).length,
    submitted_cases: [...cases.values()].filter((one) => one.submissions.length > 0).length,
    submitted_persons: persons(() => true),
    accepted: persons((member) => member.acceptedOn !== undefined),
    departed: persons((member) => member.departedOn !== undefined),
    departed_last_90_days: persons(since(90)),
    departed_last_365_days: persons(since(365)),
  }
  folded.set(day, counts)
  return counts
}

test('pairs of publications of Camp L. tell of no 1 to 4 people either', () => {
  const starts = ['2013-08-02', '2013-09-27', '2014-03-31', '2014-08-01']
  const pairs = starts.flatMap((day) =>
    [1, 7, 28, 91].map((apart) => [day, addDays(day, apart)] as const),
  )
  expect(pairs.flatMap((days) => attack(campL, days))).toEqual([])
})

test('311 and 367 departed, 3,200 present and 1,400 cases are quotable, each by itself and both', () => {
  const first = publishFigures(figures('2013-12-27', campL('2013-12-27')))
  const alone = publishFigures(figures('2014-03-31', campL('2014-03-31')))
  const after = publishFigures(figures('2014-03-31', campL('2014-03-31')), [first])
  const say = (all: readonly PublicFigure[]) =>
    Object.fromEntries(all.map(({ id, shown }) => [id, shown]))
  expect(say(first)).toMatchObject({
    departed: { as: 'exact', value: 311 },
    departed_last_90_days: { as: 'about' },
  })
  for (const one of [alone, after])
    expect(say(one)).toMatchObject({
      submitted_cases: { as: 'exact', value: 1400 },
      departed: { as: 'exact', value: 367 },
    })
  expect(say(first)['population']).toEqual({
    as: 'exact',
    value: campL('2013-12-27')['population'],
  })
})

test('no reader works out a State among the others, whatever their 1 to 4 persons', () => {
  const few = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(fc.oneof(few, fc.constantFrom([4, 4], [4, 4, 4], [1, 1, 1, 1, 1])), (parts) => {
      const names = parts.map((_, at) => `XX${'ABCDEFGH'[at]}`)
      const total = parts.reduce((sum, one) => sum + one, 100)
      const published = publishFigures(
        figures('2014-03-31', {
          submitted_persons: total,
          submitted_persons_DEU: 100,
          ...Object.fromEntries(
            names.map((name, at) => [`submitted_persons_${name}`, parts[at] ?? 0]),
          ),
        }),
      )
      const other = known(published, 'submitted_persons_other')
      const rest = less(
        known(published, 'submitted_persons'),
        known(published, 'submitted_persons_DEU'),
      )
      const ranges = [other, rest, [parts.length, parts.length * 4] as const]
      if (published.some((one) => one.id === 'submitted_persons_other')) {
        // More than one sum of so many numbers from 1 to 4 fits all that is shown.
        const from = Math.max(...ranges.map((one) => one[0]))
        expect(from).toBeLessThan(Math.min(...ranges.map((one) => one[1])))
      }
    }),
    { seed: 20140331, numRuns: 200 },
  )
})
