import { useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanView, Reason } from '../../src/domain/views.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { ReasonText } from '../parts/reason-text.tsx'
import { CaseLink, Count, PriorityMark } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'

const ROWS = 50

/** Who stays without a place in this plan, and why. */
export function Unplaced({ plan }: { readonly plan: PlanView }): ReactNode {
  const { say } = useSpeaker()
  const [page, setPage] = useState(1)
  const pages = Math.ceil(plan.unplaced.length / ROWS)
  const shown = Math.min(page, Math.max(1, pages))
  const rows = plan.unplaced.slice((shown - 1) * ROWS, shown * ROWS)
  return (
    <Section title={say('plan.unplaced')}>
      {rows.length === 0 ? (
        <p>{say('plan.unplacedNone')}</p>
      ) : (
        <Scroller label={say('plan.unplaced')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say('column.case')}</th>
                <th scope="col">{say('column.priority')}</th>
                <th scope="col">{say('column.persons')}</th>
                <th scope="col">{say('plan.why')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.case}>
                  <th scope="row">
                    <CaseLink reference={row.case} />
                  </th>
                  <td>
                    <PriorityMark priority={row.priority} />
                  </td>
                  <td>
                    <Count of="persons" value={row.persons} />
                  </td>
                  <td className="prose">
                    <WhyNowhere reasons={row.why} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <PageButtons page={shown} pages={pages} onTurn={setPage} />
    </Section>
  )
}

/** The first reason at once, all of them on demand: there is one for each offer. */
function WhyNowhere({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode {
  const { say } = useSpeaker()
  const [first, ...others] = reasons
  return (
    <>
      {first !== undefined && <ReasonText reason={first} family="reason" />}
      {others.length > 0 && (
        <details>
          <summary>{say('plan.moreReasons', { n: others.length })}</summary>
          <ul>
            {others.map((reason) => (
              <li key={reason.text}>
                <ReasonText reason={reason} family="reason" />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
