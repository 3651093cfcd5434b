import { foldName } from '../fold-name.ts'
import { isOneSlip } from './date-book.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { PairMemo } from './pair-memo.ts'

/** Likeness of street and place names (Jaro–Winkler; our choice). */
const CLOSE = 0.92
const SIMILAR = 0.84

/** Distinct values of one column of texts, codes or numbers under small numbers. */
export class ValueBook {
  readonly values: string[] = []
  readonly #kind: 'text' | 'code' | 'number'
  readonly #ids = new Map<string, number>()
  readonly #memo = new PairMemo()

  constructor(kind: 'text' | 'code' | 'number') {
    this.#kind = kind
  }

  /** The number of a value as written; -1 when it is empty. */
  idOf(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    const folded = this.#kind === 'number' ? foldName(text).replaceAll(' ', '') : foldName(text)
    const id = folded === '' ? -1 : this.#idOfFolded(folded)
    this.#ids.set(text, id)
    return id
  }

  #idOfFolded(folded: string): number {
    const key = `\u0000${folded}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.values.push(folded) - 1
    this.#ids.set(key, id)
    return id
  }

  /** The level of agreement of two values in the levels of the column's kind. */
  compare(a: number, b: number): number {
    if (a === b) return 1
    if (this.#kind === 'code') return 2
    const known = this.#memo.get(a, b)
    if (known !== 0) return known
    const first = this.values[a] ?? ''
    const second = this.values[b] ?? ''
    const level = this.#kind === 'number' ? numberLevel(first, second) : textLevel(first, second)
    return this.#memo.set(a, b, level)
  }
}

function numberLevel(a: string, b: string): number {
  // A slip in a house number of two digits leaves nothing to agree.
  return Math.min(a.length, b.length) >= 4 && isOneSlip(a, b) ? 2 : 3
}

function textLevel(a: string, b: string): number {
  const whole = jaroWinkler(a, b, SIMILAR)
  if (whole >= CLOSE) return 2
  return whole >= SIMILAR || shareWords(a, b) ? 3 : 4
}

/** At least half of the words of the longer stand in the other too. */
function shareWords(a: string, b: string): boolean {
  if (!a.includes(' ') && !b.includes(' ')) return false
  const words = a.split(' ')
  const others = b.split(' ')
  const common = words.filter((word) => word.length > 2 && others.includes(word)).length
  return common > 0 && common * 2 >= Math.max(words.length, others.length)
}
