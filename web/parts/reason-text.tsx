import type { ReactNode } from 'react'
import type { Reason } from '../../src/domain/views.ts'
import type { TextKey } from '../texts/en.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'
import { English } from './words.tsx'

interface Props {
  readonly reason: Reason
  /** What it argues for: one code can speak for an offer here and against another there. */
  readonly family: 'here' | 'reason' | 'conflict' | 'moves'
}

/** A reason in the reader's language where its code is known, else the English sentence. */
export function ReasonText({ reason, family }: Props): ReactNode {
  const speaker = useSpeaker()
  const text = speaker.code === 'en' ? undefined : inWords(reason, family, speaker)
  return text ?? <English>{reason.text}</English>
}

function inWords(reason: Reason, family: Props['family'], speaker: Speaker): string | undefined {
  if (speaker.word(family, reason.code) === undefined) return undefined
  const values = shown(reason.params ?? {}, speaker)
  const why = speaker.say(`${family}.${reason.code}` as TextKey, values)
  if (family === 'here' || family === 'moves') return why
  if (family === 'conflict') return butWhy(why, reason, speaker)
  // Without a place: full offers are named, unfit ones are counted.
  if ('offers' in values) return speaker.say('reason.offersUnfit', { ...values, why })
  if ('offer' in values) return speaker.say('reason.offerFull', { ...values, why })
  return why
}

/** A demand that its offer cannot meet whatever its places says why. */
function butWhy(text: string, { params }: Reason, speaker: Speaker): string {
  const why = speaker.word('reason', String(params?.['why']))
  return why === undefined ? text : speaker.say('conflict.but', { text, why })
}

/** The values of a reason as its reader sees them. */
function shown(
  params: NonNullable<Reason['params']>,
  speaker: Speaker,
): Record<string, string | number> {
  const entries = Object.entries(params).map(([key, value]) => {
    if (typeof value === 'number') return [key, value] as const
    if (key === 'state') return [key, speaker.state(value)] as const
    if (key === 'since') return [key, speaker.day(value)] as const
    return [key, `\u2066${value}\u2069`] as const
  })
  return Object.fromEntries(entries)
}
