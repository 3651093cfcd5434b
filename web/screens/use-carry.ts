import { useCallback, useEffect, useRef, useState } from 'react'
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react'
import type { Card } from './board-cards.ts'

/** The target that means: not in the offer where it is. */
export const NOT_HERE = 'not-here'

/** A card on its way. */
export interface Carry {
  readonly card: Card
  readonly by: 'pointer' | 'keys'
  /** The target that it is over: an offer, or `NOT_HERE`. */
  readonly over: string | undefined
  /** The targets show at the other end of the window from where it was picked up. */
  readonly atTop: boolean
}

export interface Carrying {
  readonly carry: Carry | undefined
  /** What follows the pointer. */
  readonly ghost: RefObject<HTMLDivElement | null>
  readonly press: (card: Card, event: ReactPointerEvent<HTMLElement>) => void
  /** Without dragging: the targets take the focus. */
  readonly pick: (card: Card, element: HTMLElement) => void
  readonly hover: (target: string) => void
  readonly drop: (target: string | undefined) => void
}

/** Less than this is a click. */
const DRAG_PX = 6
/** Near its edge a list of targets scrolls along. */
const EDGE_PX = 28
const STEP_PX = 10

/** Picking a card up, by pointer or by keys, until it is put down or left where it was. */
export function useCarry(
  put: (card: Card, target: string) => void,
  focusOn: (reference: string) => void,
): Carrying {
  const [carry, setCarry] = useState<Carry>()
  const ghost = useRef<HTMLDivElement>(null)
  const stop = useRef<() => void>(undefined)
  const wasDragged = useRef(false)
  useEffect(() => () => stop.current?.(), [])

  const press = useCallback(
    (card: Card, event: ReactPointerEvent<HTMLElement>) => {
      wasDragged.current = false
      if (event.button !== 0 || !event.isPrimary) return
      // A finger scrolls the page; only the handle of a card takes hold of it.
      const isHandle = (event.target as Element).closest('.grip') !== null
      if (!isHandle && (event.pointerType === 'touch' || isControl(event.target))) return
      stop.current?.()
      stop.current = follow(event.nativeEvent, ghost, {
        start: (atTop) => {
          wasDragged.current = true
          setCarry({ card, by: 'pointer', over: undefined, atTop })
        },
        over: (over) => setCarry((now) => now && { ...now, over }),
        end: (target) => {
          setCarry(undefined)
          if (target !== undefined) put(card, target)
        },
      })
    },
    [put],
  )
  const pick = useCallback((card: Card, element: HTMLElement) => {
    // The click that ends a drag picks nothing up.
    if (wasDragged.current) {
      wasDragged.current = false
      return
    }
    const { top } = element.getBoundingClientRect()
    setCarry({ card, by: 'keys', over: card.shown, atTop: top > innerHeight / 2 })
  }, [])
  const hover = useCallback((over: string) => setCarry((now) => now && { ...now, over }), [])
  const card = carry?.card
  const drop = useCallback(
    (target: string | undefined) => {
      setCarry(undefined)
      if (card === undefined) return
      // Put down or left where it was, the card has the focus again.
      focusOn(card.case)
      if (target !== undefined) put(card, target)
    },
    [card, put, focusOn],
  )
  return { carry, ghost, press, pick, hover, drop }
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button') !== null
}

interface Steps {
  readonly start: (atTop: boolean) => void
  readonly over: (target: string | undefined) => void
  readonly end: (target: string | undefined) => void
}

/** Follows the pointer from a press to its end; returns how to let go. */
function follow(
  from: PointerEvent,
  ghost: RefObject<HTMLDivElement | null>,
  steps: Steps,
): () => void {
  const listening = new AbortController()
  let isDragging = false
  let target: string | undefined
  const end = (reached: string | undefined): void => {
    listening.abort()
    if (isDragging) steps.end(reached)
  }
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== from.pointerId) return
    const { clientX, clientY } = event
    if (!isDragging) {
      if (Math.hypot(clientX - from.clientX, clientY - from.clientY) < DRAG_PX) return
      isDragging = true
      steps.start(from.clientY > innerHeight / 2)
    }
    event.preventDefault()
    // Drawn by hand: a render for each pixel would make the card lag behind.
    if (ghost.current !== null)
      ghost.current.style.transform = `translate(${clientX}px, ${clientY}px)`
    const found = targetAt(clientX, clientY)
    if (found !== target) steps.over(found)
    target = found
  }
  const options = { signal: listening.signal }
  addEventListener('pointermove', move, { ...options, passive: false })
  addEventListener(
    'pointerup',
    (event) => event.pointerId === from.pointerId && end(target),
    options,
  )
  addEventListener('pointercancel', () => end(undefined), options)
  addEventListener('blur', () => end(undefined), options)
  addEventListener('keydown', (event) => event.key === 'Escape' && end(undefined), options)
  // Dragging must not mark text.
  addEventListener('selectstart', (event) => event.preventDefault(), options)
  return () => end(undefined)
}

function targetAt(x: number, y: number): string | undefined {
  const under = document.elementFromPoint(x, y)
  const list = under?.closest('.targets [role=listbox]')
  if (list instanceof HTMLElement) {
    const { top, bottom } = list.getBoundingClientRect()
    if (y < top + EDGE_PX) list.scrollTop -= STEP_PX
    if (y > bottom - EDGE_PX) list.scrollTop += STEP_PX
  }
  const found = under?.closest('[data-target]')
  return found instanceof HTMLElement ? found.dataset['target'] : undefined
}
