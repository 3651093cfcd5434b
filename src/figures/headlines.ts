import type { Shown } from './disclosure.ts'
import { roundTo5, SMALLEST_PUBLIC } from './disclosure.ts'

/** How the figures of one publication are shown, by id. */
export type ShownById = ReadonlyMap<string, Shown>

type Values = ReadonlyMap<string, number>

/** Persons that may be exact, the most quoted first: of two that lie too close, the first stays. */
const EXACT_PERSONS = [
  'departed',
  'submitted_persons',
  'accepted',
  'denied',
  'arrived',
  'out_of_danger',
  'protection_needs_determined',
] as const

/** Before it is rounded, a derived number is off by at most 8: from here down it is nobody. */
const CERTAINLY_NOBODY = -10

/**
 * Which headlines may be exact beside all that was exact before. Any two exact numbers of persons,
 * of whichever headline and day, are equal or at least 5 apart; so are any two populations and any
 * two sums of those present and departed (persons), and any two numbers of submitted cases.
 */
export function chooseExact(values: Values, earlier: readonly ShownById[]): ReadonlySet<string> {
  const value = (id: string): number => values.get(id) ?? 0
  const exact = new Set<string>()
  const before = earlier.flatMap((one) =>
    [...EXACT_PERSONS, 'decided'].flatMap((id) => exactOf(one, id)),
  )
  for (const id of EXACT_PERSONS) {
    if (!isApart(value(id), before)) continue
    if (id === 'submitted_persons' && isNearlyAllDecided(values)) continue
    // Accepted and denied, both exact, tell the exact number decided.
    const sum = id === 'denied' && exact.has('accepted') ? [value('accepted') + value(id)] : []
    if (!sum.every((one) => isApart(one, before))) continue
    exact.add(id)
    before.push(value(id), ...sum)
  }
  const cases = earlier.flatMap((one) => exactOf(one, 'submitted_cases'))
  if (isApart(value('submitted_cases'), cases)) exact.add('submitted_cases')
  const populations = earlier.flatMap((one) => exactOf(one, 'population'))
  const sums = earlier.flatMap((one) => {
    const [departed] = exactOf(one, 'departed')
    return exactOf(one, 'population').flatMap((present) => present + (departed ?? 0))
  })
  const mayTellPopulation =
    exact.has('departed') &&
    isApart(value('population'), populations) &&
    isApart(value('population') + value('departed'), sums)
  if (mayTellPopulation) exact.add('population')
  return exact
}

/**
 * Figures that hang together with headlines of this and of other days, worked out from what is
 * shown of those and from remainders in whole steps of 5: who died or left, whose submission ended
 * without a decision, how many had departed N days ago, for whom a place is kept. They tell nothing
 * beyond that, and may be off by up to 10 persons. What comes out below 5 is withheld.
 */
export function deriveShown(values: Values, shown: ShownById): ShownById {
  const value = (id: string): number => values.get(id) ?? 0
  const told = (id: string): number | undefined => toldBy(shown.get(id))
  const derived = new Map<string, Shown>()

  const departed = told('departed')
  const together = roundTo5(value('population') + value('departed'))
  const population =
    shown.get('population')?.as === 'exact'
      ? shown.get('population')
      : showDerived(departed === undefined ? undefined : together - departed)
  derived.set('population', population ?? { as: 'withheld' })

  const [accepted, denied] = [told('accepted'), told('denied')]
  const decided = accepted === undefined || denied === undefined ? undefined : accepted + denied
  const isExact = ['accepted', 'denied'].every((id) => shown.get(id)?.as === 'exact')
  derived.set(
    'decided',
    isExact && decided !== undefined ? { as: 'exact', value: decided } : showDerived(decided),
  )

  const submitted = told('submitted_persons')
  const isOver = value('submitted_persons') - value('accepted') - value('denied')
  const ended = roundTo5(isOver - value('with_states_persons'))
  const waiting =
    submitted === undefined || decided === undefined ? undefined : submitted - decided - ended
  derived.set('with_states_persons', noZero(showDerived(waiting)))

  for (const id of ['departed_last_90_days', 'departed_last_365_days']) {
    const before = roundTo5(value('departed') - value(id))
    derived.set(id, noZero(showDerived(departed === undefined ? undefined : departed - before)))
  }

  const present = toldBy(population)
  const kept = roundTo5(value('population') - value('without_place'))
  const gap = present === undefined ? undefined : present - kept - value('places_free')
  derived.set('gap', showDerived(gap))
  return derived
}

function showDerived(number: number | undefined): Shown {
  if (number === undefined) return { as: 'withheld' }
  if (number <= CERTAINLY_NOBODY) return { as: 'exact', value: 0 }
  const value = roundTo5(number)
  return value < SMALLEST_PUBLIC ? { as: 'withheld' } : { as: 'about', value }
}

/** Nobody is below 5 too. */
function noZero(shown: Shown): Shown {
  return shown.as === 'exact' ? { as: 'withheld' } : shown
}

/** “Fewer than 5” is taken for 2, off by at most 2 like a rounded number. */
function toldBy(shown: Shown | undefined): number | undefined {
  if (shown?.as === 'few') return 2
  return shown?.as === 'exact' || shown?.as === 'about' ? shown.value : undefined
}

function exactOf(shown: ShownById, id: string): readonly number[] {
  const one = shown.get(id)
  return one?.as === 'exact' ? [one.value] : []
}

/** 0, or at least 5; and equal to, or at least 5 from, each of the others. */
function isApart(value: number, others: readonly number[]): boolean {
  return [0, ...others].every(
    (other) => other === value || Math.abs(other - value) >= SMALLEST_PUBLIC,
  )
}

/** Then the decided would tell of the few others. */
function isNearlyAllDecided(values: Values): boolean {
  const value = (id: string): number => values.get(id) ?? 0
  return value('submitted_persons') - value('accepted') - value('denied') < SMALLEST_PUBLIC
}
