import { useState } from 'react'
import type { ReactNode } from 'react'
import type { MissionView, StateCaseRow, StateHomeView } from '../../src/domain/state-views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { Day, PriorityMark, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSend } from '../request/use-send.ts'
import { useSpeaker } from '../texts/language.tsx'

/** Statuses from which an interview can be scheduled. */
const CAN_HEAR: ReadonlySet<string> = new Set([
  'transmitted',
  'acknowledged',
  'under_consideration',
  'interview_scheduled',
])

/** Selection missions of the liaison's State: planned ones, and a new one. */
export function RoomMissionsScreen(): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<StateHomeView>('/api/state/home')
  const home = query.data
  return (
    <Page title={say('mission.title')}>
      {home === undefined || query.error !== null ? (
        <PageState query={query} />
      ) : (
        <>
          <Section title={say('mission.all')}>
            {home.missions.length === 0 && <p>{say('mission.none')}</p>}
            <ul className="plain">
              {home.missions.map((one) => (
                <Mission key={one.mission} mission={one} today={home.today} />
              ))}
            </ul>
          </Section>
          <PlanMission
            key={home.missions.length}
            rows={home.cases.filter((row) => CAN_HEAR.has(row.status))}
            today={home.today}
          />
        </>
      )}
    </Page>
  )
}

/** A mission in words: when, where, whom. */
export function MissionWords({ mission }: { readonly mission: MissionView }): ReactNode {
  const { say, days } = useSpeaker()
  return (
    <>
      <p>
        <Series
          items={[
            <strong key="place">
              <bdi>{mission.place}</bdi>
            </strong>,
            mission.from === mission.to ? (
              <Day key="on" date={mission.from} />
            ) : (
              days(mission.from, mission.to)
            ),
            say(`mission.${mission.status}`),
            <Ref key="mission">{mission.mission}</Ref>,
          ]}
        />
      </p>
      <p>
        {mission.cases.map((one) => (
          <span key={one}>
            <Ref>{one}</Ref>{' '}
          </span>
        ))}
      </p>
    </>
  )
}

function Mission({
  mission,
  today,
}: {
  readonly mission: MissionView
  readonly today: string
}): ReactNode {
  const { say } = useSpeaker()
  const at = `/api/state/missions/${mission.mission}`
  const held = useSend<MissionView, object>(`${at}/held`)
  const cancelled = useSend<MissionView, object>(`${at}/cancelled`)
  const error = held.error ?? cancelled.error
  return (
    <li>
      <MissionWords mission={mission} />
      {mission.status === 'planned' && (
        <p className="buttons">
          {mission.from <= today && (
            <button type="button" onClick={() => held.mutate({})}>
              {say('mission.hold', { mission: mission.mission })}
            </button>
          )}
          <button type="button" onClick={() => cancelled.mutate({})}>
            {say('mission.cancel', { mission: mission.mission })}
          </button>
        </p>
      )}
      {error !== null && <Problem error={error} />}
    </li>
  )
}

function PlanMission({
  rows,
  today,
}: {
  readonly rows: readonly StateCaseRow[]
  readonly today: string
}): ReactNode {
  const { say } = useSpeaker()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [place, setPlace] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const planning = useSend<MissionView, unknown>('/api/state/missions')
  const isReady =
    from !== '' && to !== '' && place.trim() !== '' && chosen.size > 0 && !planning.isPending
  const toggle = (reference: string): void =>
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(reference)) after.add(reference)
      return after
    })
  return (
    <Section title={say('mission.plan')} help={say('mission.help')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) planning.mutate({ from, to, place, cases: [...chosen] })
        }}
      >
        <div className="filters">
          <label>
            <span>{say('mission.from')}</span>
            <input
              type="date"
              min={today}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label>
            <span>{say('mission.to')}</span>
            <input
              type="date"
              min={from || today}
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </label>
          <label className="grow">
            <span>{say('mission.place')}</span>
            <input
              dir="auto"
              maxLength={200}
              value={place}
              onChange={(event) => setPlace(event.target.value)}
            />
          </label>
        </div>
        <fieldset>
          <legend>{say('mission.cases', { n: chosen.size })}</legend>
          {rows.length === 0 && <p>{say('mission.noCases')}</p>}
          <ul className="plain ticks">
            {rows.map((row) => (
              <li key={row.case}>
                <label className="tick">
                  <input
                    type="checkbox"
                    checked={chosen.has(row.case)}
                    onChange={() => toggle(row.case)}
                  />
                  <span>
                    <Ref>{row.case}</Ref> {say('count.persons', { n: row.persons })}{' '}
                    <PriorityMark priority={row.priority} />
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <p>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('mission.do')}
          </button>
        </p>
        {planning.error !== null && <Problem error={planning.error} />}
      </form>
    </Section>
  )
}
