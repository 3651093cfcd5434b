/** A piece of a sentence: positions count UTF-16 units of the read text, the end exclusive. */
export interface Token {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly lower: string
  readonly kind: 'word' | 'number' | 'mark'
}

export const QUOTE_MARKS = new Set(['"', '“', '”', '«', '»', '„'])

/** Longer words and numbers are cut: nothing that long means anything, and work stays bounded. */
const LONGEST = 60

const TITLES = new Set('mr mrs ms dr prof gen col lt sgt capt sen rep gov st'.split(' '))

const DIGIT = '0-9\\u0660-\\u0669\\u06F0-\\u06F9'
/** Thin and fixed spaces, and a plain one before exactly three digits, group thousands. */
const NUMBER = new RegExp(
  `(?:[${DIGIT}]{4}-[${DIGIT}]{2}-[${DIGIT}]{2}(?![${DIGIT}])` +
    `|[${DIGIT}]{1,3}(?:[\\u00A0\\u202F\\u2009 ][${DIGIT}]{3}(?![${DIGIT}]))+(?![,.]?[${DIGIT}])` +
    `|[${DIGIT}]{1,${LONGEST}}(?:[,.\\u066B\\u066C'’](?=[${DIGIT}])[${DIGIT}]{1,${LONGEST}}){0,6})`,
  'y',
)
const ORDINAL = /(?:st|nd|rd|th)(?!\p{L})/uy
const ACRONYM = /\p{Lu}\.(?:\p{Lu}\.)+/uy
// ZWNJ joins the parts of Persian words.
const WORD =
  /[\p{L}\p{M}\u200C]{1,60}(?:['’\u2010\u2011-](?=[\p{L}\p{M}])[\p{L}\p{M}\u200C]{1,60}){0,8}/uy

/** Splits `text` from `start` to `end` into words, numbers and marks; linear in its length. */
export function tokenize(text: string, start: number, end: number): Token[] {
  const tokens: Token[] = []
  let at = start
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === 0xa0 || code === 0x2009 || code === 0x202f || code === 0x200f) {
      at += 1
      continue
    }
    const token = readToken(text, at, end)
    pushParts(tokens, token)
    at = token.end
  }
  return tokens
}

function readToken(text: string, at: number, end: number): Token {
  const number = matchAt(NUMBER, text, at)
  if (number !== undefined) {
    const suffix = matchAt(ORDINAL, text, at + number.length)
    return make(text, at, Math.min(end, at + number.length + (suffix?.length ?? 0)), 'number')
  }
  const word = matchAt(ACRONYM, text, at) ?? matchAt(WORD, text, at)
  if (word !== undefined) {
    // The dot of a title belongs to it: no phrase ends at "Mr.".
    const dot = TITLES.has(word.toLowerCase()) && text[at + word.length] === '.' ? 1 : 0
    const token = make(text, at, Math.min(end, at + word.length + dot), 'word')
    return dot === 1 ? { ...token, lower: word.toLowerCase() } : token
  }
  const pair = text.codePointAt(at) ?? 0
  return make(text, at, at + (pair > 0xffff ? 2 : 1), 'mark')
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function make(text: string, start: number, end: number, kind: Token['kind']): Token {
  const own = text.slice(start, end)
  return { start, end, text: own, lower: own.toLowerCase().replaceAll('’', "'"), kind }
}

/** A possessive ending is a token of its own, so that a name stays the same name. */
function pushParts(tokens: Token[], token: Token): void {
  const owned = token.kind === 'word' && token.lower.length > 2 && token.lower.endsWith("'s")
  if (!owned || token.lower === "it's" || token.lower === "that's") {
    tokens.push(token)
    return
  }
  const cut = token.end - 2
  tokens.push(
    {
      ...token,
      end: cut,
      text: token.text.slice(0, -2),
      lower: token.lower.slice(0, -2),
    },
    { start: cut, end: token.end, text: token.text.slice(-2), lower: "'s", kind: 'word' },
  )
}

/** True when the first letter is a capital: it may begin a name. */
export function isCapital(token: Token | undefined): boolean {
  return token !== undefined && token.kind === 'word' && /^\p{Lu}/u.test(token.text)
}
