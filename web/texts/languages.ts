import { en } from './en.ts'
import type { Texts } from './en.ts'

interface Language {
  /** Its own name for itself. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** BCP 47; Gregorian days everywhere, as on visas and decisions. */
  readonly locale: string
  /** English comes with the program; the others come when they are wanted. */
  readonly load: () => Promise<Texts>
}

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', locale: 'en-GB', load: async () => en },
  ar: {
    name: 'العربية',
    direction: 'rtl',
    locale: 'ar-u-ca-gregory',
    load: async () => (await import('./ar.ts')).ar,
  },
  fa: {
    name: 'فارسی',
    direction: 'rtl',
    locale: 'fa-u-ca-gregory',
    load: async () => (await import('./fa.ts')).fa,
  },
} as const satisfies Readonly<Record<string, Language>>

export type LanguageCode = keyof typeof LANGUAGES

export function isLanguageCode(text: string | null | undefined): text is LanguageCode {
  return text !== null && text !== undefined && text in LANGUAGES
}
