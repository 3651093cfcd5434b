import type { ReactNode } from 'react'
import { daysBetween } from '../../src/domain/plain-date.ts'
import type { PlainDate } from '../../src/domain/plain-date.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'

/** From this many days on, the end is near enough to act. */
const SOON_DAYS = 30

/** How long something still holds, in words with a shape: ■ run out, ▲ soon, ● holds. */
export function Validity({ expires }: { readonly expires: PlainDate | undefined }): ReactNode {
  const { say } = useSpeaker()
  const { operation } = useSession()
  if (expires === undefined) return say('case.noExpiry')
  const left = daysBetween(operation.today, expires)
  const days = say('count.days', { n: Math.abs(left) })
  if (left < 0)
    return (
      <span className="mark mark-out">
        <span aria-hidden="true">■ </span>
        {say('case.runOut', { days })}
      </span>
    )
  if (left <= SOON_DAYS)
    return (
      <span className="mark mark-soon">
        <span aria-hidden="true">▲ </span>
        {left === 0 ? say('case.endsToday') : say('case.endsIn', { days })}
      </span>
    )
  return (
    <span className="mark">
      <span aria-hidden="true">● </span>
      {say('case.holds', { days })}
    </span>
  )
}
