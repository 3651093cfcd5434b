import type { ReactNode, RefObject } from 'react'
import type { WhatIfChange, WhatIfView } from '../../src/domain/views.ts'
import { Problem } from '../parts/page-state.tsx'
import { ReasonText } from '../parts/reason-text.tsx'
import { Scroller } from '../parts/scroller.tsx'
import { CaseLink, Count, English, Ref } from '../parts/words.tsx'
import type { TextKey } from '../texts/en.ts'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Speaker } from '../texts/speaker.ts'
import type { Try } from './tries.ts'
import type { PlanWork } from './use-plan.ts'
import type { WhatIf } from './use-what-if.ts'

interface Props {
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly whatIf: WhatIf
  readonly tries: readonly Try[]
  readonly undo: (word: Try) => void
  readonly clear: () => void
  readonly solve: () => void
  readonly isSolving: PlanWork['solve']['isPending']
}

/** What the changes would do, said to be an estimate, with the way to a plan that is proven. */
export function PlanEstimate({ heading, ...props }: Props): ReactNode {
  const { say } = useSpeaker()
  const { whatIf, tries } = props
  const { answer, isAsking, error } = whatIf
  return (
    <div className="estimate">
      <h3 ref={heading} tabIndex={-1}>
        {say('try.estimate')}
      </h3>
      <p className="help">{say('try.quick')}</p>
      {tries.length === 0 ? (
        <p>{say('try.none')}</p>
      ) : (
        <>
          <Words {...props} />
          {error !== null && <Problem error={error} retry={whatIf.retry} />}
          {answer !== undefined && (
            <div className={isAsking ? 'answer old' : 'answer'} aria-busy={isAsking}>
              <Answer answer={answer} />
            </div>
          )}
        </>
      )}
    </div>
  )
}

/** The words tried, each taken back by itself, and the step to a plan of record with them. */
function Words({
  whatIf,
  tries,
  undo,
  clear,
  solve,
  isSolving,
}: Omit<Props, 'heading'>): ReactNode {
  const { say } = useSpeaker()
  const isReady = !isSolving && !whatIf.isAsking && whatIf.answer?.status === 'estimate'
  return (
    <>
      <ul className="plain" aria-label={say('try.yours')}>
        {tries.map((word) => (
          <li key={`${word.kind} ${word.case} ${word.offer}`}>
            <Text
              name={WORDS[word.kind]}
              values={{ case: <CaseLink reference={word.case} />, offer: <Ref>{word.offer}</Ref> }}
            />{' '}
            <button
              type="button"
              aria-label={say('try.undoOf', { case: word.case })}
              onClick={() => undo(word)}
            >
              {say('try.undo')}
            </button>
          </li>
        ))}
      </ul>
      <p className="buttons">
        <button
          type="button"
          className="primary"
          aria-disabled={!isReady}
          onClick={() => {
            if (isReady) solve()
          }}
        >
          {say('try.solve', { n: tries.length })}
        </button>
        <button type="button" onClick={clear}>
          {say('try.undoAll')}
        </button>
      </p>
      <p className="help">{say('try.solveHelp')}</p>
    </>
  )
}

const WORDS: Readonly<Record<Try['kind'], TextKey>> = {
  lock: 'try.lock',
  forbid: 'plan.forbiddenLine',
  lift: 'try.lift',
}

function Answer({ answer }: { readonly answer: WhatIfView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      {!answer.holds && <p className="mark-soon">{say('try.holdsNot')}</p>}
      {answer.status === 'impossible' ? (
        <div className="problem">
          <p>
            <strong>{say('plan.conflict')}</strong>
          </p>
          <ul>
            {answer.conflict?.map((reason) => (
              <li key={reason.text}>
                <ReasonText reason={reason} family="conflict" />
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <>
          <Levels levels={answer.levels} />
          <Changes changes={answer.changes} />
        </>
      )}
    </>
  )
}

function Levels({ levels }: Pick<WhatIfView, 'levels'>): ReactNode {
  const { say, word, number } = useSpeaker()
  return (
    <Scroller label={say('try.estimate')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('plan.level')}</th>
            <th scope="col" className="number">
              {say('try.before')}
            </th>
            <th scope="col" className="number">
              {say('try.after')}
            </th>
            <th scope="col" className="number">
              {say('try.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {levels.map(({ id, text, before, after }, index) => (
            <tr key={id} className={after === before ? 'faint' : undefined}>
              <th scope="row">
                {number(index + 1)}. {word('level', id) ?? <English>{text}</English>}
              </th>
              <td className="number">{number(before)}</td>
              <td className="number">{number(after)}</td>
              <td
                className={`number${after < before ? ' mark-out' : after > before ? ' mark-good' : ''}`}
              >
                <Difference value={after - before} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

/** With its sign, which stands before the number in every direction of writing. */
function Difference({ value }: { readonly value: number }): ReactNode {
  const { number } = useSpeaker()
  if (value === 0) return number(0)
  return (
    <bdi dir="ltr">
      {value < 0 ? '−' : '+'}
      {number(Math.abs(value))}
    </bdi>
  )
}

/** Moves that are listed at once. */
const FIRST = 20

function Changes({ changes }: Pick<WhatIfView, 'changes'>): ReactNode {
  const { say } = useSpeaker()
  if (changes.length === 0) return <p>{say('try.movesNone')}</p>
  const [first, rest] = [changes.slice(0, FIRST), changes.slice(FIRST)]
  return (
    <>
      <h4>{say('try.moves', { cases: say('count.cases', { n: changes.length }) })}</h4>
      <ul className="plain" aria-label={say('try.movesList')}>
        {first.map((one) => (
          <Change key={one.case} change={one} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>{say('try.movesMore', { n: rest.length })}</summary>
          <ul className="plain">
            {rest.map((one) => (
              <Change key={one.case} change={one} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Change({ change }: { readonly change: WhatIfChange }): ReactNode {
  const { from, to } = change
  const name = to === undefined ? 'try.moveOut' : from === undefined ? 'try.moveIn' : 'try.moveLine'
  return (
    <li>
      <Text
        name={name}
        values={{
          case: <CaseLink reference={change.case} />,
          persons: <Count of="persons" value={change.persons} />,
          ...(from === undefined ? {} : { from: <Ref>{from}</Ref> }),
          ...(to === undefined ? {} : { to: <Ref>{to}</Ref> }),
        }}
      />{' '}
      <small>
        <ReasonText reason={change.why} family="moves" />
      </small>
    </li>
  )
}

/** The whole answer in one sentence, for the line that is read out. */
export function summaryOf({ answer, isAsking, error }: WhatIf, speaker: Speaker): string {
  const { say, word, list } = speaker
  if (error !== null && !isAsking) return say('try.failed')
  if (isAsking || answer === undefined) return say('try.working')
  if (answer.status === 'impossible') return say('try.cannot')
  const differences = answer.levels.flatMap(({ id, before, after }) => {
    if (before === after || word('reason', `loses_${id}`) === undefined) return []
    const what = say(`reason.loses_${id}` as TextKey, { count: Math.abs(after - before) })
    return [say(after < before ? 'try.less' : 'try.plus', { what })]
  })
  const cases = say('count.cases', { n: answer.changes.length })
  if (differences.length === 0) return say('try.summarySame', { cases })
  return say('try.summary', { differences: list(differences), cases })
}
