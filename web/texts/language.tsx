import { createContext, Fragment, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { recall, remember } from '../shell/memory.ts'
import type { TextKey } from './en.ts'
import type { LanguageCode } from './languages.ts'
import { isLanguageCode, LANGUAGES } from './languages.ts'
import type { Speaker } from './speaker.ts'
import { createSpeaker } from './speaker.ts'

interface Spoken {
  readonly speaker: Speaker
  readonly choose: (code: LanguageCode) => void
}

const Language = createContext<Spoken | undefined>(undefined)

/** The language of the screens: the one chosen before, else the browser's, else English. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [code, setCode] = useState(firstLanguage)
  const speaker = useMemo(() => createSpeaker(code), [code])
  useEffect(() => {
    document.documentElement.lang = code
    document.documentElement.dir = LANGUAGES[code].direction
  }, [code])
  const spoken = useMemo(
    () => ({
      speaker,
      choose: (chosen: LanguageCode) => {
        remember('language', chosen)
        setCode(chosen)
      },
    }),
    [speaker],
  )
  return <Language value={spoken}>{children}</Language>
}

function firstLanguage(): LanguageCode {
  const wanted = [recall('language'), ...navigator.languages.map((one) => one.slice(0, 2))]
  return wanted.find(isLanguageCode) ?? 'en'
}

export function useLanguage(): Spoken {
  const spoken = use(Language)
  if (spoken === undefined) throw new Error('useLanguage needs a LanguageProvider above it.')
  return spoken
}

export function useSpeaker(): Speaker {
  return useLanguage().speaker
}

/** A text with elements among its values; values from data belong into a `<bdi>`. */
export function Text({
  name,
  values,
}: {
  readonly name: TextKey
  readonly values: Readonly<Record<string, ReactNode>>
}): ReactNode {
  const parts = useSpeaker().parts<ReactNode>(name, values)
  // The parts of one sentence have no identity but their position.
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>)
}
