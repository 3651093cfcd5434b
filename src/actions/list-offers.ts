import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { Offer } from '../domain/offer.ts'
import { isOpen } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { OffersView, OfferView } from '../domain/views.ts'
import { selectContext } from '../storage/context.ts'
import type { OfferInUse } from '../storage/offers.ts'
import { listOffers as selectOffers } from '../storage/offers.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** Every offer with its use, and what other sources say States received before. */
export async function listOffers(desk: Desk): Promise<OffersView> {
  requireAccess(desk.actor, 'offer.read')
  const on = today(desk)
  return look(desk, async (tx) => ({
    offers: (await selectOffers(tx))
      .toSorted((a, b) => byWeight(a.offer, b.offer))
      .map((one) => viewOffer(one, on)),
    context: await selectContext(tx, desk.operation.origin, on),
  }))
}

const WEIGHT = ['confirmed', 'pledged', 'assumed', 'requested', 'reported', 'withdrawn']

function byWeight(a: Offer, b: Offer): number {
  return WEIGHT.indexOf(a.status) - WEIGHT.indexOf(b.status) || (a.reference < b.reference ? -1 : 1)
}

function viewOffer({ offer, counters, persons }: OfferInUse, on: PlainDate): OfferView {
  const open = isOpen(offer, on)
  return {
    offer: offer.reference,
    status: offer.status,
    open,
    terms: offer.terms,
    ...counters,
    free: open ? counters.free : 0,
    persons,
  }
}
