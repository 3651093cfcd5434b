import type { PlanOfferView, PlanView, WhatIfView } from '../../src/domain/views.ts'
import type { Priority } from '../../src/domain/priority.ts'
import type { Standing, Try } from './tries.ts'

/** A case that a person can put elsewhere. */
export interface Card extends Standing {
  readonly persons: number
  readonly priority: Priority
  /** Held where it is shown: by a lock of the plan, or by one that is tried. */
  readonly held: 'plan' | 'tried' | undefined
}

/** An offer with its cards, those that change first. */
export interface Box {
  readonly offer: PlanOfferView
  readonly cards: readonly Card[]
  /** Places left as the estimate shows it, in the offer's own unit; negative: too many. */
  readonly free: number
}

export interface Board {
  readonly boxes: readonly Box[]
  readonly unplaced: readonly Card[]
}

/** The plan with the estimate on it, and on both what is tried but not answered yet. */
export function boardOf(
  plan: PlanView,
  answer: WhatIfView | undefined,
  tries: readonly Try[],
): Board {
  const shown = new Map(answer?.changes.map((one) => [one.case, one.to]))
  const locks = new Map(
    tries.filter((one) => one.kind === 'lock').map((one) => [one.case, one.offer]),
  )
  const lifted = new Set(tries.filter((one) => one.kind === 'lift').map((one) => one.case))
  const cards = casesOf(plan).map(({ isLocked, ...one }): Card => {
    const tried = locks.get(one.case)
    const offer = tried ?? (shown.has(one.case) ? shown.get(one.case) : one.home)
    const isHeld = isLocked && offer === one.home && !lifted.has(one.case)
    return {
      ...one,
      shown: offer,
      held: tried !== undefined ? 'tried' : isHeld ? 'plan' : undefined,
    }
  })
  const byOffer = new Map<string | undefined, Card[]>()
  for (const card of cards) {
    const there = byOffer.get(card.shown)
    if (there === undefined) byOffer.set(card.shown, [card])
    else there.push(card)
  }
  return {
    boxes: plan.offers.map((offer) => {
      const inside = byOffer.get(offer.offer) ?? []
      return { offer, cards: changedFirst(inside), free: freeIn(offer, cards, inside) }
    }),
    unplaced: changedFirst(byOffer.get(undefined) ?? []),
  }
}

/** Cases that a word can move: not those approved, and not those that a rule stops. */
function casesOf(
  plan: PlanView,
): readonly (Pick<Card, 'case' | 'persons' | 'priority' | 'home'> & { isLocked: boolean })[] {
  const placed = plan.lines.filter((line) => line.approvedBy === undefined)
  const waiting = plan.unplaced.filter(
    (one) => !one.why.some(({ code }) => code.startsWith('rule_')),
  )
  return [
    ...placed.map(({ case: reference, persons, priority, offer, locked }) => {
      return { case: reference, persons, priority, home: offer, isLocked: locked }
    }),
    ...waiting.map(({ case: reference, persons, priority }) => {
      return { case: reference, persons, priority, home: undefined, isLocked: false }
    }),
  ]
}

function freeIn(offer: PlanOfferView, all: readonly Card[], inside: readonly Card[]): number {
  const count = (cards: readonly Card[]): number =>
    offer.countingBasis === 'cases'
      ? cards.length
      : cards.reduce((sum, card) => sum + card.persons, 0)
  return offer.free + count(all.filter((card) => card.home === offer.offer)) - count(inside)
}

function changedFirst(cards: readonly Card[]): readonly Card[] {
  const rank = (card: Card): number =>
    card.held === 'tried' ? 0 : card.home !== card.shown ? 1 : 2
  return cards.toSorted((a, b) => rank(a) - rank(b))
}
