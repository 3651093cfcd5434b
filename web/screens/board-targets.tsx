import { useEffect, useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Ref } from '../parts/words.tsx'
import { useSpeaker } from '../texts/language.tsx'
import type { Box } from './board-cards.ts'
import type { Carry, Carrying } from './use-carry.ts'
import { NOT_HERE } from './use-carry.ts'

interface Props {
  readonly carry: Carry
  readonly boxes: readonly Box[]
  readonly carrying: Carrying
}

/**
 * All offers in a corner of the window while a case is carried: none is ever out of reach. Picked
 * up by keys, the list has the focus, and arrows walk through it.
 */
export function Targets({ carry, boxes, carrying }: Props): ReactNode {
  const { say, direction } = useSpeaker()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const { card, by, over } = carry
  const targets = boxes.map((box) => box.offer.offer)
  if (card.shown !== undefined) targets.push(NOT_HERE)
  useEffect(() => {
    if (by === 'keys') list.current?.focus({ preventScroll: true })
  }, [by])
  useEffect(() => {
    if (by === 'keys') list.current?.querySelector('.over')?.scrollIntoView({ block: 'nearest' })
  }, [by, over])
  const at = over === undefined ? -1 : targets.indexOf(over)
  const walk = (event: KeyboardEvent): void => {
    const { key } = event
    const next = targets[stepOf(key, direction, at, targets.length) ?? -1]
    if (next !== undefined) carrying.hover(next)
    else if (key === 'Enter' || key === ' ') carrying.drop(over)
    else if (key === 'Escape') carrying.drop(undefined)
    else return
    event.preventDefault()
  }
  return (
    <div className={carry.atTop ? 'targets at-top' : 'targets'}>
      <p id={`${id}-help`}>
        {say(by === 'keys' ? 'try.targetsHelp' : 'try.targetsDrag', { case: card.case })}
      </p>
      <div
        ref={list}
        role="listbox"
        tabIndex={by === 'keys' ? 0 : -1}
        aria-labelledby={`${id}-help`}
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        onKeyDown={walk}
        // The list keeps the focus while its options are pressed.
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => {
          const pressed = (event.target as Element).closest<HTMLElement>('[data-target]')
          if (pressed !== null) carrying.drop(pressed.dataset['target'])
        }}
        onBlur={() => {
          if (by === 'keys') carrying.drop(undefined)
        }}
      >
        {targets.map((target, index) => (
          <Target
            key={target}
            id={`${id}-${index}`}
            target={target}
            box={boxes[index]}
            carry={carry}
          />
        ))}
      </div>
    </div>
  )
}

/** The target that a key goes to; undefined for another key. */
function stepOf(
  key: string,
  direction: 'ltr' | 'rtl',
  at: number,
  length: number,
): number | undefined {
  const forward = direction === 'ltr' ? 'ArrowRight' : 'ArrowLeft'
  const back = direction === 'ltr' ? 'ArrowLeft' : 'ArrowRight'
  if (key === forward || key === 'ArrowDown') return (at + 1) % length
  if (key === back || key === 'ArrowUp') return (Math.max(at, 0) + length - 1) % length
  if (key === 'Home') return 0
  return key === 'End' ? length - 1 : undefined
}

function Target({
  id,
  target,
  box,
  carry,
}: {
  readonly id: string
  readonly target: string
  readonly box: Box | undefined
  readonly carry: Carry
}): ReactNode {
  const { say, state } = useSpeaker()
  const isOver = carry.over === target
  const isHome = carry.card.shown === target
  return (
    <div
      id={id}
      role="option"
      aria-selected={isOver}
      data-target={target}
      className={isOver ? 'over' : undefined}
    >
      {box === undefined ? (
        say('try.notHere')
      ) : (
        <>
          {state(box.offer.state)} <Ref>{target}</Ref>
          <small>
            {isHome
              ? say('try.stays')
              : say(box.free < 0 ? 'try.over' : 'try.free', {
                  count: say(`count.${box.offer.countingBasis}`, { n: Math.abs(box.free) }),
                })}
          </small>
        </>
      )}
    </div>
  )
}
