/**
 * A count with its unit. Objects, not branded numbers: TypeScript would let two branded numbers
 * be added, and persons + cases must not compile (real statements mix them; resettlement.md §1).
 */
export interface Count<Unit extends string> {
  readonly unit: Unit
  readonly value: number
}

export type Persons = Count<'persons'>
export type Cases = Count<'cases'>
/** A place is one seat in an offer. */
export type Places = Count<'places'>

/** Whole counts only; a negative one is a bug, except for a gap, which is a difference. */
function count<Unit extends string>(unit: Unit, value: number): Count<Unit> {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`A count of ${unit} is a whole number of at least 0, not ${value}.`)
  }
  return { unit, value }
}

export const persons = (value: number): Persons => count('persons', value)
export const cases = (value: number): Cases => count('cases', value)
export const places = (value: number): Places => count('places', value)

/** Adds counts of one unit; persons and cases do not compile together. */
export function add<Unit extends string>(a: Count<Unit>, b: Count<NoInfer<Unit>>): Count<Unit> {
  return { unit: a.unit, value: a.value + b.value }
}
