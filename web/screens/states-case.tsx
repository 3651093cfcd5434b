import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { CorrectionView, TransmissionView } from '../../src/domain/state-views.ts'
import { Clock } from '../parts/clock.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { CaseLink, English, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSend } from '../request/use-send.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Thread } from './transmission-thread.tsx'
import {
  Differences,
  SaidOfMembers,
  TransmissionFacts,
  TransmittedMembers,
  Versions,
} from './transmission-versions.tsx'

/** What lies before a State of a case, as the offices see it: the same that the State sees. */
export function StatesCaseScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const path = `/api/states/cases/${encodeURIComponent(reference)}`
  const query = useAnswer<TransmissionView>(path)
  const [chosen, choose] = useState<number>()
  const view = query.data
  const shown = view?.versions.find((one) => one.snapshot.version === chosen) ?? view?.versions[0]
  return (
    <Page
      title={say('states.caseTitle', { case: reference })}
      shown={<Text name="states.caseTitle" values={{ case: <Ref>{reference}</Ref> }} />}
    >
      <p className="noprint">
        <Link href="/states">{say('states.back')}</Link>
      </p>
      {(view === undefined || query.error !== null) && <PageState query={query} />}
      {view !== undefined && shown !== undefined && query.error === null && (
        <>
          <p>
            {say('states.live')} <CaseLink reference={view.case} />
          </p>
          <TransmissionFacts view={view} />
          {view.clock !== undefined && (
            <p>
              {say('room.clock')}: <Clock clock={view.clock} />
            </p>
          )}
          {mayDo(account.role, 'states.correct') && <Correction key={view.version} path={path} />}
          <TransmittedMembers version={shown} />
          <SaidOfMembers decisions={view.decisions} />
          <Versions versions={view.versions} chosen={shown.snapshot.version} choose={choose} />
          <Thread
            messages={view.messages}
            path={`${path}/messages`}
            mayWrite={mayDo(account.role, 'states.answer')}
          />
        </>
      )}
    </Page>
  )
}

/** What the State does not know yet, and sending it. */
function Correction({ path }: { readonly path: string }): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<CorrectionView>(`${path}/correction`)
  const [reason, setReason] = useState('')
  const sending = useSend<CorrectionView, unknown>(`${path}/correction`)
  const preview = query.data
  if (preview === undefined || query.error !== null) return <PageState query={query} />
  const isReady = preview.stops.length === 0 && reason.trim() !== '' && !sending.isPending
  return (
    <Section title={say('correction.title')} help={say('correction.help')}>
      <Differences differences={preview.differences} />
      {preview.differences.length === 0 && <p>{say('correction.none')}</p>}
      {preview.differences.length > 0 &&
        preview.stops.map((one) => (
          <p key={one} className="problem">
            <English>{one}</English>
          </p>
        ))}
      {preview.differences.length > 0 && (
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) sending.mutate({ reason, sha256: preview.sha256 })
          }}
        >
          <label className="grow">
            <span>{say('correction.reason')}</span>
            <input
              dir="auto"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button type="submit" className="primary" aria-disabled={!isReady}>
            {say('correction.send', { n: preview.version })}
          </button>
        </form>
      )}
      {sending.error !== null && <Problem error={sending.error} />}
    </Section>
  )
}
