import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanOfferView } from '../../src/domain/views.ts'
import { Count, PriorityMark, Ref } from '../parts/words.tsx'
import { Text, useSpeaker } from '../texts/language.tsx'
import type { Card } from './board-cards.ts'

interface Props {
  /** The card whose options are open. */
  readonly card: Card | undefined
  readonly offers: readonly PlanOfferView[]
  readonly close: () => void
  readonly move: (card: Card, offer: string) => void
  readonly hold: (card: Card, offer: string) => void
  readonly notHere: (card: Card) => void
  readonly unlock: (card: Card, offer: string) => void
}

/** All that dragging can do, and unlocking, in plain controls: for touch and for screen readers. */
export function BoardOptions({ card, close, ...rest }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (card !== undefined) dialog.current?.showModal()
    else dialog.current?.close()
  }, [card])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={close}>
      {card !== undefined && (
        <Choices key={card.case} id={id} card={card} close={close} {...rest} />
      )}
    </dialog>
  )
}

type ChoicesProps = Props & { readonly id: string; readonly card: Card }

function Choices({ id, card, close, ...rest }: ChoicesProps): ReactNode {
  const { say } = useSpeaker()
  const { shown } = card
  const act = (work: () => void) => () => {
    close()
    work()
  }
  return (
    <>
      <h2 id={id}>
        <Text name="try.optionsTitle" values={{ case: <Ref>{card.case}</Ref> }} />
      </h2>
      <p>
        <Count of="persons" value={card.persons} /> · <PriorityMark priority={card.priority} /> ·{' '}
        {shown === undefined ? (
          say('try.unplaced')
        ) : (
          <Text name="try.nowAt" values={{ offer: <Ref>{shown}</Ref> }} />
        )}
      </p>
      <MoveTo card={card} close={close} {...rest} />
      <p className="buttons">
        {shown !== undefined && (
          <>
            {card.held === undefined && (
              <button type="button" onClick={act(() => rest.hold(card, shown))}>
                {say('try.holdHere')}
              </button>
            )}
            <button type="button" onClick={act(() => rest.notHere(card))}>
              {say('try.notHere')}
            </button>
            {card.held === 'plan' && (
              <button type="button" onClick={act(() => rest.unlock(card, shown))}>
                {say('try.unlock')}
              </button>
            )}
          </>
        )}
        <button type="button" onClick={close}>
          {say('plan.confirmNo')}
        </button>
      </p>
    </>
  )
}

function MoveTo({
  card,
  offers,
  close,
  move,
}: Pick<Props, 'offers' | 'close' | 'move'> & { readonly card: Card }): ReactNode {
  const { say, state } = useSpeaker()
  const [chosen, setChosen] = useState('')
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen === '') return
        close()
        move(card, chosen)
      }}
    >
      <label className="grow">
        <span>{say('try.moveTo')}</span>
        <select value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{say('try.choose')}</option>
          {offers
            .filter((one) => one.offer !== card.shown)
            .map((one) => (
              <option key={one.offer} value={one.offer}>
                {`${state(one.state)} · ${one.offer}`}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" className="primary" aria-disabled={chosen === ''}>
        {say('try.move')}
      </button>
    </form>
  )
}
