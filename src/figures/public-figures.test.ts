import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FigureView } from '../domain/views.ts'
import type { Shown } from './disclosure.ts'
import type { PublicFigure } from './public-figures.ts'
import { findVisible, publishFigures } from './public-figures.ts'

const DAY = '2014-03-31'

function figure(id: string, value: number, unit: FigureView['unit'] = 'persons'): FigureView {
  const state = /_([A-Z]{3})$/.exec(id)?.[1]
  const all = { id, value, unit, asOf: DAY, knownOn: DAY, definition: id }
  return state === undefined ? all : { ...all, state }
}

function shownOf(figures: readonly PublicFigure[]): Readonly<Record<string, Shown>> {
  return Object.fromEntries(figures.map((one) => [one.id, one.shown]))
}

/** Figures of these States: submitted, accepted, departed, arrived; totals are their sums. */
function flow(states: Readonly<Record<string, readonly number[]>>): readonly FigureView[] {
  const steps = ['submitted_persons', 'accepted', 'departed', 'arrived']
  return steps.flatMap((step, index) => {
    const values = Object.entries(states).map(([state, all]) => [state, all[index] ?? 0] as const)
    const total = values.reduce((sum, [, value]) => sum + value, 0)
    return [
      figure(step, total),
      ...values.map(([state, value]) => figure(`${step}_${state}`, value)),
    ]
  })
}

test('208 of 210: 2 did not leave, which no number by State tells', () => {
  const shown = shownOf(publishFigures(flow({ ALB: [210, 210, 208, 208], DEU: [98, 98, 91, 91] })))
  expect(shown['accepted_ALB']).toEqual({ as: 'about', value: 210 })
  expect(shown['departed_ALB']).toEqual({ as: 'about', value: 210 })
  expect(shown['departed']).toEqual({ as: 'exact', value: 299 })
  expect(shown['departed_DEU']?.as).not.toBe('exact')
})

test('States with 1 to 4 persons stand together when that makes at least 5', () => {
  const published = publishFigures(
    flow({ ALB: [100, 100, 100, 100], BEL: [3, 3, 3, 3], DNK: [4, 4, 4, 4] }),
  )
  const shown = shownOf(published)
  expect(shown['accepted_BEL']).toBeUndefined()
  expect(shown['accepted_DNK']).toBeUndefined()
  expect(published.find((one) => one.id === 'accepted_other')).toMatchObject({
    state: 'other',
    shown: { as: 'about', value: 5 },
  })
})

test('a single State with few persons is not named with a number, nor left as the rest', () => {
  const shown = shownOf(
    publishFigures(flow({ ALB: [100, 100, 100, 100], BEL: [3, 3, 3, 3], DEU: [50, 50, 50, 50] })),
  )
  expect(shown['accepted_BEL']).toEqual({ as: 'few' })
  expect([shown['accepted'], shown['accepted_ALB'], shown['accepted_DEU']]).toContainEqual({
    as: 'about',
    value: 50,
  })
})

test('what died or is without a place is not published; places are the States’ to say', () => {
  const shown = shownOf(
    publishFigures([
      figure('population', 3200),
      figure('died', 20),
      figure('without_place', 3198),
      figure('gap', 3195),
      figure('places_confirmed', 3, 'places'),
      figure('places_free', 3, 'places'),
    ]),
  )
  expect(shown['died']).toBeUndefined()
  expect(shown['without_place']).toBeUndefined()
  expect(shown['places_free']).toEqual({ as: 'exact', value: 3 })
  // 3,200 present, of whom 2 have a place: gap + free places must not tell it.
  expect(shown['gap']?.as).toBe('about')
})

test('one person’s own processing time is not published as a median', () => {
  const days = figure('days_accepted_to_departed_median', 61, 'days')
  const p90 = figure('days_accepted_to_departed_p90', 90, 'days')
  const show = (departed: number) =>
    shownOf(publishFigures([figure('departed', departed), days, p90]))
  expect(show(4)['days_accepted_to_departed_median']).toEqual({ as: 'withheld' })
  expect(show(5)['days_accepted_to_departed_median']).toEqual({ as: 'exact', value: 61 })
  expect(show(19)['days_accepted_to_departed_p90']).toEqual({ as: 'withheld' })
  expect(show(20)['days_accepted_to_departed_p90']).toEqual({ as: 'exact', value: 90 })
})

test('two publications do not tell of 2 who left in between', () => {
  const first = publishFigures([figure('departed', 311)])
  const second = publishFigures([figure('departed', 313)], [first])
  expect(shownOf(second)['departed']).toEqual({ as: 'about', value: 315 })
  const third = publishFigures([figure('departed', 316)], [first, second])
  expect(shownOf(third)['departed']).toEqual({ as: 'exact', value: 316 })
})

test('the last look before print finds what is small or lies too close', () => {
  const exact = (id: string, value: number): PublicFigure => {
    const { value: _value, ...rest } = figure(id, value)
    return { ...rest, shown: { as: 'exact', value } }
  }
  expect(findVisible([exact('accepted', 210), exact('departed', 208)])).toEqual([
    'accepted less departed',
  ])
  expect(findVisible([exact('arrived_DEU', 3)])).toEqual(['arrived_DEU'])
  expect(findVisible([exact('accepted', 98), exact('departed', 91)])).toEqual([])
})

/**
 * An attacker of their own making, step by step: from all that is published they know a range for
 * every number, and every sum, part and whole narrows it, until nothing narrows any more.
 */
function ranges(
  shown: Readonly<Record<string, Shown>>,
  states: readonly string[],
): Readonly<Record<string, [number, number]>> {
  const steps = ['submitted_persons', 'accepted', 'departed', 'arrived']
  const known: Record<string, [number, number]> = {}
  for (const step of steps)
    for (const id of [step, ...states.map((state) => `${step}_${state}`)]) {
      const one = shown[id]
      if (one === undefined || one.as === 'withheld') known[id] = [0, 10_000]
      else if (one.as === 'exact') known[id] = [one.value, one.value]
      else if (one.as === 'few') known[id] = [1, 4]
      else known[id] = [Math.max(5, one.value - 2), one.value + 2]
    }
  const at = (id: string): [number, number] => known[id] ?? [0, 10_000]
  for (let round = 0; round < 50; round += 1)
    for (const [index, step] of steps.entries()) {
      const parts = states.map((state) => `${step}_${state}`)
      const low = parts.reduce((sum, id) => sum + at(id)[0], 0)
      const high = parts.reduce((sum, id) => sum + at(id)[1], 0)
      const total = at(step)
      known[step] = [Math.max(total[0], low), Math.min(total[1], high)]
      for (const id of parts) {
        const [from, to] = at(id)
        known[id] = [Math.max(from, total[0] - (high - to)), Math.min(to, total[1] - (low - from))]
      }
      const above = steps[index - 1]
      if (above === undefined) continue
      for (const suffix of ['', ...states.map((state) => `_${state}`)]) {
        const [from, to] = at(`${step}${suffix}`)
        const whole = at(`${above}${suffix}`)
        known[`${step}${suffix}`] = [from, Math.min(to, whole[1])]
        known[`${above}${suffix}`] = [Math.max(from, whole[0]), whole[1]]
      }
    }
  return known
}

test('no attacker pins down a small cell of the table by State, whatever the numbers', () => {
  const states = ['ALB', 'DEU', 'NOR', 'SWE']
  const row = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 90 })), {
      minLength: 4,
      maxLength: 4,
    })
    .map((parts) => parts.map((_, index) => parts.slice(index).reduce((sum, one) => sum + one, 0)))
  fc.assert(
    fc.property(fc.array(row, { minLength: 4, maxLength: 4 }), (rows) => {
      const figures = flow(Object.fromEntries(states.map((state, at) => [state, rows[at] ?? []])))
      const published = publishFigures(figures)
      expect(findVisible(published)).toEqual([])
      const known = ranges(shownOf(published), states)
      for (const { id, value } of figures) {
        const [from, to] = known[id] ?? [0, 0]
        if (value > 0 && value < 5) expect([id, from < to]).toEqual([id, true])
        const next = ['submitted_persons', 'accepted', 'departed', 'arrived']
        const step = next.findIndex((one) => id.startsWith(one))
        const part = figures.find(
          (one) => one.id === id.replace(next[step] ?? '', next[step + 1] ?? ''),
        )
        if (part === undefined || part.id === id) continue
        const apart = value - part.value
        const inside = known[part.id] ?? [0, 0]
        const isOpen = from < to || inside[0] < inside[1]
        if (apart > 0 && apart < 5) expect([id, part.id, isOpen]).toEqual([id, part.id, true])
      }
    }),
    { seed: 20130426, numRuns: 200 },
  )
})
