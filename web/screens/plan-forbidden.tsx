import type { ReactNode } from 'react'
import type { PlanView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { CaseLink, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { PlanWork } from './use-plan.ts'

/** Lines that a person ruled out; each can be allowed again. */
export function Forbidden({
  plan,
  work,
}: {
  readonly plan: PlanView
  readonly work: PlanWork
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <Section title={say('plan.forbidden')}>
      {plan.forbidden.length === 0 && <p>{say('plan.forbiddenNone')}</p>}
      <ul className="plain">
        {plan.forbidden.map((one) => (
          <li key={`${one.case} ${one.offer}`}>
            <Text
              name="plan.forbiddenLine"
              values={{ case: <CaseLink reference={one.case} />, offer: <Ref>{one.offer}</Ref> }}
            />{' '}
            <button
              type="button"
              aria-label={say('plan.liftLine', { case: one.case, offer: one.offer })}
              aria-disabled={work.solve.isPending}
              onClick={() => {
                if (!work.solve.isPending) work.solve.mutate({ lift: [one] })
              }}
            >
              {say('plan.lift')}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
