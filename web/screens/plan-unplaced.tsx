import { useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanView } from '../../src/domain/views.ts'
import { PageButtons } from '../parts/page-buttons.tsx'
import { Section } from '../parts/page.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { CaseLink, Count, PriorityMark, ReasonText } from '../parts/words.tsx'
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
                    <ul className="plain">
                      {row.why.map((reason) => (
                        <li key={reason.text}>
                          <ReasonText reason={reason} />
                        </li>
                      ))}
                    </ul>
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
