import { ARABIC } from './arabic.ts'
import { ENGLISH } from './english.ts'
import { FRENCH } from './french.ts'
import { PERSIAN } from './persian.ts'
import type { AppealWording } from './wording.ts'

/** The languages that public texts are written in. */
export const TEXT_LANGUAGES = ['en', 'fr', 'ar', 'fa'] as const
export type TextLanguage = (typeof TEXT_LANGUAGES)[number]

export const WORDINGS: Readonly<Record<TextLanguage, AppealWording>> = {
  en: ENGLISH,
  fr: FRENCH,
  ar: ARABIC,
  fa: PERSIAN,
}
