import type { Issue } from '../domain/errors.ts'

/** One fault of a file: where (row 1 is the header), what, and what would help. */
export interface Problem extends Issue {
  readonly help: string
}

/** Problems beyond this many are counted, not kept. */
export const MOST_PROBLEMS_KEPT = 10_000

/** Gathers the problems of a whole file, so that all are told at once. */
export class ProblemList {
  readonly #kept: Problem[] = []
  #count = 0

  add(problem: Problem): void {
    this.#count += 1
    if (this.#kept.length < MOST_PROBLEMS_KEPT) this.#kept.push(problem)
  }

  /** All problems found, kept or not. */
  get count(): number {
    return this.#count
  }

  /** The first 10,000 in order of row; those of the whole file first. */
  list(): readonly Problem[] {
    return this.#kept.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0))
  }
}

/**
 * An id as a message may show it. A column mapped wrongly can hold names where ids should be,
 * so only what looks like an id is shown.
 */
export function idForMessage(id: string): string {
  return /^[\w./#-]{1,40}$/.test(id) && /\d/.test(id) ? id : '(id not shown)'
}
