import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { PlanView } from '../../src/domain/views.ts'
import { Page, Section } from '../parts/page.tsx'
import { PageState, Problem } from '../parts/page-state.tsx'
import { ReasonText } from '../parts/reason-text.tsx'
import { RequestProblem } from '../request/request.ts'
import { useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'
import { Forbidden } from './plan-forbidden.tsx'
import { PlanLines } from './plan-lines.tsx'
import { PlanOffers } from './plan-offers.tsx'
import { PlanSummary } from './plan-summary.tsx'
import { PlanTry } from './plan-try.tsx'
import { Unplaced } from './plan-unplaced.tsx'
import type { PlanWork } from './use-plan.ts'
import { usePlan } from './use-plan.ts'

/** The proposal: which case to which offer, why, and what a person decides about it. */
export function PlanScreen(): ReactNode {
  const { say } = useSpeaker()
  const work = usePlan()
  const { query } = work
  const isMissing = query.error instanceof RequestProblem && query.error.code === 'not_found'
  const plan = isMissing ? undefined : query.data
  return (
    <Page title={say('page.plan')}>
      {isMissing ? (
        <p>
          {say('plan.none')} {say('plan.noneHelp')}
        </p>
      ) : (
        (plan === undefined || query.error !== null) && <PageState query={query} />
      )}
      {(isMissing || plan !== undefined) && <Solving work={work} plan={plan} />}
      {plan !== undefined && (
        <>
          {plan.conflict !== undefined && plan.conflict.length > 0 && (
            <Section title={say('plan.conflict')} className="problem">
              <ul>
                {plan.conflict.map((reason) => (
                  <li key={reason.text}>
                    <ReasonText reason={reason} family="conflict" />
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <PlanSummary plan={plan} />
          <PlanTry plan={plan} work={work} />
          <PlanLines plan={plan} work={work} />
          <Forbidden plan={plan} work={work} />
          <PlanOffers plan={plan} />
          <Unplaced plan={plan} />
        </>
      )}
    </Page>
  )
}

/** Solving, and what came of it; the focus comes here when the line that was used is gone. */
function Solving({
  work,
  plan,
}: {
  readonly work: PlanWork
  readonly plan: PlanView | undefined
}): ReactNode {
  const speaker = useSpeaker()
  const { solve } = work
  const said = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (solve.data !== undefined && document.activeElement === document.body) said.current?.focus()
  }, [solve.data])
  return (
    <div className="solving">
      <button
        type="button"
        aria-disabled={solve.isPending}
        onClick={() => {
          if (!solve.isPending) solve.mutate({})
        }}
      >
        {speaker.say(plan === undefined ? 'plan.solve' : 'plan.solveAgain')}
      </button>
      <p role="status" ref={said} tabIndex={-1}>
        {solve.isPending && speaker.say('plan.solving')}
        {solve.isSuccess && outcomeOf(solve.data, speaker)}
      </p>
      {plan !== undefined && <p className="help">{speaker.say('plan.inYourName')}</p>}
      {solve.error !== null && <Problem error={solve.error} />}
    </div>
  )
}

function outcomeOf(plan: PlanView, { say, number }: Speaker): string {
  if (plan.status === 'infeasible') return say('plan.solvedNot')
  const seconds = say('count.seconds', { n: Math.round(plan.seconds * 10) / 10 })
  const change = plan.comparedWith
  if (change === undefined)
    return say('plan.solvedFirst', {
      seconds,
      placed: say('count.cases', { n: plan.lines.length }),
    })
  return say('plan.solved', {
    seconds,
    same: number(change.same),
    moved: number(change.moved),
    added: number(change.added),
    dropped: number(change.dropped),
  })
}
