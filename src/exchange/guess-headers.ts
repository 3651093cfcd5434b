import { distance } from 'fastest-levenshtein'
import { foldName } from '../identity/fold-name.ts'
import type { FieldSpec, Guess } from './match-headers.ts'

/** A slip of the pen: so many letters may differ in words of at least so many letters. */
const SLIPS = [
  { letters: 5, most: 1 },
  { letters: 9, most: 2 },
] as const

/**
 * What headers that are not known may mean: a slip of the pen, or a known name with other words
 * around it. Each is unsure ("Name (father)" is no name of the person), so nothing of it is used
 * before a person says so.
 */
export function guessHeaders<Field extends string>(
  headers: readonly string[],
  open: readonly FieldSpec<Field>[],
): readonly Guess[] {
  const words = open.flatMap(({ field, words: known = [] }) =>
    [field, ...known].map((word) => ({ field, word: foldName(word.replaceAll('_', ' ')) })),
  )
  const guesses = new Map<string, Guess>()
  for (const header of headers) {
    const field = guess(foldName(header.replaceAll('_', ' ')), words)
    if (field !== undefined && !guesses.has(field)) guesses.set(field, { field, header })
  }
  return [...guesses.values()]
}

interface Word {
  readonly field: string
  readonly word: string
}

function guess(header: string, words: readonly Word[]): string | undefined {
  const slips = SLIPS.findLast(({ letters }) => header.length >= letters)
  if (slips !== undefined) {
    const near = words.find(
      ({ word }) =>
        Math.abs(word.length - header.length) <= slips.most && distance(word, header) <= slips.most,
    )
    if (near !== undefined) return near.field
  }
  // The longest known name inside says most: "applicant date of birth" is no id of the applicant.
  const inside = words
    .filter(({ word }) => word.length >= 3 && ` ${header} `.includes(` ${word} `))
    .toSorted((one, other) => other.word.length - one.word.length)
  return inside[0]?.field
}
