import { nameWords, withoutArticle } from '../name.ts'
import { otherReadings, wordSkeleton } from '../skeleton.ts'
import { isOneSlip } from './date-book.ts'
import { NAME } from './field.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { PairMemo } from './pair-memo.ts'

/** One distinct value of the name columns of a table. */
export interface Phrase {
  /** Folded, particles out, words in the order written. */
  readonly folded: string
  /** The skeletons of its words, in the order written. */
  readonly words: readonly string[]
  /** The skeletons sorted and joined: one key whatever the order. */
  readonly skeleton: string
  /** What else it may sound like, sorted and joined in the same way; most names have none. */
  readonly readings: readonly string[]
  /** The first sound of the first word. */
  readonly first: number
}

/** How alike words must be (Jaro–Winkler; our choice). */
const CLOSE = 0.92
const SIMILAR = 0.82
/** Skeletons are short and coarse: likeness between them counts only when nearly whole. */
const CLOSE_SKELETONS = 0.93

/**
 * Distinct names of a table under small numbers, and how alike any two are. A table of a million
 * records has some ten thousand distinct names: each pair of names is compared once and remembered.
 */
export class PhraseBook {
  readonly phrases: Phrase[] = []
  /** Number of the skeleton of each phrase. */
  readonly skeletonOf: number[] = []
  /** The script of each phrase, by its first letter. */
  readonly #scripts: number[] = []
  /** Letters and sounds of each phrase as bits: words with few in common need no closer look. */
  readonly #letters: number[] = []
  readonly #sounds: number[] = []
  readonly #ids = new Map<string, number>()
  readonly #skeletons = new Map<string, number>()
  readonly #memo = new PairMemo()

  /** The number of a text as written; -1 when it has no letters. */
  idOf(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    const phrase = toPhrase(text)
    const id = phrase === undefined ? -1 : this.#idOfPhrase(phrase)
    this.#ids.set(text, id)
    return id
  }

  #idOfPhrase(phrase: Phrase): number {
    const key = `\u0000${phrase.folded}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.phrases.push(phrase) - 1
    this.#ids.set(key, id)
    this.skeletonOf.push(this.#skeletonIdOf(phrase.skeleton))
    this.#scripts.push(scriptOf(phrase.folded))
    this.#letters.push(lettersOf(phrase.folded))
    this.#sounds.push(lettersOf([phrase.skeleton, ...phrase.readings].join('')))
    return id
  }

  #skeletonIdOf(skeleton: string): number {
    const known = this.#skeletons.get(skeleton)
    if (known !== undefined) return known
    const id = this.#skeletons.size
    this.#skeletons.set(skeleton, id)
    return id
  }

  get skeletonCount(): number {
    return this.#skeletons.size
  }

  #mayBeAlike(a: number, b: number): boolean {
    return (
      shareHalf(this.#letters[a] ?? 0, this.#letters[b] ?? 0) ||
      shareHalf(this.#sounds[a] ?? 0, this.#sounds[b] ?? 0)
    )
  }

  /** Whether two phrases begin with one sound; cheap. */
  beginAlike(a: number, b: number): boolean {
    return this.phrases[a]?.first === this.phrases[b]?.first
  }

  /** Whether two phrases are in different scripts, so that they can agree in sound alone. */
  areAcrossScripts(a: number, b: number): boolean {
    return this.#scripts[a] !== this.#scripts[b]
  }

  /** The level of agreement of two phrases (`NAME`), the same both ways. */
  compare(a: number, b: number): number {
    if (a === b) return NAME.same
    if (this.skeletonOf[a] === this.skeletonOf[b]) return NAME.sameSound
    if (!this.#mayBeAlike(a, b)) return NAME.different
    const known = this.#memo.get(a, b)
    if (known !== 0) return known
    const first = this.phrases[a]
    const second = this.phrases[b]
    if (first === undefined || second === undefined) return NAME.missing
    return this.#memo.set(a, b, likeness(first, second))
  }
}

/** Latin, Cyrillic or Arabic by the block of the first letter (folded text); else one of its own. */
function scriptOf(folded: string): number {
  const code = folded.charCodeAt(0)
  return code < 0x250 ? 0 : code >> 8
}

/** The letters of a text as bits; the sizes of the sets decide, so a clash only costs a look. */
function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== 32) letters |= 1 << (code & 31)
  }
  return letters
}

/** Whether two sets share half of the smaller one: below that no likeness reaches SIMILAR. */
function shareHalf(a: number, b: number): boolean {
  return countBits(a & b) * 2 >= Math.min(countBits(a), countBits(b))
}

function countBits(set: number): number {
  let bits = set - ((set >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function toPhrase(text: string): Phrase | undefined {
  const words = nameWords(text).filter((one) => !one.isParticle)
  if (words.length === 0) return undefined
  // A script without sound classes keys by its letters: alike only within the script.
  const skeletons = words.map(({ word }) => wordSkeleton(withoutArticle(word)) || word)
  const skeleton = skeletons.toSorted().join(' ')
  return {
    folded: words.map(({ word }) => word).join(' '),
    words: skeletons,
    skeleton,
    readings: readingsOf(words.map(({ word }) => withoutArticle(word))).filter(
      (one) => one !== skeleton,
    ),
    first: skeletons[0]?.charCodeAt(0) ?? 0,
  }
}

/** The readings of a phrase: of each word the first other one, then the second. */
function readingsOf(words: readonly string[]): readonly string[] {
  const others = words.map(otherReadings)
  const most = Math.max(...others.map((one) => one.length))
  return Array.from({ length: most }, (_, at) =>
    words
      .map((word, n) => others[n]?.[at] ?? others[n]?.[0] ?? (wordSkeleton(word) || word))
      .toSorted()
      .join(' '),
  )
}

function shareReading(a: Phrase, b: Phrase): boolean {
  return (
    a.readings.some((one) => one === b.skeleton || b.readings.includes(one)) ||
    b.readings.includes(a.skeleton)
  )
}

function likeness(a: Phrase, b: Phrase): number {
  if (a.words.length !== b.words.length && (isPartOf(a, b) || isPartOf(b, a))) return NAME.close
  if (shareReading(a, b)) return NAME.close
  const whole = jaroWinkler(a.folded, b.folded, SIMILAR)
  if (whole >= CLOSE) return NAME.close
  const sound = jaroWinkler(a.skeleton, b.skeleton, SIMILAR)
  const short = Math.min(a.skeleton.length, b.skeleton.length)
  if (short >= 4 && sound >= CLOSE_SKELETONS) return NAME.close
  if (whole >= SIMILAR || isInitialOf(a, b) || isInitialOf(b, a)) return NAME.similar
  if (short >= 3 && sound >= SIMILAR + 0.05) return NAME.similar
  // Letters of two scripts cannot be compared: a slip of the pen shows in the sounds alone.
  if (short >= 3 && scriptOf(a.folded) !== scriptOf(b.folded) && isOneSlip(a.skeleton, b.skeleton))
    return NAME.similar
  return NAME.different
}

/** Every word of the shorter is a word of the longer: "Maryam" and "Maryam Banu". */
function isPartOf(short: Phrase, long: Phrase): boolean {
  if (short.words.length >= long.words.length || short.skeleton.length < 2) return false
  return short.words.every((word) => long.words.includes(word))
}

function isInitialOf(short: Phrase, long: Phrase): boolean {
  return (
    short.folded.length === 1 &&
    (long.folded.startsWith(short.folded) || long.first === short.first)
  )
}
