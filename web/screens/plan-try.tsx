import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanView } from '../../src/domain/views.ts'
import { Section } from '../parts/page.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { BoardBoxes } from './board-boxes.tsx'
import type { Card } from './board-cards.ts'
import { boardOf } from './board-cards.ts'
import { BoardOptions } from './board-options.tsx'
import { Targets } from './board-targets.tsx'
import { PlanEstimate, summaryOf } from './plan-estimate.tsx'
import type { Try } from './tries.ts'
import { hold, moveTo, notHere, toDirectives, undo, unlock } from './tries.ts'
import type { Carrying } from './use-carry.ts'
import { NOT_HERE, useCarry } from './use-carry.ts'
import type { PlanWork } from './use-plan.ts'
import { useWhatIf } from './use-what-if.ts'

interface Props {
  readonly plan: PlanView
  readonly work: PlanWork
}

/** Changes are tried on a board before they are kept: what each would cost is said at once. */
export function PlanTry({ plan, work }: Props): ReactNode {
  const { say } = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Section title={say('try.title')} help={say('try.help')} className="noprint">
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {say(isOpen ? 'try.close' : 'try.open')}
      </button>
      {isOpen && <Trial plan={plan} work={work} />}
    </Section>
  )
}

function Trial({ plan, work }: Props): ReactNode {
  const speaker = useSpeaker()
  const [tries, setTries] = useState<readonly Try[]>([])
  const estimate = useRef<HTMLHeadingElement>(null)
  const whatIf = useWhatIf(plan, tries)
  const board = useMemo(() => boardOf(plan, whatIf.answer, tries), [plan, whatIf.answer, tries])
  return (
    <div className="board">
      <div className="verdict">
        <div className={tries.length > 0 ? 'summary-line' : undefined}>
          <p role="status">{tries.length > 0 && summaryOf(whatIf, speaker)}</p>
          {tries.length > 0 && (
            <button
              type="button"
              className="to-estimate"
              onClick={() => {
                estimate.current?.scrollIntoView()
                estimate.current?.focus()
              }}
            >
              {speaker.say('try.details')}
            </button>
          )}
        </div>
        <PlanEstimate
          heading={estimate}
          whatIf={whatIf}
          tries={tries}
          undo={(word) => setTries((now) => undo(now, word))}
          clear={() => setTries([])}
          isSolving={work.solve.isPending}
          solve={() =>
            work.solve.mutate(toDirectives(tries), {
              onSuccess: ({ status }) => {
                if (status !== 'infeasible') setTries([])
              },
            })
          }
        />
      </div>
      <WorkBoard plan={plan} board={board} change={setTries} />
    </div>
  )
}

interface WorkProps {
  readonly plan: PlanView
  readonly board: ReturnType<typeof boardOf>
  readonly change: (next: (now: readonly Try[]) => readonly Try[]) => void
}

/** The board itself, and the three ways to change it: dragging, keys, and each case's options. */
function WorkBoard({ plan, board, change }: WorkProps): ReactNode {
  const { say } = useSpeaker()
  const [find, setFind] = useState('')
  const [open, setOpen] = useState<Card>()
  const asked = useDeferredValue(find)
  const focusOn = useFocusOn()
  const alter = useCallback(
    (card: Card, next: (now: readonly Try[]) => readonly Try[]) => {
      change(next)
      focusOn(card.case)
    },
    [change, focusOn],
  )
  const put = useCallback(
    (card: Card, target: string) =>
      alter(card, (now) => (target === NOT_HERE ? notHere(now, card) : moveTo(now, card, target))),
    [alter],
  )
  const carrying = useCarry(put, focusOn)
  const { carry, press, pick } = carrying
  const actions = useMemo(() => ({ press, pick, open: setOpen }), [press, pick])
  return (
    <div className={carry === undefined ? undefined : 'carrying'}>
      <label className="board-find">
        <span>{say('plan.find')}</span>
        <input
          type="search"
          dir="auto"
          autoComplete="off"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      </label>
      <BoardBoxes
        board={board}
        find={asked}
        carried={carry?.card.case}
        over={carry?.over}
        actions={actions}
      />
      {carry !== undefined && <Targets carry={carry} boxes={board.boxes} carrying={carrying} />}
      <Ghost carrying={carrying} />
      <BoardOptions
        card={open}
        offers={plan.offers}
        close={() => setOpen(undefined)}
        move={put}
        hold={(card, offer) => alter(card, (now) => hold(now, card.case, offer))}
        notHere={(card) => put(card, NOT_HERE)}
        unlock={(card, offer) => alter(card, (now) => unlock(now, card.case, offer))}
      />
    </div>
  )
}

/** What follows the pointer. */
function Ghost({ carrying }: { readonly carrying: Carrying }): ReactNode {
  const { carry, ghost } = carrying
  return (
    <div ref={ghost} className="ghost" aria-hidden="true">
      {carry?.by === 'pointer' && <span className="ref">{carry.card.case}</span>}
    </div>
  )
}

/** Gives the handle of a case the focus once it is drawn at its new place. */
function useFocusOn(): (reference: string) => void {
  const wanted = useRef<string>(undefined)
  useEffect(() => {
    const { current } = wanted
    if (current === undefined) return
    wanted.current = undefined
    document
      .querySelector<HTMLElement>(`.card[data-case="${CSS.escape(current)}"] .grip`)
      ?.focus({ preventScroll: true })
  })
  return useCallback((reference: string) => {
    wanted.current = reference
  }, [])
}
