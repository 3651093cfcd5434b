import { IntlMessageFormat } from 'intl-messageformat'
import type { TextKey, Texts } from './en.ts'
import { toAlpha2 } from '../../src/domain/iso-country.ts'
import type { LanguageCode } from './languages.ts'
import { LANGUAGES } from './languages.ts'

export type TextValues = Readonly<Record<string, string | number>>

/** Says texts, numbers, days and names in one language. */
export interface Speaker {
  readonly code: LanguageCode
  readonly direction: 'ltr' | 'rtl'
  readonly say: (key: TextKey, values?: TextValues) => string
  /** As `say`, with nodes of the caller's kind among the values, returned in their place. */
  readonly parts: <Node>(
    key: TextKey,
    values: Readonly<Record<string, string | number | Node>>,
  ) => readonly (string | Node)[]
  /** The text of a word by its code, `word('status', 'ready')`; undefined when there is none. */
  readonly word: (family: string, code: string) => string | undefined
  readonly number: (value: number) => string
  /** An ISO day. */
  readonly day: (date: string) => string
  /** From one ISO day to another. */
  readonly days: (first: string, last: string) => string
  /** An ISO instant, in the time zone of the reader. */
  readonly instant: (at: string) => string
  /** A State by its alpha-3 code; the code itself when no name is known. */
  readonly state: (code: string) => string
  /** A language by its ISO 639-3 code. */
  readonly language: (code: string) => string
  readonly list: (items: readonly string[]) => string
}

/** The month in words: nobody has to guess which number is the month. */
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

export function createSpeaker(code: LanguageCode, texts: Texts): Speaker {
  const { locale, direction } = LANGUAGES[code]
  const formats = new Map<string, IntlMessageFormat>()
  const numbers = new Intl.NumberFormat(locale)
  const days = new Intl.DateTimeFormat(locale, { ...DAY, timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, { ...DAY, ...TIME })
  const regions = new Intl.DisplayNames(locale, { type: 'region' })
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' })
  const lists = new Intl.ListFormat(locale, { type: 'unit' })

  const formatOf = (text: string): IntlMessageFormat => {
    const known = formats.get(text)
    if (known !== undefined) return known
    const made = new IntlMessageFormat(text, locale)
    formats.set(text, made)
    return made
  }
  const word = (family: string, name: string): string | undefined =>
    (texts as Texts & Record<string, string>)[`${family}.${name}`]
  return {
    code,
    direction,
    say: (key, values) => {
      const text = texts[key]
      return values === undefined ? text : String(formatOf(text).format(values))
    },
    parts: <Node>(key: TextKey, values: Readonly<Record<string, string | number | Node>>) => {
      const made = formatOf(texts[key]).format<Node>(values as never) as
        string | Node | (string | Node)[]
      return Array.isArray(made) ? made : [made]
    },
    word,
    number: (value) => numbers.format(value),
    day: (date) => days.format(noon(date)),
    days: (first, last) => days.formatRange(noon(first), noon(last)),
    instant: (at) => instants.format(new Date(at)),
    state: (state) => nameOf(regions, toAlpha2(state)) ?? state,
    // Browsers know the large languages only.
    language: (language) => word('language', language) ?? nameOf(languages, language) ?? language,
    list: (items) => lists.format(items),
  }
}

/** A moment that is in this day, for a format in UTC. */
function noon(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

function nameOf(names: Intl.DisplayNames, code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  try {
    return names.of(code)
  } catch {
    return undefined
  }
}
