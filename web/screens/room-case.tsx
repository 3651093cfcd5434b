import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { TransmissionView } from '../../src/domain/state-views.ts'
import { Clock } from '../parts/clock.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { AnswerForm } from './room-answer.tsx'
import { DecisionForm } from './room-decision.tsx'
import { Thread } from './transmission-thread.tsx'
import {
  SaidOfMembers,
  TransmissionFacts,
  TransmittedMembers,
  Versions,
} from './transmission-versions.tsx'

/** What was transmitted of a case to the liaison's State, and what the State says of it. */
export function RoomCaseScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const path = `/api/state/cases/${encodeURIComponent(reference)}`
  const query = useAnswer<TransmissionView>(path)
  const [chosen, choose] = useState<number>()
  const [closed, setClosed] = useState<string>()
  const view = query.data
  const shown = view?.versions.find((one) => one.snapshot.version === chosen) ?? view?.versions[0]
  return (
    <Page
      title={say('case.title', { case: reference })}
      shown={<Text name="case.title" values={{ case: <Ref>{reference}</Ref> }} />}
    >
      <p className="noprint">
        <Link href="/room">{say('room.back')}</Link>
      </p>
      {closed !== undefined && <p role="status">{closed}</p>}
      {closed === undefined && (view === undefined || query.error !== null) && (
        <PageState query={query} />
      )}
      {closed === undefined &&
        view !== undefined &&
        shown !== undefined &&
        query.error === null && (
          <>
            <TransmissionFacts view={view} />
            {view.clock !== undefined && (
              <p>
                {say('room.clock')}: <Clock clock={view.clock} />
              </p>
            )}
            {shown.snapshot.version !== view.version && (
              <p role="status" className="notice">
                {say('room.oldVersion', { n: shown.snapshot.version, last: view.version })}
              </p>
            )}
            <TransmittedMembers version={shown} />
            <SaidOfMembers decisions={view.decisions} />
            <DecisionForm
              key={`${view.version} ${view.undecided}`}
              view={view}
              path={path}
              onClosed={setClosed}
            />
            <Section title={say('room.answers')}>
              <AnswerForm key={view.status} view={view} path={path} onClosed={setClosed} />
            </Section>
            <Versions versions={view.versions} chosen={shown.snapshot.version} choose={choose} />
            <Thread messages={view.messages} path={`${path}/messages`} mayWrite />
          </>
        )}
    </Page>
  )
}
