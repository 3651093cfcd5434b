import type { FaultList } from './fault-list.ts'
import { entriesOf, kindOf } from './json-shape.ts'
import { shown, step } from './names.ts'

/** The largest need of one case: sums of any number of needs stay exact. */
export const MOST_NEED = 1_000_000_000
/** A larger capacity means the same: no sum of needs comes near it. */
export const MOST_CAPACITY = Number.MAX_SAFE_INTEGER

/**
 * Writes `{"people": 3, …}` into a row of numbers, one for each resource; a resource that is not
 * named stays 0. True when there was no fault in it.
 */
export function readAmounts(
  value: unknown,
  into: { readonly row: Float64Array; readonly resources: ReadonlyMap<string, number> },
  path: string,
  faults: FaultList,
  check: (amount: number) => string | undefined,
): boolean {
  const before = faults.total
  const object = entriesOf(value)
  if (object === undefined) {
    if (value === undefined) faults.add(path, 'is missing; {} stands for nothing')
    else faults.add(path, `must be an object of resource to number, not ${kindOf(value)}`)
    return false
  }
  const { keys, values } = object
  for (let k = 0; k < keys.length; k += 1) {
    const key = keys[k] as string
    const resource = into.resources.get(key)
    if (resource === undefined)
      faults.add(`${path}${step(key)}`, `there is no resource ${shown(key)}`)
    else if (keys.indexOf(key) < k) faults.add(`${path}${step(key)}`, 'comes twice')
    else {
      const amount = values[k]
      const fault =
        typeof amount === 'number' ? check(amount) : `must be a number, not ${kindOf(amount)}`
      if (fault === undefined) into.row[resource] = amount as number
      else faults.add(`${path}${step(key)}`, fault)
    }
  }
  return faults.total === before
}

/** What is wrong with a need; undefined when it is one. */
export function needFault(amount: number): string | undefined {
  if (!Number.isInteger(amount)) return `must be a whole number, not ${amount}`
  if (amount < 0) return `must not be negative, as ${amount} is`
  if (amount > MOST_NEED) return `must be at most ${MOST_NEED}`
  return undefined
}

/** What is wrong with a capacity or a minimum; undefined when it is one. */
export function capacityFault(amount: number): string | undefined {
  if (!Number.isFinite(amount)) return `must be a finite number, not ${amount}`
  if (amount < 0) return `must not be negative, as ${amount} is`
  return undefined
}

/** Scores are within this, so that sums of them stay finite and fine enough. */
export const MOST_SCORE = 1e15

/** What is wrong with a score; undefined when it is one. */
export function scoreFault(score: number): string | undefined {
  if (!Number.isFinite(score)) return `must be a finite number, not ${score}`
  if (Math.abs(score) > MOST_SCORE) return `must be within ±${MOST_SCORE}`
  return undefined
}
