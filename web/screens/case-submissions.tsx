import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mayDo } from '../../src/domain/access.ts'
import type { MemberOutcome } from '../../src/domain/submission.ts'
import { missingChecks } from '../../src/domain/travel-check.ts'
import type { SubmissionView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Validity } from '../parts/validity.tsx'
import { Day, Ref } from '../parts/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

export function Submissions({
  reference,
  submissions,
}: {
  readonly reference: string
  readonly submissions: readonly SubmissionView[]
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('case.submissions')}>
      {submissions.length === 0 && <p>{say('case.submissionsNone')}</p>}
      {submissions.toReversed().map((one) => (
        <Submission
          key={`${one.offer} ${one.transmittedOn}`}
          reference={reference}
          submission={one}
        />
      ))}
    </Section>
  )
}

const ENDED: ReadonlySet<string> = new Set(['withdrawn', 'lapsed'])
const REFUSED: ReadonlySet<string> = new Set(['denied', 'returned_unconsidered'])

function Submission({
  reference,
  submission,
}: {
  readonly reference: string
  readonly submission: SubmissionView
}): ReactNode {
  const { say, state } = useSpeaker()
  const { account } = useSession()
  const isThere = !ENDED.has(submission.status) && !REFUSED.has(submission.decision ?? '')
  const to = { state: state(submission.state), offer: `\u2066${submission.offer}\u2069` }
  return (
    <article className="submission">
      <h3>
        <Text name="case.submissionTo" values={{ ...to, offer: <Ref>{submission.offer}</Ref> }} />
      </h3>
      <p>
        <strong>{say(`submission.${submission.status}`)}</strong>
        {submission.decision !== undefined && (
          <>
            . {say('case.decision')}: <strong>{say(`decision.${submission.decision}`)}</strong>
          </>
        )}
        . {say('case.transmitted')}: <Day date={submission.transmittedOn} />.
        {submission.decidedOn !== undefined && (
          <>
            {' '}
            {say('case.decided')}: <Day date={submission.decidedOn} />.
          </>
        )}{' '}
        {say('case.drafter')}: <Ref>{submission.drafter}</Ref>. {say('case.reviewer')}:{' '}
        <Ref>{submission.reviewer}</Ref>.
      </p>
      {isThere && mayDo(account.role, 'states.read') && (
        <p>
          <Link href={`/states/${encodeURIComponent(reference)}`}>{say('states.ofCase')}</Link>
        </p>
      )}
      <Outcomes submission={submission} label={`${say('case.decisions')}: ${to.state}`} />
      <Checks submission={submission} label={`${say('case.checks')}: ${to.state}`} />
    </article>
  )
}

interface TableProps {
  readonly submission: SubmissionView
  readonly label: string
}

function Outcomes({ submission, label }: TableProps): ReactNode {
  const { say } = useSpeaker()
  return (
    <Scroller label={label}>
      <table>
        <caption>{say('case.decisions')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('case.person')}</th>
            <th scope="col">{say('case.outcome')}</th>
            <th scope="col">{say('case.readiness')}</th>
            <th scope="col">{say('case.travel')}</th>
            <th scope="col">{say('case.departedOn')}</th>
            <th scope="col">{say('case.arrivedOn')}</th>
          </tr>
        </thead>
        <tbody>
          {submission.members.map((member) => (
            <tr key={member.person}>
              <th scope="row">
                <Ref>{member.person}</Ref>
              </th>
              <td>{say(`outcome.${member.outcome}`)}</td>
              <td>{awaitsTravel(submission, member) && <Readiness member={member} />}</td>
              <td>
                <Day date={member.travelOn} />
              </td>
              <td>
                <Day date={member.departedOn} />
              </td>
              <td>
                <Day date={member.arrivedOn} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

type SubmittedMember = SubmissionView['members'][number]

const BEFORE_TRAVEL: readonly MemberOutcome[] = ['accepted', 'booked', 'medical_hold', 'offloaded']

/** Accepted, and may still travel on this submission. */
function awaitsTravel({ status }: SubmissionView, { outcome }: SubmittedMember): boolean {
  return status !== 'withdrawn' && status !== 'lapsed' && BEFORE_TRAVEL.includes(outcome)
}

/** Whether the checks hold on the day of travel, or today while there is no such day. */
function Readiness({ member }: { readonly member: SubmittedMember }): ReactNode {
  const { say, list } = useSpeaker()
  const { operation } = useSession()
  const missing = missingChecks(member.checks, member.travelOn ?? operation.today)
  if (missing.length === 0)
    return (
      <span className="mark mark-good">
        <span aria-hidden="true">● </span>
        {say('case.ready')}
      </span>
    )
  const checks = list(missing.map((kind) => say(`check.${kind}`)))
  return (
    <span className="mark-soon">
      <span aria-hidden="true">▲ </span>
      {say('case.notReady', { checks })}
    </span>
  )
}

function Checks({ submission, label }: TableProps): ReactNode {
  const { say } = useSpeaker()
  const rows = submission.members.flatMap((member) =>
    member.checks.map((check) => ({ ...check, member })),
  )
  if (rows.length === 0) return null
  return (
    <Scroller label={label}>
      <table>
        <caption>{say('case.checks')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('case.person')}</th>
            <th scope="col">{say('case.check')}</th>
            <th scope="col">{say('case.checkState')}</th>
            <th scope="col">{say('case.issued')}</th>
            <th scope="col">{say('case.expires')}</th>
            <th scope="col">{say('case.validity')}</th>
            <th scope="col">{say('case.document')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ member, ...check }) => (
            <tr key={`${member.person} ${check.kind}`}>
              <th scope="row">
                <Ref>{member.person}</Ref>
              </th>
              <td>{say(`check.${check.kind}`)}</td>
              <td>{say(`checkStatus.${check.status}`)}</td>
              <td>
                <Day date={check.issued} />
              </td>
              <td>
                <Day date={check.expires} />
              </td>
              <td>
                {/* Who has left needs no warning of a paper that ran out since. */}
                {check.status === 'cleared' && member.departedOn === undefined && (
                  <Validity expires={check.expires} />
                )}
              </td>
              <td>{check.document !== undefined && <Ref>{check.document}</Ref>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
