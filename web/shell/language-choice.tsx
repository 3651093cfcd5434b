import type { ReactNode } from 'react'
import { useLanguage } from '../texts/language.tsx'
import type { LanguageCode } from '../texts/languages.ts'
import { LANGUAGES } from '../texts/languages.ts'

/** Every language by its own name for itself. */
export function LanguageChoice(): ReactNode {
  const { speaker, choose } = useLanguage()
  return (
    <label>
      <span>{speaker.say('app.language')}</span>
      <select value={speaker.code} onChange={(event) => choose(event.target.value as LanguageCode)}>
        {Object.entries(LANGUAGES).map(([code, language]) => (
          <option key={code} value={code} lang={code}>
            {language.name}
          </option>
        ))}
      </select>
    </label>
  )
}
