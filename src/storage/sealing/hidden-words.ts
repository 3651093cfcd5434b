/**
 * Search keys that do not spell what they stand for. Each letter of a word becomes a token that
 * depends, under a key, on all letters before it: so the beginning of a word is still the beginning
 * of its hidden form, and PostgreSQL finds names by prefix with a plain index. Who has the table
 * alone sees which persons share beginnings and how often, and no letter (docs/encryption.md).
 */
import { createHmac } from 'node:crypto'

export interface HiddenWords {
  /** Keeps beginnings: for words that are found by prefix. */
  readonly prefix: (word: string) => string
  /** Equal words alone are alike: for keys that are compared whole. */
  readonly whole: (word: string) => string
}

/** Base64 letters for one letter: 2^18 tokens, so that two letters at one place rarely meet. */
const TOKEN = 3
const WHOLE = 16
/** Names repeat: most words of a register are among so many. */
const REMEMBERED = 100_000

export function hiddenWords(key: Buffer): HiddenWords {
  const digest = (kind: string, text: string, length: number): string =>
    createHmac('sha256', key).update(kind).update(text).digest('base64').slice(0, length)
  const tokens = remembered((beginning) => digest('p', beginning, TOKEN))
  return {
    prefix: remembered((word) => {
      let beginning = ''
      let hidden = ''
      for (const letter of word) {
        beginning += letter
        hidden += tokens(beginning)
      }
      return hidden
    }),
    whole: remembered((word) => digest('w', word, WHOLE)),
  }
}

function remembered(work: (word: string) => string): (word: string) => string {
  const known = new Map<string, string>()
  return (word) => {
    const found = known.get(word)
    if (found !== undefined) return found
    const made = work(word)
    if (known.size >= REMEMBERED) known.clear()
    known.set(word, made)
    return made
  }
}
