import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { Problem } from '../parts/page-state.tsx'
import { CaseLink, Count, English } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { ApprovalAnswer, PlanWork } from './use-plan.ts'

/** What came of an approval, above the lines until it is closed; it takes the focus when it comes. */
export function ApprovalResult({ approve }: Pick<PlanWork, 'approve'>): ReactNode {
  const { say } = useSpeaker()
  const said = useRef<HTMLElement>(null)
  const { data, error, reset } = approve
  useEffect(() => {
    if (data !== undefined || error !== null) said.current?.focus()
  }, [data, error])
  if (data === undefined && error === null) return null
  return (
    <section ref={said} tabIndex={-1} className="result" aria-label={say('plan.resultTitle')}>
      {error !== null && <Problem error={error} />}
      {data !== undefined && <Outcome answer={data} />}
      <button type="button" onClick={reset}>
        {say('plan.resultClose')}
      </button>
    </section>
  )
}

function Outcome({ answer }: { readonly answer: ApprovalAnswer }): ReactNode {
  const { say } = useSpeaker()
  const { submitted, refused } = answer
  return (
    <>
      <p>
        <strong>
          <Text
            name="plan.approvedResult"
            values={{
              submitted: <Count of="cases" value={submitted.length} />,
              refused: <Count of="cases" value={refused.length} />,
            }}
          />
        </strong>{' '}
        {refused.length > 0 && say('plan.refusedKept')}
      </p>
      {refused.length > 0 && (
        <ul className="plain">
          {refused.map((one) => (
            <li key={one.case}>
              <CaseLink reference={one.case} />: {say('plan.refused')}.{' '}
              {one.issues.map((issue) => (
                <English key={issue.message}>{issue.message}</English>
              ))}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
