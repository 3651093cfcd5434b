import type { FaultList } from './fault-list.ts'
import { shown, step } from './names.ts'
import { JsonObject } from './parse-json.ts'

/** Ids and names are no longer than this. */
const LONGEST_ID = 200
/** A surrogate without its other half: it would not come back from a file as it went in. */
const HALF_CHARACTER = /\p{Surrogate}/u

/** The keys and values of an object, whichever way it was parsed; undefined for anything else. */
export function entriesOf(value: unknown): JsonObject | undefined {
  if (value instanceof JsonObject) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Own properties only: `__proto__` and `constructor` are names like others.
  return new JsonObject(Object.keys(value), Object.values(value))
}

/** What a value is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'number':
      return String(value)
    case 'boolean':
      return String(value)
    case 'string':
      return `the text ${shown(value)}`
    case 'object':
      return 'an object'
    default:
      return 'nothing'
  }
}

/**
 * The values of the known keys of an object, in the order of `known`. A key that is not known or
 * comes twice is a fault: it is mostly a misspelt one, and what it was to say would be lost.
 */
export function pick(
  object: JsonObject,
  known: readonly string[],
  path: string,
  faults: FaultList,
): readonly unknown[] {
  const found: unknown[] = new Array<unknown>(known.length).fill(undefined)
  const { keys, values } = object
  for (let k = 0; k < keys.length; k += 1) {
    const key = keys[k] as string
    const at = known.indexOf(key)
    const where = (): string => (path === '' ? step(key).replace(/^\./, '') : `${path}${step(key)}`)
    if (at < 0) faults.add(where(), `is not known; known are ${known.join(', ')}`)
    else if (found[at] !== undefined) faults.add(where(), 'comes twice')
    else found[at] = values[k]
  }
  return found
}

/** An id or a name, or undefined after the fault was told. */
export function readId(value: unknown, path: string, faults: FaultList): string | undefined {
  const isText = typeof value === 'string' && value !== '' && value.length <= LONGEST_ID
  if (isText && !HALF_CHARACTER.test(value)) return value
  faults.add(
    path,
    typeof value !== 'string'
      ? value === undefined
        ? 'is missing'
        : `must be a text, not ${kindOf(value)}`
      : value === ''
        ? 'must not be empty'
        : isText
          ? 'holds half of a character'
          : `must have at most ${LONGEST_ID} characters`,
  )
  return undefined
}

/** A list, or undefined after the fault was told; a list that is not there is undefined, no fault. */
export function readList(
  value: unknown,
  path: string,
  faults: FaultList,
): readonly unknown[] | undefined {
  if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined
  faults.add(path, `must be a list, not ${kindOf(value)}`)
  return undefined
}

/** The index of an id, -1 after the fault was told. */
export function findId(
  value: unknown,
  among: ReadonlyMap<string, number>,
  what: string,
  path: string,
  faults: FaultList,
): number {
  const id = readId(value, path, faults)
  if (id === undefined) return -1
  const index = among.get(id)
  if (index !== undefined) return index
  faults.add(path, `there is no ${what} ${shown(id)}`)
  return -1
}
