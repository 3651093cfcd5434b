import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import type { PublicFigure } from './public-figures.ts'
import { publishFigures } from './public-figures.ts'
import type { PublicRow } from './public-table.ts'
import { toPublicRows } from './public-table.ts'

// An attacker who holds the data files of all editions, and knows how the numbers hang together.
// Written without the engine: it narrows ranges until nothing moves.

type Counts = Readonly<Record<string, number>>
interface Edition {
  readonly day: number
  readonly rows: readonly PublicRow[]
}

const FLOWS = ['submitted_persons', 'decided', 'accepted', 'denied', 'departed', 'arrived']
const STEPS = ['submitted_persons', 'decided', 'accepted', 'departed', 'arrived']
const STATE_STEPS = ['submitted_persons', 'accepted', 'departed', 'arrived']
const STATES = ['ALB', 'DEU']

/** Ranges by name, and sums that lie between bounds; narrowed until nothing moves. */
class Attacker {
  readonly #ranges = new Map<string, [low: number, high: number]>()
  readonly #sums: { plus: string[]; minus: string[] }[] = []

  know(name: string, low: number, high: number): void {
    const [from, to] = this.range(name)
    this.#ranges.set(name, [Math.max(from, low), Math.min(to, high)])
  }

  range(name: string): readonly [number, number] {
    return this.#ranges.get(name) ?? [0, Infinity]
  }

  /** `name` is what `plus` leaves when `minus` is taken off; it is a number of people. */
  define(name: string, plus: string[], minus: string[]): void {
    this.know(name, 0, Infinity)
    this.#sums.push({ plus, minus: [...minus, name] })
  }

  narrow(): void {
    for (let round = 0, moved = true; moved && round < 60; round += 1) {
      moved = false
      for (const sum of this.#sums) moved = this.#narrowSum(sum) || moved
    }
  }

  /** Everything that is known to the person and is 1 to 4. */
  told(): string[] {
    return [...this.#ranges]
      .filter(([, [low, high]]) => low === high && low >= 1 && low <= 4)
      .map(([name, [low]]) => `${name} = ${low}`)
  }

  /** plus less minus is 0: each term lies between what the others leave of it. */
  #narrowSum({ plus, minus }: { plus: string[]; minus: string[] }): boolean {
    let moved = false
    const sides = [
      [plus, minus],
      [minus, plus],
    ] as const
    for (const [own, other] of sides)
      for (const name of own) {
        const rest = own.filter((one) => one !== name)
        const low = this.#total(other, 0) - this.#total(rest, 1)
        const high = this.#total(other, 1) - this.#total(rest, 0)
        const before = this.range(name)
        this.know(name, Number.isNaN(low) ? 0 : low, Number.isNaN(high) ? Infinity : high)
        const after = this.range(name)
        moved ||= before[0] !== after[0] || before[1] !== after[1]
      }
    return moved
  }

  #total(names: readonly string[], end: 0 | 1): number {
    return names.reduce((sum, name) => sum + this.range(name)[end], 0)
  }
}

/** All that sums, differences and complements of all editions tell of 1 to 4 people. */
function attack(editions: readonly Edition[]): string[] {
  const attacker = new Attacker()
  const at = (id: string, edition: number): string => `${id}@${edition}`
  for (const [e, { rows }] of editions.entries()) {
    for (const { figure, low, high } of rows)
      if (low !== undefined && high !== undefined) attacker.know(at(figure, e), low, high)
    const less = (plus: string, ...minus: string[]): void =>
      attacker.define(
        `${plus} less ${minus.join(', ')} @${e}`,
        [at(plus, e)],
        minus.map((one) => at(one, e)),
      )
    for (const [index, whole] of STEPS.entries())
      for (const part of STEPS.slice(index + 1)) less(whole, part)
    less('population', 'with_states_persons')
    less('submitted_persons', 'accepted', 'denied', 'with_states_persons')
    attacker.define(at('decided', e), [at('accepted', e), at('denied', e)], [])
    for (const step of STATE_STEPS) {
      attacker.define(
        at(step, e),
        STATES.map((state) => at(`${step}_${state}`, e)),
        [],
      )
      for (const state of STATES)
        for (const later of STATE_STEPS.slice(STATE_STEPS.indexOf(step) + 1))
          less(`${step}_${state}`, `${later}_${state}`)
    }
    for (const window of [90, 365]) less('departed', `departed_last_${window}_days`)
  }
  between(attacker, editions)
  attacker.narrow()
  return attacker.told()
}

/** What only grew, what left, and who departed before a window, between any two editions. */
function between(attacker: Attacker, editions: readonly Edition[]): void {
  const grow = [...FLOWS, ...STATE_STEPS.flatMap((step) => STATES.map((one) => `${step}_${one}`))]
  for (const [later, { day }] of editions.entries())
    for (let earlier = 0; earlier < later; earlier += 1) {
      const pair = `${earlier} to ${later}`
      for (const id of grow)
        attacker.define(`step of ${id} ${pair}`, [`${id}@${later}`], [`${id}@${earlier}`])
      attacker.define(
        `died or left ${pair}`,
        [`population@${earlier}`, `departed@${earlier}`],
        [`population@${later}`, `departed@${later}`],
      )
      for (const window of [90, 365])
        if ((editions[earlier]?.day ?? Infinity) <= day - window)
          attacker.define(
            `departed before the last ${window} ${pair}`,
            [`departed@${later}`],
            [`departed_last_${window}_days@${later}`, `departed@${earlier}`],
          )
    }
}

/** Invented people, a day at a time, with two States. */
function history(seed: readonly number[]): (day: number) => Counts {
  const upTo = (day: number, of: number): number =>
    Array.from({ length: Math.max(0, day) }, (_, at) => seed[(at * 7 + of * 3) % seed.length] ?? 0)
      .map((drawn) => (drawn > 6 ? 0 : drawn))
      .reduce((sum, one) => sum + one, 0)
  return (day) => {
    const [alb, deu] = [
      (lag: number) => upTo(day - lag, 1),
      (lag: number) => Math.floor(upTo(day - lag, 2) / 3),
    ]
    const ended = Math.floor(upTo(day - 20, 4) / 2)
    const by = (lag: number): number => alb(lag) + deu(lag)
    const waiting = by(0) - by(20)
    return {
      population: 3400 - by(40) - Math.floor(upTo(day, 3) / 4),
      submitted_persons: by(0),
      submitted_persons_ALB: alb(0),
      submitted_persons_DEU: deu(0),
      with_states_persons: Math.max(0, waiting - ended),
      decided: by(20),
      accepted: by(20),
      accepted_ALB: alb(20),
      accepted_DEU: deu(20),
      denied: 0,
      departed: by(40),
      departed_ALB: alb(40),
      departed_DEU: deu(40),
      arrived: by(40),
      arrived_ALB: alb(40),
      arrived_DEU: deu(40),
      departed_last_90_days: by(40) - by(130),
      departed_last_365_days: by(40) - by(405),
    }
  }
}

function figures(day: number, counts: Counts): readonly FigureView[] {
  const asOf = addDays('2013-01-01', day)
  return Object.entries(counts).map(([id, value]) => {
    const state = /_([A-Z]{3})$/.exec(id)?.[1]
    const all = { id, value, unit: 'persons' as const, asOf, knownOn: asOf, definition: id }
    return state === undefined ? all : { ...all, state }
  })
}

type Publish = (
  figures: readonly FigureView[],
  earlier: readonly (readonly PublicFigure[])[],
) => readonly PublicFigure[]

function publishAll(counts: (day: number) => Counts, days: readonly number[], publish: Publish) {
  const earlier: (readonly PublicFigure[])[] = []
  return days.map((day) => {
    const published = publish(figures(day, counts(day)), earlier)
    earlier.push(published)
    return { day, published }
  })
}

const SEEDS = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 11, maxLength: 31 })
const WEEKS = fc
  .tuple(
    fc.integer({ min: 30, max: 500 }),
    fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
  )
  .map(([first, gaps]) => gaps.reduce((days, gap) => [...days, (days.at(-1) ?? 0) + gap], [first]))

test('all editions together, as data, tell of no 1 to 4 people', () => {
  fc.assert(
    fc.property(SEEDS, WEEKS, (seed, days) => {
      const all = publishAll(history(seed), days, publishFigures)
      const editions = all.map(({ day, published }) => ({
        day,
        rows: toPublicRows(published, 'invented records'),
      }))
      expect(attack(editions)).toEqual([])
    }),
    { seed: 20131227, numRuns: 150 },
  )
})

test('weekly editions of one year tell of no 1 to 4 people', () => {
  const seed = [3, 0, 1, 9, 4, 2, 0, 7, 1, 5, 0, 2, 8]
  const weeks = Array.from({ length: 12 }, (_, week) => 200 + week * 7)
  const editions = publishAll(history(seed), weeks, publishFigures)
  expect(
    attack(editions.map(({ day, published }) => ({ day, rows: toPublicRows(published, 'us') }))),
  ).toEqual([])
})

test('the same attacker reads what is published without the earlier editions, or unprotected', () => {
  const seed = [3, 0, 1, 9, 4, 2, 0, 7, 1, 5, 0, 2, 8]
  const days = [200, 201, 202, 203, 204, 205]
  const rowsOf = (publish: Publish): Edition[] =>
    publishAll(history(seed), days, publish).map(({ day, published }) => ({
      day,
      rows: published.map((one) => ({
        figure: one.id,
        unit: one.unit,
        ...(one.shown.as === 'exact' ? { low: one.shown.value, high: one.shown.value } : {}),
        shown: one.shown.as,
        as_of: one.asOf,
        known_on: one.knownOn,
        source: 'us',
        definition: '',
      })),
    }))
  expect(attack(rowsOf((now) => publishFigures(now))).length).toBeGreaterThan(0)
  const bare: Publish = (now) =>
    now.map(({ value, ...one }) => ({ ...one, shown: { as: 'exact', value } }))
  expect(attack(rowsOf(bare)).length).toBeGreaterThan(0)
})
