import type { ReactNode } from 'react'
import type { ClockView } from '../../src/domain/state-views.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Day } from './words.tsx'

const SOON_DAYS = 7

/** Until when an answer is awaited, in words and with a shape, never by colour alone. */
export function Clock({ clock }: { readonly clock: ClockView | undefined }): ReactNode {
  const { say } = useSpeaker()
  if (clock === undefined) return '–'
  const { daysLeft } = clock
  const isOver = daysLeft < 0
  const mark = isOver ? 'mark mark-out' : daysLeft <= SOON_DAYS ? 'mark mark-soon' : 'mark'
  return (
    <>
      <span className={mark}>
        {mark !== 'mark' && <span aria-hidden="true">{isOver ? '■ ' : '▲ '}</span>}
        {say(isOver ? 'clock.over' : 'clock.left', { n: Math.abs(daysLeft) })}
      </span>{' '}
      <small>
        <Text name={`clock.${clock.of}`} values={{ date: <Day date={clock.on} /> }} />
      </small>
    </>
  )
}
