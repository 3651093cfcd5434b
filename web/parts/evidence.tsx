import type { ReactNode } from 'react'
import type { EvidenceReason, EvidenceView } from '../../src/domain/person-views.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'

/** Bits at which a bar is full: hardly a single field says more. */
const FULL_BITS = 16

/** The band in words, with a shape, so that it never hangs on colour alone. */
export function BandMark({ band }: { readonly band: EvidenceView['band'] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <span className={`mark band-${band}`}>
      <span aria-hidden="true">{SHAPES[band]} </span>
      {say(`band.${band}`)}
    </span>
  )
}

const SHAPES = { sure: '◆◆', likely: '◆', possible: '◇', unlikely: '·' } as const

/** The waterfall: for each field how it agrees, in words, and how much that says, as a bar. */
export function Evidence({ evidence }: { readonly evidence: EvidenceView }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  return (
    <ul className="evidence" aria-label={say('same.why')}>
      {evidence.why.map((reason) => (
        <li key={`${reason.field} ${reason.level}`}>
          <span className="evidence-words">{reasonInWords(reason, speaker)}</span>
          <BitsBar bits={reason.bits} />
          <span className="evidence-bits">
            <span className="unseen">
              {say(reason.bits < 0 ? 'same.against' : 'same.for', { n: Math.abs(reason.bits) })}
            </span>
            <span aria-hidden="true" dir="ltr" className="isolated">
              {reason.bits > 0 ? '+' : ''}
              {speaker.number(Math.round(reason.bits * 10) / 10)}
            </span>
          </span>
        </li>
      ))}
      <li className="evidence-sum">
        <span className="evidence-words">
          {say('same.together')} <BandMark band={evidence.band} />
        </span>
        <BitsBar bits={evidence.bits} of={FULL_BITS * 2} />
        <span className="evidence-bits">{speaker.number(Math.round(evidence.bits * 10) / 10)}</span>
      </li>
    </ul>
  )
}

/** “Father’s name: the same, written otherwise (rare)”. A word we do not have stays its code. */
export function reasonInWords(reason: EvidenceReason, speaker: Speaker): string {
  const { field, level, rarity } = reason
  const what = speaker.word('compared', field) ?? field
  const how = speaker.word('agreement', level) ?? level
  const words = speaker.say('same.reason', { what, how })
  if (rarity === undefined) return words
  return speaker.say('same.reasonRarity', { words, rarity: speaker.say(`rarity.${rarity}`) })
}

/** A bar from the middle: to the end for one person, to the start against. */
function BitsBar({
  bits,
  of = FULL_BITS,
}: {
  readonly bits: number
  readonly of?: number
}): ReactNode {
  const length = Math.min(50, (Math.abs(bits) / of) * 50)
  return (
    <svg className="bits" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-ground" width="100" height="10" />
      <rect
        className={bits < 0 ? 'bits-against' : 'bits-for'}
        x={bits < 0 ? 50 - length : 50}
        width={length}
        height="10"
      />
      <rect className="bits-middle" x="49.6" width="0.8" height="10" />
    </svg>
  )
}
