import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { StateCaseRow, StateHomeView } from '../../src/domain/state-views.ts'
import { Clock } from '../parts/clock.tsx'
import { Page } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Count, Day, PriorityMark } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSpeaker } from '../texts/language.tsx'

const SHOWN = ['waiting', 'decided', 'all'] as const
type Shown = (typeof SHOWN)[number]

/** What lies before the liaison's State, by clock. */
export function RoomHomeScreen(): ReactNode {
  const { say, state } = useSpeaker()
  const query = useAnswer<StateHomeView>('/api/state/home')
  const [shown, setShown] = useState<Shown>('waiting')
  const [words, setWords] = useState('')
  const home = query.data
  const rows = (home?.cases ?? []).filter(
    (row) =>
      row.case.includes(words.trim().toUpperCase()) &&
      (shown === 'all' || (row.status === 'decided') === (shown === 'decided')),
  )
  return (
    <Page title={say('room.title')}>
      {home === undefined || query.error !== null ? (
        <PageState query={query} />
      ) : (
        <>
          <p className="help">{say('room.help', { state: state(home.state) })}</p>
          <div className="filters">
            <label>
              <span>{say('room.find')}</span>
              <input
                type="search"
                dir="ltr"
                value={words}
                autoComplete="off"
                onChange={(event) => setWords(event.target.value)}
              />
            </label>
            <label>
              <span>{say('room.show')}</span>
              <select
                value={shown}
                onChange={(event) =>
                  setShown(SHOWN.find((one) => one === event.target.value) ?? 'all')
                }
              >
                {SHOWN.map((one) => (
                  <option key={one} value={one}>
                    {say(`room.show.${one}`)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <p role="status">
            <Count of="cases" value={rows.length} />
          </p>
          <RoomCases rows={rows} />
        </>
      )}
    </Page>
  )
}

function RoomLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/room/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}

function RoomCases({ rows }: { readonly rows: readonly StateCaseRow[] }): ReactNode {
  const { say } = useSpeaker()
  if (rows.length === 0) return <p>{say('room.none')}</p>
  return (
    <Scroller label={say('room.cases')}>
      <table>
        <caption>{say('room.cases')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('column.case')}</th>
            <th scope="col">{say('column.persons')}</th>
            <th scope="col">{say('column.priority')}</th>
            <th scope="col">{say('column.status')}</th>
            <th scope="col">{say('room.clock')}</th>
            <th scope="col">{say('case.transmitted')}</th>
            <th scope="col">{say('room.versionColumn')}</th>
            <th scope="col">{say('room.undecided')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.case}>
              <th scope="row">
                <RoomLink reference={row.case} />
              </th>
              <td className="number">{row.persons}</td>
              <td>
                <PriorityMark priority={row.priority} />
              </td>
              <td>
                {row.decision === undefined
                  ? say(`submission.${row.status}`)
                  : say(`decision.${row.decision}`)}
              </td>
              <td>
                <Clock clock={row.clock} />
              </td>
              <td>
                <Day date={row.transmittedOn} />
              </td>
              <td className="number">{row.version}</td>
              <td className="number">{row.undecided}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
