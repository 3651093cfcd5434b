import { createContext, Fragment, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { RequestProblem } from '../request/request.ts'
import { recall, remember } from '../shell/memory.ts'
import type { TextKey } from './en.ts'
import type { LanguageCode } from './languages.ts'
import { isLanguageCode, LANGUAGES } from './languages.ts'
import type { Speaker } from './speaker.ts'
import { createSpeaker } from './speaker.ts'

interface Spoken {
  readonly speaker: Speaker
  readonly choose: (code: LanguageCode) => void
  /** Why the texts of the language chosen last did not come; the one before stays. */
  readonly error: Error | undefined
}

const Language = createContext<Spoken | undefined>(undefined)

/** A speaker of the language, with its texts fetched. */
async function loadSpeaker(code: LanguageCode): Promise<Speaker> {
  try {
    return createSpeaker(code, await LANGUAGES[code].load())
  } catch {
    throw new RequestProblem('offline', 'The texts of the language did not come.')
  }
}

/** The language chosen before, else the browser's, else English; English too when it fails. */
export async function loadFirstSpeaker(): Promise<Speaker> {
  const wanted = [recall('language'), ...navigator.languages.map((one) => one.slice(0, 2))]
  return loadSpeaker(wanted.find(isLanguageCode) ?? 'en').catch(() => loadSpeaker('en'))
}

export function LanguageProvider({
  first,
  children,
}: {
  readonly first: Speaker
  readonly children: ReactNode
}): ReactNode {
  const [speaker, setSpeaker] = useState(first)
  const [error, setError] = useState<Error>()
  useEffect(() => {
    document.documentElement.lang = speaker.code
    document.documentElement.dir = speaker.direction
  }, [speaker])
  const spoken = useMemo(() => {
    const take = (loaded: Speaker): void => {
      remember('language', loaded.code)
      setError(undefined)
      setSpeaker(loaded)
    }
    const choose = (code: LanguageCode): void => void loadSpeaker(code).then(take, setError)
    return { speaker, choose, error }
  }, [speaker, error])
  return <Language value={spoken}>{children}</Language>
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
