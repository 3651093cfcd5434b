import { memo, useState } from 'react'
import type { ReactNode } from 'react'
import { Ref } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import { BoardCard } from './board-card.tsx'
import type { CardActions } from './board-card.tsx'
import type { Board, Box, Card } from './board-cards.ts'
import { NOT_HERE } from './use-carry.ts'

/** Cards of an offer that show at once: hundreds of them would bury the next offer. */
const FIRST = 8

interface Props {
  readonly board: Board
  /** Only cases whose reference holds this. */
  readonly find: string
  readonly carried: string | undefined
  readonly over: string | undefined
  readonly actions: CardActions
}

/** The offers with their cases, and the cases without a place. */
export function BoardBoxes({ board, find, carried, over, actions }: Props): ReactNode {
  const wanted = find.trim().toLowerCase()
  const matching = (cards: readonly Card[]): readonly Card[] =>
    wanted === '' ? cards : cards.filter((card) => card.case.toLowerCase().includes(wanted))
  const shared = { carried, actions, isFound: wanted !== '' }
  return (
    <div className="boxes">
      {board.boxes.map((box) => (
        <div
          key={box.offer.offer}
          className={over === box.offer.offer ? 'box over' : 'box'}
          data-target={box.offer.offer}
        >
          <BoxHead box={box} />
          <Cards {...shared} cards={matching(box.cards)} />
        </div>
      ))}
      <div className={over === NOT_HERE ? 'box over' : 'box'} data-target={NOT_HERE}>
        <UnplacedHead cards={board.unplaced} />
        <Cards {...shared} cards={matching(board.unplaced)} />
      </div>
    </div>
  )
}

function BoxHead({ box }: { readonly box: Box }): ReactNode {
  const { say, state } = useSpeaker()
  const { offer, free } = box
  return (
    <>
      <h3>
        {state(offer.state)} <Ref>{offer.offer}</Ref>
      </h3>
      <p className={free < 0 ? 'help mark-out' : 'help'}>
        {say('count.cases', { n: box.cards.length })} ·{' '}
        {say(free < 0 ? 'try.over' : 'try.free', {
          count: say(`count.${offer.countingBasis}`, { n: Math.abs(free) }),
        })}
      </p>
    </>
  )
}

function UnplacedHead({ cards }: { readonly cards: readonly Card[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <h3>{say('try.unplaced')}</h3>
      <p className="help">{say('count.cases', { n: cards.length })}</p>
    </>
  )
}

interface CardsProps extends Pick<Props, 'carried' | 'actions'> {
  readonly cards: readonly Card[]
  /** A search shows all that it finds. */
  readonly isFound: boolean
}

const Cards = memo(CardList)

function CardList({ cards, carried, actions, isFound }: CardsProps): ReactNode {
  const { say } = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  const moving = cards.filter((card) => card.home !== card.shown).length
  const most = isOpen || isFound ? cards.length : Math.max(FIRST, moving)
  return (
    <>
      <ul className="cards-in">
        {cards.slice(0, most).map((card) => (
          <BoardCard
            key={card.case}
            card={card}
            isCarried={carried === card.case}
            actions={actions}
          />
        ))}
      </ul>
      {!isFound && cards.length > Math.max(FIRST, moving) && (
        <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {say(isOpen ? 'try.showFew' : 'try.showAll', {
            cases: say('count.cases', { n: cards.length }),
          })}
        </button>
      )}
    </>
  )
}
