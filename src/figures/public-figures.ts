import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { FigureView } from '../domain/views.ts'
import { figureId, parseFigureId } from './definitions.ts'
import type { Quantity, Relation, Shown } from './disclosure.ts'
import { contains, coveredBy, protect, SMALLEST_PUBLIC, sumsTo } from './disclosure.ts'
import { chooseExact, deriveShown } from './headlines.ts'

/** A figure as anyone may see it. States with few persons stand together as `other`. */
export interface PublicFigure {
  readonly id: string
  readonly unit: FigureView['unit']
  readonly asOf: PlainDate
  readonly knownOn: PlainDate
  readonly definition: string
  /** A State's code, or `other`. */
  readonly state?: StateCode
  readonly shown: Shown
  /** Absent: counted from the operation's own records. */
  readonly source?: FigureSource
}

/** A figure that others published, as it was adopted from their texts. */
interface FigureSource {
  readonly name: string
  /** Who approved it for publication; null: nobody yet, and no sentence may use it. */
  readonly approvedBy: string | null
}

const STEPS = ['submitted_persons', 'decided', 'accepted', 'departed', 'arrived'] as const
const STATE_STEPS = ['submitted_persons', 'accepted', 'departed', 'arrived'] as const

/** Which figure is among which, so that their difference is a count of people too. */
const NESTED: readonly (readonly [whole: string, part: string])[] = [
  ...pairsOf(STEPS),
  ...pairsOf(['departed', 'departed_last_365_days', 'departed_last_90_days']),
  ['population', 'with_states_persons'],
  ['population', 'without_place'],
  ['submitted_persons', 'with_states_persons'],
  ['submitted_cases', 'with_states_cases'],
  ['out_of_danger', 'departed'],
  ['departed', 'out_of_danger'],
]

/** Not for the public: too small by nature, or to be worked out from others. */
const INTERNAL: ReadonlySet<string> = new Set(['died', 'left_on_their_own', 'without_place'])

/** Told by deriveShown alone. */
const DERIVED: ReadonlySet<string> = new Set([
  'decided',
  'with_states_persons',
  'departed_last_90_days',
  'departed_last_365_days',
  'gap',
])

/** On how many persons a processing time rests; one person's own time is nobody's business. */
const TIME_RESTS_ON: readonly (readonly [prefix: string, figure: string])[] = [
  ['days_registered_to_submitted', 'submitted_persons'],
  ['days_submitted_to_decided', 'decided'],
  ['days_accepted_to_departed', 'departed'],
]
const FEWEST_FOR_MEDIAN = 5
const FEWEST_FOR_P90 = 20

/**
 * The figures of one day as they may be published, beside what was published before. The only way
 * from a figure to any public page, print, file or picture (docs/decisions/0006).
 */
export function publishFigures(
  figures: readonly FigureView[],
  earlier: readonly (readonly PublicFigure[])[] = [],
): readonly PublicFigure[] {
  const merged = mergeStates(figures)
  const values = new Map(figures.map(({ id, value }) => [id, value]))
  const exact = chooseExact(
    values,
    earlier.map((one) => new Map(one.map(({ id, shown }) => [id, shown]))),
  )
  const quantities = merged
    .filter(({ unit }) => unit === 'persons' || unit === 'cases')
    .filter(({ id }) => !isPlaces(id))
    .map((one) => toQuantity(one, earlier, exact))
  const shown = protect(quantities, relationsOf(merged))
  const derived = deriveShown(values, shown)
  return merged.flatMap(({ hidden, value, ...figure }) => {
    const { id, unit } = figure
    if (hidden || INTERNAL.has(id)) return []
    if (unit === 'days') return [{ ...figure, shown: showDays(id, value, figures) }]
    return [{ ...figure, shown: derived.get(id) ?? shown.get(id) ?? { as: 'exact', value } }]
  })
}

/** What is exact and would tell of 1 to 4 persons or cases by itself or against another figure. */
export function findVisible(figures: readonly PublicFigure[]): readonly string[] {
  const exact = new Map(
    figures.flatMap(({ id, unit, shown }) =>
      (unit === 'persons' || unit === 'cases') && !isPlaces(id) && shown.as === 'exact'
        ? [[id, shown.value]]
        : [],
    ),
  )
  const small = [...exact].filter(([, value]) => isSmall(value)).map(([id]) => id)
  const states = new Set(figures.flatMap(({ state }) => state ?? []))
  const pairs = [...NESTED, ...[...states].flatMap((state) => statePairs(state))]
  const apart = pairs
    .filter(([whole, part]) => isSmall((exact.get(whole) ?? 0) - (exact.get(part) ?? Infinity)))
    .map(([whole, part]) => `${whole} less ${part}`)
  return [...small, ...apart]
}

type Candidate = Omit<PublicFigure, 'shown'> & { readonly value: number; readonly hidden: boolean }

/**
 * States to whom 1 to 4 persons were submitted stand together when they are at least two and make
 * up at least 5; otherwise they stay, and their cells are protected one by one.
 */
function mergeStates(figures: readonly FigureView[]): readonly Candidate[] {
  const few = new Set(
    figures.flatMap(({ id, state, value }) =>
      state !== undefined && id === figureId('submitted_persons', state) && isSmall(value)
        ? [state]
        : [],
    ),
  )
  const isFew = (one: FigureView): boolean =>
    one.state !== undefined && few.has(one.state) && !isPlaces(one.id)
  const together = figures
    .filter((one) => isFew(one) && one.id.startsWith('submitted_persons'))
    .reduce((sum, one) => sum + one.value, 0)
  if (few.size < 2 || together < SMALLEST_PUBLIC)
    return figures.map((one) => ({ ...one, hidden: false }))
  return figures.flatMap((one, index) => {
    const base = parseFigureId(one.id)?.definition.id
    const next = figures[index + 1]
    const isLast = next === undefined || parseFigureId(next.id)?.definition.id !== base
    const own = [{ ...one, hidden: isFew(one) }]
    if (!isLast || base === undefined || !isStateStep(base)) return own
    const value = figures
      .filter((other) => isFew(other) && parseFigureId(other.id)?.definition.id === base)
      .reduce((sum, other) => sum + other.value, 0)
    return [...own, { ...one, id: `${base}_other`, state: 'other', value, hidden: false }]
  })
}

function toQuantity(
  { id, value, hidden, state }: Candidate,
  earlier: readonly (readonly PublicFigure[])[],
  exact: ReadonlySet<string>,
): Quantity {
  const before = earlier.flatMap((published) =>
    published.flatMap((one) =>
      one.id === id && one.shown.as === 'exact' ? [one.shown.value] : [],
    ),
  )
  const isHidden = hidden || INTERNAL.has(id) || DERIVED.has(id)
  return {
    id,
    value,
    earlier: before,
    weight: state === undefined ? 2 : 1,
    ...(isHidden ? { hidden: true as const } : {}),
    ...(isHidden || exact.has(id) ? {} : { rounded: true as const }),
  }
}

function relationsOf(figures: readonly Candidate[]): readonly Relation[] {
  const values = new Map(figures.map(({ id, value }) => [id, value]))
  const value = (id: string): number => values.get(id) ?? 0
  const free = value('places_free')
  const states = [...new Set(figures.flatMap(({ state }) => state ?? []))]
  const shownAlone = states.filter((state) =>
    figures.some((one) => one.state === state && !isPlaces(one.id) && !one.hidden),
  )
  const merged = states.filter((state) => figures.some((one) => one.state === state && one.hidden))
  const relations = [
    ...[...NESTED, ...states.flatMap(statePairs)].map(([whole, part]) => contains(whole, part)),
    sumsTo('decided', ['accepted', 'denied']),
    ...STATE_STEPS.flatMap((step) => [
      ofStates(
        step,
        shownAlone.map((state) => stateFigure(step, state)),
        value,
      ),
      sumsTo(
        `${step}_other`,
        merged.map((state) => stateFigure(step, state)),
      ),
    ]),
    // Anyone may know that each of the other States has 1 to 4 persons, and how many States they are.
    ...merged.flatMap((state) =>
      STATE_STEPS.map((step) => ({
        plus: [stateFigure(step, state)],
        minus: [],
        atLeast: step === 'submitted_persons' ? 1 : 0,
        atMost: SMALLEST_PUBLIC - 1,
      })),
    ),
    // The gap is what the free places, which anyone sees, leave of those without a place.
    { plus: ['without_place'], minus: ['gap'], atLeast: free, atMost: free },
  ]
  // What the numbers contradict is nothing that anyone can know.
  return relations.filter(({ plus, minus, atLeast, atMost }) => {
    const ids = [...plus, ...minus]
    if (!ids.every((id) => values.has(id))) return false
    const sum = (all: readonly string[]): number => all.reduce((total, id) => total + value(id), 0)
    const form = sum(plus) - sum(minus)
    return form >= atLeast && form <= atMost
  })
}

function ofStates(
  whole: string,
  parts: readonly string[],
  value: (id: string) => number,
): Relation {
  const sum = parts.reduce((total, id) => total + value(id), 0)
  return sum === value(whole) ? sumsTo(whole, parts) : coveredBy(whole, parts)
}

function showDays(id: string, value: number, figures: readonly FigureView[]): Shown {
  const basis = TIME_RESTS_ON.find(([prefix]) => id.startsWith(prefix))?.[1]
  const persons = figures.find((one) => one.id === basis)?.value ?? 0
  const fewest = id.endsWith('_p90') ? FEWEST_FOR_P90 : FEWEST_FOR_MEDIAN
  return persons >= fewest ? { as: 'exact', value } : { as: 'withheld' }
}

function pairsOf(ids: readonly string[]): (readonly [string, string])[] {
  return ids.flatMap((whole, index) => ids.slice(index + 1).map((part) => [whole, part] as const))
}

function statePairs(state: StateCode): (readonly [string, string])[] {
  return pairsOf(STATE_STEPS.map((step) => stateFigure(step, state)))
}

function stateFigure(step: string, state: StateCode): string {
  return state === 'other' ? `${step}_other` : figureId(step, state)
}

function isStateStep(id: string): boolean {
  return STATE_STEPS.some((step) => step === id)
}

/** What States offer is theirs to say: no count of people. */
function isPlaces(id: string): boolean {
  return id.startsWith('places_') || id.startsWith('case_places_')
}

function isSmall(value: number): boolean {
  return value > 0 && value < SMALLEST_PUBLIC
}
