import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Activity } from '../../src/domain/access.ts'
import { mayDo } from '../../src/domain/access.ts'
import type { OverviewView } from '../../src/domain/views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState } from '../parts/page-state.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { Validity } from '../parts/validity.tsx'
import { CaseLink, Count, Day, Instant, PriorityMark, Ref, Series } from '../parts/words.tsx'
import { useAnswer } from '../request/use-answer.ts'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import { AllFigures, Gap, KeyFigures } from './overview-figures.tsx'
import { Incidents } from './overview-incidents.tsx'
import { Pipeline } from './overview-pipeline.tsx'

/** Where the operation stands today. */
export function OverviewScreen(): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  // What is kept from a role must not look as if there were none.
  const may = (activity: Activity): boolean => mayDo(account.role, activity)
  const query = useAnswer<OverviewView>('/api/overview')
  const overview = query.data
  return (
    <Page title={say('page.overview')}>
      {overview === undefined || query.error !== null ? <PageState query={query} /> : null}
      {overview !== undefined && (
        <div className="overview">
          <Section title={say('overview.figures')} className="wide">
            <Gap figures={overview.figures} />
            <KeyFigures figures={overview.figures} />
            <AllFigures figures={overview.figures} />
          </Section>
          <Pipeline stages={overview.pipeline} />
          <div className="column">
            {may('plan.read') && <LastPlan plan={overview.plan} />}
            {may('case.read') && <Expiring rows={overview.expiringFirst} />}
          </div>
          {may('case.read') && <OldestWaiting rows={overview.oldestWaiting} />}
          {may('incident.read') && <Incidents incidents={overview.incidents} />}
        </div>
      )}
    </Page>
  )
}

function LastPlan({ plan }: { readonly plan: OverviewView['plan'] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('overview.plan')}>
      {plan === undefined ? (
        <p>{say('overview.planNone')}</p>
      ) : (
        <>
          <p>
            <Text
              name="overview.planPlaced"
              values={{
                cases: <Count of="cases" value={plan.cases} />,
                persons: <Count of="persons" value={plan.persons} />,
              }}
            />{' '}
            <Text
              name="overview.planUnplaced"
              values={{
                cases: <Count of="cases" value={plan.unplacedCases} />,
                persons: <Count of="persons" value={plan.unplacedPersons} />,
              }}
            />
          </p>
          <p className="help">
            <Text name="overview.planMade" values={{ when: <Instant at={plan.madeAt} /> }} />
          </p>
        </>
      )}
      <p>
        <Link href="/plan" className="action">
          {say('overview.planOpen')}
        </Link>
      </p>
    </Section>
  )
}

function Expiring({ rows }: { readonly rows: OverviewView['expiringFirst'] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('overview.expiring')}>
      {rows.length === 0 && <p>{say('overview.expiringNone')}</p>}
      <ul className="plain">
        {rows.map((row) => (
          <li key={`${row.person} ${row.kind}`}>
            <Validity expires={row.expires} />{' '}
            <Series items={[say(`check.${row.kind}`), <Day key="day" date={row.expires} />]} />
            <br />
            <CaseLink reference={row.case} /> <Ref>{row.person}</Ref>
            {row.travelOn !== undefined && (
              <>
                {' '}
                · {say('case.travel')}: <Day date={row.travelOn} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function OldestWaiting({ rows }: { readonly rows: OverviewView['oldestWaiting'] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('overview.oldest')} help={say('overview.oldestHelp')}>
      <Scroller label={say('overview.oldest')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('column.case')}</th>
              <th scope="col">{say('column.waiting')}</th>
              <th scope="col">{say('column.priority')}</th>
              <th scope="col">{say('column.status')}</th>
              <th scope="col">{say('column.persons')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.case}>
                <th scope="row">
                  <CaseLink reference={row.case} />
                </th>
                <td>
                  <Count of="days" value={row.waitingDays} />
                </td>
                <td>
                  <PriorityMark priority={row.priority} />
                </td>
                <td>{say(`status.${row.status}`)}</td>
                <td>
                  <Count of="persons" value={row.persons} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <p>
        <Link href="/cases?sort=waiting">{say('overview.oldestAll')}</Link>
      </p>
    </Section>
  )
}
