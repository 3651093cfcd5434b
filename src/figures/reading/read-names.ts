import { DETERMINERS } from './closed-words.ts'
import type { Named, Range } from './noun-phrase.ts'
import type { Token } from './token.ts'
import { isCapital } from './token.ts'

/** What counts as one body under several names, from the text alone: no list of bodies is kept. */
export class NamesOfText {
  /** Folded names and their last nouns, to the fullest name; the latest use wins. */
  readonly #fullest = new Map<string, string>()
  #lastPerson: string | undefined
  #lastBody: string | undefined

  /** Notes names with initials in brackets: "Board for Stateless Families (BSF)". */
  noteInitials(tokens: readonly Token[], text: string): void {
    for (let at = 1; at < tokens.length - 1; at += 1) {
      const short = tokens[at + 1]
      if (tokens[at]?.text !== '(' || short === undefined || tokens[at + 2]?.text !== ')') continue
      if (!/^\p{Lu}[\p{L}\d-]{1,11}$/u.test(short.text)) continue
      const from = fullNameStart(tokens, at, short.text)
      if (from === undefined) continue
      const full = text.slice(tokens[from]?.start ?? 0, tokens[at - 1]?.end ?? 0)
      this.#note(full, full)
      this.#fullest.set(fold(short.text), full)
      this.#noteNouns(full, full)
    }
  }

  /** The fullest name of who is named; undefined when it is nothing but a pronoun without a before. */
  resolve(named: Named, tokens: readonly Token[], text: string): string | undefined {
    const words = tokens.slice(named.from, named.to)
    const written = slice(text, tokens, withoutBrackets(named, tokens))
    const only = words.length === 1 ? words[0]?.lower : undefined
    if (only === 'it' || only === 'they') return this.#lastBody ?? this.#lastPerson
    if (only === 'he' || only === 'she' || only === 'his' || only === 'her')
      return this.#lastPerson ?? this.#lastBody
    if (only === 'its' || only === 'their') return this.#lastBody
    const bare = withoutDeterminer(written)
    const isPlain = isDefinite(words[0]) && !words.slice(1).some((word) => isCapital(word))
    const known =
      this.#fullest.get(fold(bare)) ?? (isPlain ? this.#fullest.get(lastNoun(bare)) : undefined)
    const name = known ?? bare
    for (const range of named.beside) {
      const other = withoutDeterminer(slice(text, tokens, range))
      this.#note(other, name)
      this.#noteNouns(other, name)
    }
    this.#note(bare, name)
    if (known === undefined) this.#noteNouns(bare, name)
    const isPerson =
      words.some((word) => PERSONS.has(word.lower)) ||
      named.beside.some((range) => isCapital(tokens[range.from]))
    if (isPerson) this.#lastPerson = name
    else this.#lastBody = name
    return name
  }

  #note(name: string, full: string): void {
    this.#fullest.set(fold(withoutDeterminer(name)), full)
  }

  #noteNouns(name: string, full: string): void {
    const head = name.split(/\s(?:of|for|in|from|at|to|on|who|that)\s/)[0] ?? name
    for (const word of head.split(/\s+/)) {
      const plain = fold(word)
      if (/^\p{L}{3,}$/u.test(plain)) this.#fullest.set(plain, full)
    }
  }
}

const PERSONS = new Set(
  (
    'spokesman spokeswoman spokesperson minister president mayor governor director head chief commander general colonel ' +
    'doctor nurse lawyer representative envoy delegate manager official officer witness teacher professor secretary ' +
    'chairman chairwoman chair ambassador consul judge bishop mr mrs ms dr deputy leader teacher medic driver'
  ).split(' '),
)

/** Where the words begin whose first letters are the initials; common words between may be left out. */
function fullNameStart(
  tokens: readonly Token[],
  end: number,
  initials: string,
): number | undefined {
  let from = end
  while (from > 0 && end - from < 12) {
    const token = tokens[from - 1]
    if (token === undefined || token.kind !== 'word') break
    const joins = ['of', 'for', 'and', 'the', 'in', 'on', 'to', "'s", 'de', 'des', 'la'].includes(
      token.lower,
    )
    if (!isCapital(token) && !joins) break
    from -= 1
  }
  while (from < end && (!isCapital(tokens[from]) || DETERMINERS.has(tokens[from]?.lower ?? '')))
    from += 1
  const first = tokens[from]?.text[0]?.toLowerCase()
  return from < end && first === initials[0]?.toLowerCase() ? from : undefined
}

function isDefinite(token: Token | undefined): boolean {
  return (
    token !== undefined && ['the', 'this', 'that', 'same', 'its', 'their'].includes(token.lower)
  )
}

function lastNoun(bare: string): string {
  const head = bare.split(/\s(?:of|for|in|from|at|to|on)\s/)[0] ?? bare
  return fold(head.split(/\s+/).at(-1) ?? '')
}

function withoutBrackets(range: Range, tokens: readonly Token[]): Range {
  const open = tokens.slice(range.from, range.to).findIndex((token) => token.text === '(')
  return open > 0 ? { from: range.from, to: range.from + open } : range
}

export function withoutDeterminer(text: string): string {
  return text.replace(/^(?:the|a|an|its|their|his|her|this|that)\s+/i, '')
}

export function fold(text: string): string {
  return text.toLowerCase().replaceAll('’', "'").replaceAll(/\s+/g, ' ').trim()
}

export function slice(text: string, tokens: readonly Token[], range: Range): string {
  return text.slice(tokens[range.from]?.start ?? 0, tokens[range.to - 1]?.end ?? 0)
}
