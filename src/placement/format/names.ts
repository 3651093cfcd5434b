import type { PlacementProblem } from '../problem.ts'

/** What the indices of a problem are called outside. */
export interface Names {
  /** Left out where a file names no cases: a case is then called by its index. */
  readonly cases?: readonly string[]
  readonly localities: readonly string[]
  readonly resources: readonly string[]
}

/** A problem as a file states it: the numbers, the names, and what policies and fairness look at. */
export interface NamedProblem {
  readonly problem: PlacementProblem
  readonly names: Names
  /** The group of each case, -1 without one, and what the groups are called. */
  readonly groups?: { readonly of: Int32Array; readonly names: readonly string[] }
  /** For each case the localities it would choose, the best first; empty without preferences. */
  readonly preferences?: readonly (readonly number[])[]
  /** What the regions of the localities are called. */
  readonly regionNames?: readonly string[]
}

/** The id of a case: its own, or its index where the file names none. */
export function caseId(names: Names, oneCase: number): string {
  return names.cases?.[oneCase] ?? String(oneCase)
}

// What steers a terminal or turns the direction of text around, and lone halves of characters.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u200B\u2028-\u202E\u2066-\u2069\uFEFF]/g

/** JSON text of a string that can be shown anywhere and still reads back as the same string. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNSAFE,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const LONGEST_SHOWN = 60

/** An id as a message shows it: quoted, and cut when it is very long. */
export function shown(id: string): string {
  return quoted(id.length > LONGEST_SHOWN ? `${id.slice(0, LONGEST_SHOWN)}…` : id)
}

/** A key as part of a JSON path: `.people`, or `["a b"]` when it is no plain word. */
export function step(key: string): string {
  return /^[A-Za-z_][\w-]{0,59}$/.test(key) ? `.${key}` : `[${shown(key)}]`
}
