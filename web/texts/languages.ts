import { ar } from './ar.ts'
import { en } from './en.ts'
import type { Texts } from './en.ts'
import { fa } from './fa.ts'

interface Language {
  /** Its own name for itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** BCP 47; Gregorian days everywhere, as on visas and decisions. */
  readonly locale: string
  readonly texts: Texts
}

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', locale: 'en-GB', texts: en },
  ar: { name: 'العربية', direction: 'rtl', locale: 'ar-u-ca-gregory', texts: ar },
  fa: { name: 'فارسی', direction: 'rtl', locale: 'fa-u-ca-gregory', texts: fa },
} as const satisfies Readonly<Record<string, Language>>

export type LanguageCode = keyof typeof LANGUAGES

export function isLanguageCode(text: string | null | undefined): text is LanguageCode {
  return text !== null && text !== undefined && text in LANGUAGES
}
