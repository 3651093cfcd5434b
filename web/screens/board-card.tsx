import { memo } from 'react'
import type { PointerEvent, ReactNode } from 'react'
import { CaseLink, Count, PriorityMark, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Card } from './board-cards.ts'

export interface CardActions {
  readonly press: (card: Card, event: PointerEvent<HTMLElement>) => void
  readonly pick: (card: Card, element: HTMLElement) => void
  readonly open: (card: Card) => void
}

interface Props {
  readonly card: Card
  readonly isCarried: boolean
  readonly actions: CardActions
}

/** One case: dragged anywhere, picked up by its handle, or put elsewhere by its options. */
export const BoardCard = memo(CardRow, isAlike)

function isAlike(a: Props, b: Props): boolean {
  const keys = ['case', 'home', 'shown', 'held', 'persons', 'priority'] as const
  return (
    a.isCarried === b.isCarried &&
    a.actions === b.actions &&
    keys.every((key) => a.card[key] === b.card[key])
  )
}

function CardRow({ card, isCarried, actions }: Props): ReactNode {
  const { say } = useSpeaker()
  const persons = say('count.persons', { n: card.persons })
  return (
    <li
      className={classOf(card, isCarried)}
      data-case={card.case}
      onPointerDown={(event) => actions.press(card, event)}
    >
      <button
        type="button"
        className="grip"
        aria-label={say('try.pickUp', { case: card.case, persons })}
        onClick={(event) => actions.pick(card, event.currentTarget)}
      >
        <span aria-hidden="true">⠿</span>
      </button>
      <span className="card-words">
        <CaseLink reference={card.case} /> <Count of="persons" value={card.persons} />{' '}
        {card.priority !== 'NR' && <PriorityMark priority={card.priority} />}
        <Marks card={card} />
      </span>
      <button
        type="button"
        className="options"
        aria-haspopup="dialog"
        aria-label={say('try.options', { case: card.case })}
        onClick={() => actions.open(card)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
    </li>
  )
}

function classOf(card: Card, isCarried: boolean): string {
  const held = card.held === undefined ? '' : ` held-${card.held}`
  return `card${card.home === card.shown ? '' : ' changed'}${held}${isCarried ? ' carried' : ''}`
}

/** What holds the case, and what is not as in the plan. */
function Marks({ card }: { readonly card: Card }): ReactNode {
  const { say } = useSpeaker()
  const isMoved = card.home !== card.shown
  if (card.held === undefined && !isMoved) return null
  return (
    <small>
      {card.held !== undefined && (
        <span>
          <span aria-hidden="true">✓ </span>
          {say(card.held === 'plan' ? 'plan.locked' : 'try.held')}
        </span>
      )}
      {isMoved && (
        <span>
          {card.home === undefined ? (
            say('try.wasUnplaced')
          ) : (
            <Text name="plan.movedFrom" values={{ offer: <Ref>{card.home}</Ref> }} />
          )}
        </span>
      )}
    </small>
  )
}
