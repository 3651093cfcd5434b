import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { CaseFileView } from '../../src/domain/views.ts'
import { GlassHint } from '../parts/glass-hint.tsx'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { CaseLink, Count, Day, English, PriorityMark, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import { Members } from './case-members.tsx'
import { Submissions } from './case-submissions.tsx'
import { Timeline } from './case-timeline.tsx'

/** Everything that is known of one case. */
export function CaseFileScreen({ reference }: { readonly reference: string }): ReactNode {
  const { say } = useSpeaker()
  const query = useAnswer<CaseFileView>(`/api/cases/${encodeURIComponent(reference)}`)
  const file = query.data
  return (
    <Page
      title={say('case.title', { case: reference })}
      shown={<Text name="case.title" values={{ case: <Ref>{reference}</Ref> }} />}
    >
      <p className="noprint">
        <Link href="/cases">{say('case.back')}</Link>
      </p>
      {file === undefined || query.error !== null ? <PageState query={query} /> : null}
      <GlassHint error={query.error} kind="case" reference={reference} />
      {file !== undefined && (
        <>
          <Facts file={file} />
          <Stops violations={file.violations} />
          <Members members={file.members} />
          <Submissions reference={file.case} submissions={file.submissions} />
          <Links links={file.links} />
          <Timeline entries={file.timeline} />
        </>
      )}
    </Page>
  )
}

function Facts({ file }: { readonly file: CaseFileView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <dl className="facts">
      <div>
        <dt>{say('column.status')}</dt>
        <dd>
          <Series
            items={[
              <strong key="status">{say(`status.${file.status}`)}</strong>,
              file.hold && say(`hold.${file.hold}`),
              file.closure && say(`closure.${file.closure}`),
              <Text
                key="since"
                name="case.since"
                values={{ date: <Day date={file.statusSince} /> }}
              />,
            ]}
          />
        </dd>
      </div>
      <div>
        <dt>{say('case.referred')}</dt>
        <dd>
          <Day date={file.referredOn} />
        </dd>
      </div>
      <div>
        <dt>{say('case.waiting')}</dt>
        <dd>
          <Count of="days" value={file.waitingDays} />
        </dd>
      </div>
      <div>
        <dt>{say('column.priority')}</dt>
        <dd>
          <Series
            items={[
              <PriorityMark key="priority" priority={file.priority} />,
              file.priority !== 'NR' &&
                say(file.justified ? 'case.justified' : 'case.notJustified'),
            ]}
          />
        </dd>
      </div>
      {(['primary', 'secondary'] as const).map((which) => (
        <div key={which}>
          <dt>{say(`case.${which}`)}</dt>
          <dd>{file[which] === undefined ? say('word.none') : say(`category.${file[which]}`)}</dd>
        </div>
      ))}
      {(['drafter', 'reviewer'] as const).map(
        (who) =>
          file[who] !== undefined && (
            <div key={who}>
              <dt>{say(`case.${who}`)}</dt>
              <dd>
                <Ref>{file[who]}</Ref>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

function Stops({ violations }: { readonly violations: CaseFileView['violations'] }): ReactNode {
  const { say, word } = useSpeaker()
  return (
    <Section title={say('case.stops')}>
      {violations.length === 0 && <p>{say('case.stopsNone')}</p>}
      <ul className="plain">
        {violations.map((one) => (
          <li key={`${one.rule} ${one.message}`}>
            <span className={one.warning === true ? 'mark mark-soon' : 'mark mark-out'}>
              <span aria-hidden="true">{one.warning === true ? '▲ ' : '■ '}</span>
              {say(one.warning === true ? 'case.warning' : 'case.stopping')}
            </span>{' '}
            <strong>
              <Text name="case.rule" values={{ rule: <Ref>{one.rule}</Ref> }} />
              {word('rule', one.rule) !== undefined && `: ${word('rule', one.rule)}`}
            </strong>
            <br />
            <English>{one.message}</English>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Links({ links }: { readonly links: CaseFileView['links'] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('case.links')}>
      {links.length === 0 && <p>{say('case.linksNone')}</p>}
      <ul className="plain">
        {links.map((link) => (
          <li key={link.case}>
            <CaseLink reference={link.case} />: {say(`link.${link.kind}`)}
            {link.waived && ` (${say('case.waived')})`}. {say(`status.${link.status}`)}.
          </li>
        ))}
      </ul>
    </Section>
  )
}
