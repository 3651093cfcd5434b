import { useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { mayDo } from '../../src/domain/access.ts'
import type { PlanLineView } from '../../src/domain/views.ts'
import { Problem } from '../parts/page-state.tsx'
import { CaseLink, Count, English } from '../parts/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { ApprovalAnswer, PlanWork } from './use-plan.ts'

interface Props {
  readonly lines: readonly PlanLineView[]
  readonly work: PlanWork
  readonly onApproved: () => void
}

/** Approving the selected lines, by a reviewer, after a question that names how many. */
export function Approval({ lines, work, onApproved }: Props): ReactNode {
  const { say } = useSpeaker()
  const { account } = useSession()
  const dialog = useRef<HTMLDialogElement>(null)
  const help = useId()
  const isReviewer = mayDo(account.role, 'plan.approve')
  const isReady = isReviewer && lines.length > 0 && !work.approve.isPending
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
        {isReviewer
          ? say('plan.fourEyes')
          : say('plan.notReviewer', { role: say(`role.${account.role}`) })}
      </p>
      <div role="status">
        {work.approve.isPending && say('plan.approving')}
        {work.approve.isSuccess && <Result answer={work.approve.data} />}
      </div>
      {work.approve.error !== null && <Problem error={work.approve.error} />}
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

function Result({ answer }: { readonly answer: ApprovalAnswer }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <p>
        <Text
          name="plan.approvedResult"
          values={{
            submitted: <Count of="cases" value={answer.submitted.length} />,
            refused: <Count of="cases" value={answer.refused.length} />,
          }}
        />
      </p>
      <ul>
        {answer.refused.map((one) => (
          <li key={one.case}>
            <CaseLink reference={one.case} />: {say('plan.refused')}.{' '}
            {one.issues.map((issue) => (
              <English key={issue.message}>{issue.message}</English>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}
