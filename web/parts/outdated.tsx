import type { ReactNode } from 'react'
import type { OutdatedTextView } from '../../src/domain/claim-views.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { figureWords } from './said-number.tsx'
import { Day, FigureLink, Series } from './words.tsx'

/** Published texts that told another number: when, of which day, what, and what stands now. */
export function OutdatedList({ rows }: { readonly rows: readonly OutdatedTextView[] }): ReactNode {
  return (
    <ul className="plain">
      {rows.map((one) => (
        <li key={`${one.text} ${one.figure}`}>
          <Series
            items={[<Day key="day" date={one.asOf} />, <ThenAndNow key="then" outdated={one} />]}
          />
        </li>
      ))}
    </ul>
  )
}

/** What a figure was told as, and what it says now. */
export function ThenAndNow({
  outdated: { figure, used, now },
}: {
  readonly outdated: Pick<OutdatedTextView, 'figure' | 'used' | 'now'>
}): ReactNode {
  const { say, number } = useSpeaker()
  return (
    <Text
      name="editions.changed"
      values={{
        figure: <FigureLink reference={figure} />,
        used: <strong>{figureWords(used, say, number)}</strong>,
        now: (
          <>
            <strong>{figureWords(now, say, number)}</strong> ({say(`figureStatus.${now.status}`)})
          </>
        ),
      }}
    />
  )
}
