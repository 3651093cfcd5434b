import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import { CONSUMED_AT } from '../../src/domain/offer.ts'
import type { ActView, InboxView, StatedOfferView } from '../../src/domain/state-views.ts'
import { Clock } from '../parts/clock.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Instant, Ref } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSend } from '../request/use-send.ts'
import { useSession } from '../shell/session.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { MissionWords } from './room-missions.tsx'
import { OfferWords } from './room-places.tsx'

/** What States did or asked, and what waits for the offices. */
export function StatesInboxScreen(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const [page, setPage] = useState(1)
  const query = useAnswer<InboxView>(`/api/states/inbox?page=${page}`)
  const inbox = query.data
  return (
    <Page title={say('states.title')}>
      {mayDo(account.role, 'states.keep_key') && (
        <p className="noprint">
          <Link href="/state-keys">{say('keys.title')}</Link>
        </p>
      )}
      {inbox === undefined || query.error !== null ? (
        <PageState query={query} />
      ) : (
        <>
          <Waiting inbox={inbox} />
          <Acts inbox={inbox} />
          <PageButtons
            page={page}
            pages={Math.max(1, Math.ceil(inbox.total / inbox.pageSize))}
            onTurn={setPage}
          />
        </>
      )}
    </Page>
  )
}

function TransmissionLink({ reference }: { readonly reference: string }): ReactNode {
  return (
    <Link href={`/states/${encodeURIComponent(reference)}`} className="ref">
      <bdi dir="ltr">{reference}</bdi>
    </Link>
  )
}

/** What somebody here must do: answer, take over, ask what became of it. */
function Waiting({ inbox }: { readonly inbox: InboxView }): ReactNode {
  const { say, state } = useSpeaker()
  const { account } = useSession()
  return (
    <>
      <Section title={say('states.questions')}>
        {inbox.openQuestions.length === 0 && <p>{say('states.questionsNone')}</p>}
        <ul className="plain">
          {inbox.openQuestions.map((one) => (
            <li key={one.case}>
              <TransmissionLink reference={one.case} /> {state(one.state)}, <Instant at={one.at} />
            </li>
          ))}
        </ul>
      </Section>
      {inbox.offers.length > 0 && (
        <Section title={say('states.offers')} help={say('states.offersHelp')}>
          <ul className="plain">
            {inbox.offers.map((one) => (
              <li key={one.offer}>
                <p>{state(one.state)}</p>
                <OfferWords offer={one} />
                {mayDo(account.role, 'offer.take_over') && <TakeOver offer={one} />}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {inbox.missions.length > 0 && (
        <Section title={say('states.missions')}>
          <ul className="plain">
            {inbox.missions.map((one) => (
              <li key={one.mission}>
                <p>{state(one.state)}</p>
                <MissionWords mission={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={say('states.overdue')}>
        {inbox.overdue.length === 0 && <p>{say('states.overdueNone')}</p>}
        <ul className="plain">
          {inbox.overdue.map((row) => (
            <li key={row.case}>
              <TransmissionLink reference={row.case} /> {state(row.state)},{' '}
              <Clock clock={row.clock} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function TakeOver({ offer }: { readonly offer: StatedOfferView }): ReactNode {
  const { say } = useSpeaker()
  const [consumedAt, setConsumedAt] = useState<string>('decision')
  const taking = useSend<StatedOfferView, unknown>(`/api/states/offers/${offer.offer}/take-over`)
  return (
    <div className="filters">
      <label>
        <span>{say('states.consumed')}</span>
        <select value={consumedAt} onChange={(event) => setConsumedAt(event.target.value)}>
          {CONSUMED_AT.map((one) => (
            <option key={one} value={one}>
              {say(`consumed.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="primary"
        onClick={() => taking.mutate({ as: 'confirmed', consumedAt })}
      >
        {say('states.takeOver', { offer: offer.offer })}
      </button>
      <button type="button" onClick={() => taking.mutate({ as: 'declined' })}>
        {say('states.decline', { offer: offer.offer })}
      </button>
      {taking.error !== null && <Problem error={taking.error} />}
    </div>
  )
}

function Acts({ inbox }: { readonly inbox: InboxView }): ReactNode {
  const { say } = useSpeaker()
  const seeing = useSend<{ seen: number }, { acts: readonly string[] }>('/api/states/inbox/seen')
  const unseen = inbox.acts.filter((one) => one.seenBy === undefined)
  return (
    <Section title={say('states.acts')}>
      <p role="status">{say('states.unseen', { n: inbox.unseen })}</p>
      {unseen.length > 0 && (
        <p>
          <button
            type="button"
            onClick={() => seeing.mutate({ acts: unseen.map((one) => one.act) })}
          >
            {say('states.see', { n: unseen.length })}
          </button>
        </p>
      )}
      {seeing.error !== null && <Problem error={seeing.error} />}
      {inbox.acts.length === 0 && <p>{say('states.actsNone')}</p>}
      <ol className="plain">
        {inbox.acts.map((one) => (
          <Act key={one.act} act={one} />
        ))}
      </ol>
    </Section>
  )
}

/** The words of a fact whose values are codes. */
const FAMILIES: Readonly<Record<string, string>> = {
  why: 'deferral',
  reasonKind: 'reasonKind',
  countingBasis: 'basis',
  answer: 'answer',
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  const { word, day } = useSpeaker()
  const isDay = name === 'from' || name === 'to' || name === 'until'
  const shown = isDay ? day(value) : word(FAMILIES[name] ?? '', value)
  return (
    <>
      {word('fact', name) ?? name}: {shown ?? <Ref>{value}</Ref>}
    </>
  )
}

function Act({ act }: { readonly act: ActView }): ReactNode {
  const { say, state } = useSpeaker()
  return (
    <li>
      {act.seenBy === undefined && <span className="mark mark-soon">{say('states.new')}</span>}{' '}
      <strong>{say(`act.${act.kind}`)}</strong> {state(act.state)}
      {act.case !== undefined && (
        <>
          {say('word.comma')}
          <TransmissionLink reference={act.case} />
        </>
      )}
      <br />
      <small>
        <Instant at={act.at} />, <Ref>{act.by}</Ref>
        {Object.entries(act.facts).map(([key, value]) => (
          <span key={key}>
            {say('word.comma')}
            <Fact name={key} value={value} />
          </span>
        ))}
        {act.seenBy !== undefined && act.seenBy !== act.by && (
          <>
            {say('word.comma')}
            {say('states.seenBy', { by: act.seenBy })}
          </>
        )}
      </small>
    </li>
  )
}
