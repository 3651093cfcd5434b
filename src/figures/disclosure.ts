import { DomainError } from '../domain/errors.ts'
import type { Form, Knowledge } from './other-reading.ts'
import { hasOtherReading, valueOf } from './other-reading.ts'

/** Persons or cases: a public count of people is 0 or at least this (docs/decisions/0006). */
export const SMALLEST_PUBLIC = 5

/** How a number is shown in public. */
export type Shown =
  | { readonly as: 'exact'; readonly value: number }
  /** Rounded to the nearest 5; at least 5. */
  | { readonly as: 'about'; readonly value: number }
  /** At least 1 and fewer than 5. */
  | { readonly as: 'few' }
  | { readonly as: 'withheld' }

/** A number of persons or of cases that may become public. */
export interface Quantity {
  readonly id: string
  readonly value: number
  /** The exact values that were published of it before. */
  readonly earlier?: readonly number[]
  /** Not to be shown; what the relations say of it is protected all the same. */
  readonly hidden?: true
  /** Shown in steps of 5 at most, never exact; 0 stays 0. */
  readonly rounded?: true
  /** When one of several must give way, the lighter does; 1 when absent. */
  readonly weight?: number
}

/** What anyone can know of how the numbers hang together: plus less minus lies between bounds. */
export interface Relation {
  readonly plus: readonly string[]
  readonly minus: readonly string[]
  readonly atLeast: number
  readonly atMost: number
}

/** The part is among the whole: departed among accepted. */
export function contains(whole: string, part: string): Relation {
  return { plus: [whole], minus: [part], atLeast: 0, atMost: Infinity }
}

/** The parts make up the whole, everyone in one part only. */
export function sumsTo(whole: string, parts: readonly string[]): Relation {
  return { plus: [whole], minus: parts, atLeast: 0, atMost: 0 }
}

/** The parts make up the whole, but someone may be in two parts: a person two States accepted. */
export function coveredBy(whole: string, parts: readonly string[]): Relation {
  return { plus: parts, minus: [whole], atLeast: 0, atMost: Infinity }
}

/**
 * How each quantity may be shown so that no count of 1 to 4 is visible or can be worked out: not
 * a quantity itself, not a difference in a relation, not a step since an earlier publication, not
 * the rest of a sum. A value stays exact as long as the rest is safe; otherwise as few as can be
 * found give way, first by rounding, then by being withheld.
 */
export function protect(
  quantities: readonly Quantity[],
  relations: readonly Relation[],
): ReadonlyMap<string, Shown> {
  const room = new Room(quantities, relations)
  for (const secret of room.secrets()) room.close(secret)
  // Closing one rest of a sum can open another; every round coarsens something, so it ends.
  for (let rest = room.openRest(); rest !== undefined; rest = room.openRest()) room.close(rest)
  return room.shown()
}

/** A form whose value nobody may learn; `own` gives way first. */
interface Secret extends Form {
  readonly own?: number
}

const isSmall = (value: number): boolean => value > 0 && value < SMALLEST_PUBLIC

class Room {
  readonly #quantities: readonly Quantity[]
  readonly #values: readonly number[]
  readonly #relations: readonly Knowledge[]
  readonly #levels: Shown['as'][]

  constructor(quantities: readonly Quantity[], relations: readonly Relation[]) {
    this.#quantities = quantities
    this.#values = quantities.map((one) => one.value)
    const at = new Map(quantities.map((one, index) => [one.id, index]))
    const positions = (ids: readonly string[]): number[] =>
      ids.map((id) => {
        const index = at.get(id)
        if (index === undefined) throw new RangeError(`A relation names ${id}, which is not given.`)
        return index
      })
    // A count that grew is taken for one that only grows: whoever reads it may know that.
    const earlier = quantities.map((one, index) => ({
      plus: [index],
      minus: [],
      atLeast: nearestEarlier(one).below ?? 0,
      atMost: nearestEarlier(one).above ?? Infinity,
    }))
    this.#relations = [
      ...relations.map((one) => ({
        ...one,
        plus: positions(one.plus),
        minus: positions(one.minus),
      })),
      ...earlier,
    ]
    this.#levels = quantities.map((one) => {
      if (one.hidden === true) return 'withheld'
      if (isSmall(one.value)) return 'few'
      return one.rounded === true && one.value > 0 ? 'about' : 'exact'
    })
  }

  secrets(): readonly Secret[] {
    const own = this.#quantities.flatMap((one, index) => {
      const { below = one.value, above = one.value } = nearestEarlier(one)
      const steps = [one.value, one.value - below, above - one.value]
      // What is only shown in steps must not be worked out to the person from the others.
      const tells = steps.some(isSmall) || (one.rounded === true && one.value > 0)
      return tells ? [{ plus: [index], minus: [], own: index }] : []
    })
    const differences = this.#relations
      .filter((one) => one.atMost === Infinity && one.minus.length > 0)
      .filter((one) => isSmall(valueOf(one, this.#values) - one.atLeast))
      .map(({ plus, minus }) => {
        const [own] = minus
        return own === undefined || plus.length > 1 ? { plus, minus } : { plus, minus, own }
      })
    return [...own, ...differences]
  }

  /** What is left of a sum when its exact parts are taken off, if it is small and can be known. */
  openRest(): Secret | undefined {
    for (const { plus, minus, atLeast, atMost } of this.#relations) {
      if (atLeast !== atMost) continue
      const rest = { plus, minus: minus.filter((at) => this.#levels[at] === 'exact') }
      if (rest.minus.length === minus.length) continue
      if (isSmall(valueOf(rest, this.#values) - atLeast) && !this.#isSafe(rest)) return rest
    }
    return undefined
  }

  /** Lets quantities give way until the secret has another reading. */
  close(secret: Secret): void {
    if (this.#isSafe(secret)) return
    if (secret.own !== undefined && this.#levels[secret.own] === 'exact') this.#coarsen(secret.own)
    const gaveWay: { at: number; from: Shown['as'] }[] = []
    while (!this.#isSafe(secret)) {
      const at = this.#nextToGiveWay(secret)
      if (at === undefined)
        throw new DomainError(
          'rule_broken',
          'A count of 1 to 4 could be worked out from what was published before, whatever is shown now. Publish nothing, and report this.',
        )
      gaveWay.push({ at, from: this.#levels[at] ?? 'withheld' })
      this.#coarsen(at)
    }
    // Whoever gave way without need is shown again, the heaviest first.
    for (const { at, from } of gaveWay.toReversed()) {
      const now = this.#levels[at] ?? 'withheld'
      this.#levels[at] = from
      if (!this.#isSafe(secret)) this.#levels[at] = now
    }
  }

  shown(): ReadonlyMap<string, Shown> {
    return new Map(
      this.#quantities.map(({ id, value }, index) => [
        id,
        show(this.#levels[index] ?? 'withheld', value),
      ]),
    )
  }

  #isSafe(secret: Form): boolean {
    const said = this.#values.flatMap((value, index) => {
      const window = windowOf(this.#levels[index] ?? 'withheld', value)
      return window === undefined ? [] : [{ plus: [index], minus: [], ...window }]
    })
    return hasOtherReading(this.#values, [...said, ...this.#relations], secret)
  }

  /** Near the secret: rounding before withholding, then the lighter, then the smaller. */
  #nextToGiveWay(secret: Form): number | undefined {
    const rank = (at: number): readonly number[] => [
      this.#next(at) === 'about' ? 0 : 1,
      this.#quantities[at]?.weight ?? 1,
      this.#values[at] ?? 0,
      at,
    ]
    const shown = this.#levels.flatMap((level, at) => (level === 'withheld' ? [] : [at]))
    const near = this.#neighbours(this.#neighbours(new Set([...secret.plus, ...secret.minus])))
    const close = shown.filter((at) => near.has(at))
    return (close.length > 0 ? close : shown).toSorted((a, b) => compareRanks(rank(a), rank(b)))[0]
  }

  #neighbours(ats: ReadonlySet<number>): ReadonlySet<number> {
    const together = this.#relations
      .map((one) => [...one.plus, ...one.minus])
      .filter((all) => all.some((at) => ats.has(at)))
    return new Set([...ats, ...together.flat()])
  }

  #coarsen(at: number): void {
    this.#levels[at] = this.#next(at)
  }

  /** A zero cannot be rounded without saying that it is none of 1 to 4. */
  #next(at: number): Shown['as'] {
    return this.#levels[at] === 'exact' && (this.#values[at] ?? 0) > 0 ? 'about' : 'withheld'
  }
}

function show(as: Shown['as'], value: number): Shown {
  if (as === 'exact') return { as, value }
  return as === 'about' ? { as, value: roundTo5(value) } : { as }
}

/** What a shown number tells of the true one. */
function windowOf(as: Shown['as'], value: number): { atLeast: number; atMost: number } | undefined {
  if (as === 'withheld') return undefined
  if (as === 'exact') return { atLeast: value, atMost: value }
  if (as === 'few') return { atLeast: 1, atMost: SMALLEST_PUBLIC - 1 }
  const shown = roundTo5(value)
  return { atLeast: Math.max(SMALLEST_PUBLIC, shown - 2), atMost: shown + 2 }
}

/** To the nearest 5. */
export function roundTo5(value: number): number {
  return Math.round(value / 5) * 5
}

/** The exact values published before that lie nearest: at or below the value, and above it. */
function nearestEarlier({ value, earlier = [] }: Quantity): { below?: number; above?: number } {
  const below = earlier.filter((one) => one <= value)
  const above = earlier.filter((one) => one > value)
  return {
    ...(below.length === 0 ? {} : { below: Math.max(...below) }),
    ...(above.length === 0 ? {} : { above: Math.min(...above) }),
  }
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) {
    const difference = one - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
