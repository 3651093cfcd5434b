import { useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { PlanLineView } from '../../src/domain/views.ts'
import { Count } from '../parts/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { ApprovalAnswer, PlanWork } from './use-plan.ts'

interface Props {
  readonly lines: readonly PlanLineView[]
  /** The account that made the plan may not approve it. */
  readonly madeBy: string
  readonly work: PlanWork
  readonly onApproved: (answer: ApprovalAnswer) => void
}

/** Approving the selected lines, by a reviewer, after a question that names how many. */
export function Approval({ lines, madeBy, work, onApproved }: Props): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const dialog = useRef<HTMLDialogElement>(null)
  const help = useId()
  const isReviewer = mayDo(account.role, 'plan.approve')
  const isOwn = madeBy === account.handle
  const isReady = isReviewer && !isOwn && lines.length > 0 && !work.approve.isPending
  return (
    <div className={lines.length > 0 ? 'approval approval-ready' : 'approval'}>
      <p role="status">
        <Text name="plan.selected" values={counts(lines)} />
      </p>
      <button
        type="button"
        className="primary"
        aria-describedby={help}
        aria-disabled={!isReady}
        onClick={() => {
          if (isReady) dialog.current?.showModal()
        }}
      >
        {say('plan.approve')}
      </button>
      <p id={help} className="help">
        {!isReviewer && say('plan.notReviewer', { role: say(`role.${account.role}`) })}
        {isReviewer && say(isOwn ? 'plan.ownPlan' : 'plan.fourEyes')}
      </p>
      <div role="status">{work.approve.isPending && say('plan.approving')}</div>
      <dialog ref={dialog} aria-labelledby={`${help}-title`}>
        <h2 id={`${help}-title`}>{say('plan.confirm')}</h2>
        <p>
          <Text
            name="plan.confirmText"
            values={{ ...counts(lines), by: <bdi>{account.displayName}</bdi> }}
          />
        </p>
        <p className="help">{say('plan.fourEyes')}</p>
        <p className="buttons">
          <button
            type="button"
            className="primary"
            onClick={() => {
              dialog.current?.close()
              work.approve.mutate(
                lines.map((line) => line.case),
                { onSuccess: onApproved },
              )
            }}
          >
            {say('plan.confirmYes', { cases: say('count.cases', { n: lines.length }) })}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {say('plan.confirmNo')}
          </button>
        </p>
      </dialog>
    </div>
  )
}

function counts(lines: readonly PlanLineView[]): Record<'cases' | 'persons', ReactNode> {
  return {
    cases: <Count of="cases" value={lines.length} />,
    persons: <Count of="persons" value={lines.reduce((sum, line) => sum + line.persons, 0)} />,
  }
}
