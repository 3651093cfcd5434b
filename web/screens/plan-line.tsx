import { memo, useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanDirectives, PlanLineView, Reason } from '../../src/domain/views.ts'
import { ReasonText } from '../parts/reason-text.tsx'
import { CaseLink, Count, PriorityMark, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'

interface Props {
  readonly line: PlanLineView
  readonly isSelected: boolean
  readonly isSolving: boolean
  readonly select: (cases: readonly string[], isOn: boolean) => void
  readonly solve: (directives: PlanDirectives) => void
}

/** One case to one offer; only what changes is drawn again. */
export const PlanLine = memo(PlanLineRow)

function PlanLineRow({ line, isSelected, isSolving, select, solve }: Props): ReactNode {
  const { say, state } = useSpeaker()
  return (
    <tr role="row" className={line.locked ? 'locked' : undefined}>
      <td role="cell" className="pick">
        {line.approvedBy === undefined && (
          <input
            type="checkbox"
            aria-label={say('plan.select', { case: line.case })}
            checked={isSelected}
            onChange={(event) => select([line.case], event.target.checked)}
          />
        )}
      </td>
      <th role="rowheader" scope="row">
        <CaseLink reference={line.case} />
      </th>
      <td role="cell" data-label={say('column.priority')}>
        <PriorityMark priority={line.priority} />
      </td>
      <td role="cell" data-label={say('column.persons')}>
        <Count of="persons" value={line.persons} />
      </td>
      <td role="cell" data-label={say('column.offer')}>
        {state(line.state)} <Ref>{line.offer}</Ref>
      </td>
      <td role="cell" data-label={say('plan.change')}>
        {line.change === 'moved' && line.previousOffer !== undefined ? (
          <Text name="plan.movedFrom" values={{ offer: <Ref>{line.previousOffer}</Ref> }} />
        ) : (
          say(`change.${line.change}`)
        )}
      </td>
      <td role="cell" data-label={say('plan.why')}>
        <Reasons line={line} />
      </td>
      <td role="cell" data-label={say('plan.actions')} className="directions">
        {line.approvedBy === undefined ? (
          <Directions line={line} isSolving={isSolving} solve={solve} />
        ) : (
          <Text name="plan.approved" values={{ by: <Ref>{line.approvedBy}</Ref> }} />
        )}
      </td>
    </tr>
  )
}

function Directions({
  line,
  isSolving,
  solve,
}: Pick<Props, 'line' | 'isSolving' | 'solve'>): ReactNode {
  const { say } = useSpeaker()
  const pair = { case: line.case, offer: line.offer }
  const direct = (directives: PlanDirectives) => () => {
    if (!isSolving) solve(directives)
  }
  return (
    <>
      <button
        type="button"
        aria-pressed={line.locked}
        aria-label={say('plan.lockLine', pair)}
        aria-disabled={isSolving}
        onClick={direct(line.locked ? { lift: [pair] } : { lock: [pair] })}
      >
        {line.locked && <span aria-hidden="true">✓ </span>}
        {say(line.locked ? 'plan.locked' : 'plan.lock')}
      </button>
      <button
        type="button"
        aria-label={say('plan.forbidLine', pair)}
        aria-disabled={isSolving}
        onClick={direct({ forbid: [pair] })}
      >
        {say('plan.forbid')}
      </button>
    </>
  )
}

/** The most telling reason in the row; all of them, the next best and the others on demand. */
function Reasons({ line }: { readonly line: PlanLineView }): ReactNode {
  const { say } = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  const first = strongest(line.why)
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <span className="unseen">{say('plan.whyOf', { case: line.case })}: </span>
        {first === undefined ? say('plan.why') : <ReasonText reason={first} family="here" />}
      </summary>
      {isOpen && <AllReasons line={line} />}
    </details>
  )
}

/** The reasons from the strongest on. That the offer fits is true of every line. */
const STRENGTH = [
  'locked',
  'emergency_in_time',
  'urgent_in_time',
  'family_tie',
  'preference',
  'linked',
  'medical',
  'only_offer',
  'language',
  'waiting',
  'fits',
  'steady',
]

function strongest(reasons: readonly Reason[]): Reason | undefined {
  // A code that is not known yet comes last.
  const rank = ({ code }: Reason): number =>
    STRENGTH.includes(code) ? STRENGTH.indexOf(code) : STRENGTH.length
  return reasons.toSorted((a, b) => rank(a) - rank(b))[0]
}

function AllReasons({ line }: { readonly line: PlanLineView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <dl className="reasons">
      <dt>{say('plan.whyThis')}</dt>
      {line.why.map((reason) => (
        <dd key={reason.text}>
          <ReasonText reason={reason} family="here" />
        </dd>
      ))}
      <dt>{say('plan.margin')}</dt>
      <dd>
        <Margin line={line} />
      </dd>
      {line.whyNot.length > 0 && <dt>{say('plan.whyNot')}</dt>}
      {line.whyNot.map((one) => (
        <dd key={one.offer}>
          <Ref>{one.offer}</Ref>: <ReasonText reason={one.why} family="reason" />
        </dd>
      ))}
    </dl>
  )
}

/** The planner writes this for an offer when the next best is to have none. */
const NO_OFFER = 'none'

function Margin({ line }: { readonly line: PlanLineView }): ReactNode {
  const { say } = useSpeaker()
  const { margin } = line
  if (margin === null) {
    if (line.locked) return say('plan.marginLocked')
    const isLinked = line.why.some((reason) => reason.code === 'linked')
    return say(isLinked ? 'plan.marginLinked' : 'plan.marginNone')
  }
  return (
    <>
      {margin.offer === NO_OFFER ? say('plan.marginNoOffer') : <Ref>{`${margin.offer}:`}</Ref>}{' '}
      <ReasonText reason={margin.loses} family="reason" />
    </>
  )
}
