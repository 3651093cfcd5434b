import type { Token } from './token.ts'
import { QUOTE_MARKS, tokenize } from './token.ts'

/** One sentence of the read text, in words. */
export interface Sentence {
  readonly index: number
  readonly start: number
  readonly end: number
  readonly paragraph: number
  readonly tokens: readonly Token[]
  /** For each token: whether it stands inside quotation marks. */
  readonly quoted: readonly boolean[]
  /** A quotation that began in an earlier sentence goes on here. */
  readonly continuesQuote: boolean
}

/** A text without any full stop is cut here: what looks at a whole sentence stays bounded. */
const LONGEST = 2_000
const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof st gen col lt sgt capt sen rep gov hon rev no nos vs etc fig approx ca inc ltd ' +
    'co corp jan feb mar apr jun jul aug sep sept oct nov dec mt al eng maj'
  ).split(' '),
)
const CLOSERS = new Set(['"', '”', '»', "'", '’', ')', ']'])

interface Piece {
  readonly start: number
  readonly end: number
  readonly paragraph: number
}

/** The sentences one after the other, so that a long text is never in memory as tokens. */
export function* readSentences(text: string): Generator<Sentence> {
  let index = 0
  let open = false
  let paragraph = -1
  for (const piece of pieces(text)) {
    if (piece.paragraph !== paragraph) open = false
    paragraph = piece.paragraph
    const tokens = tokenize(text, piece.start, piece.end)
    if (tokens.length === 0) continue
    const continuesQuote = open
    const quoted = tokens.map((token) => {
      if (!QUOTE_MARKS.has(token.text)) return open
      open = token.text === '"' ? !open : token.text === '“' || token.text === '«'
      return true
    })
    yield { index, ...piece, tokens, quoted, continuesQuote }
    index += 1
  }
}

function* pieces(text: string): Generator<Piece> {
  let start = 0
  let paragraph = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    const blank = char === '\n' && /\n/.test(text[at + 1] ?? '')
    if (blank || char === '\u2029') {
      yield { start, end: at, paragraph }
      start = at + 1
      paragraph += 1
    } else if ('.!?؟。'.includes(char) && endsHere(text, at)) {
      let end = at + 1
      while (CLOSERS.has(text[end] ?? '')) end += 1
      yield { start, end, paragraph }
      start = end
      at = end - 1
    } else if (at - start >= LONGEST && /[\s,;]/.test(char)) {
      yield { start, end: at, paragraph }
      start = at
    } else if (at - start >= 2 * LONGEST) {
      yield { start, end: at, paragraph }
      start = at
    }
  }
  yield { start, end: text.length, paragraph }
}

function endsHere(text: string, at: number): boolean {
  let next = at + 1
  while (CLOSERS.has(text[next] ?? '')) next += 1
  const after = text[next]
  if (after === undefined) return true
  if (!/\s/.test(after)) return false
  const rest = text.slice(next, next + 12).trimStart()
  if (/^\p{Ll}/u.test(rest)) return false
  if (text[at] !== '.') return true
  const word = /[\p{L}.]{1,12}$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0] ?? ''
  if (/^\p{Lu}$/u.test(word)) return false
  return !ABBREVIATIONS.has(word.toLowerCase()) && !/^(?:\p{Lu}\.)+\p{Lu}$/u.test(word)
}
