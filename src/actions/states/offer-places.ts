import { requireAccess } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import type { EventDraft } from '../../domain/event.ts'
import type { OfferId } from '../../domain/ids.ts'
import type { ConsumedAt, Offer, OfferStatus, OfferTerms } from '../../domain/offer.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { StatedOffer, StatedOfferView } from '../../domain/state-views.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { Tx } from '../../storage/database.ts'
import { appendEvents, stamp } from '../../storage/event-log.ts'
import { newId, newReference } from '../../storage/ids.ts'
import { listOffers, saveOffers } from '../../storage/offers.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import {
  insertStatedOffer,
  listStatedOffers,
  setStatedStatus,
} from '../../storage/states/state-offers.ts'
import { act } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { noteAct, stateOf, throughDoor } from './room-door.ts'

const MOST_PLACES = 1_000_000

/**
 * A State offers places. The offer enters as reported, stated by the State: it gives no capacity
 * before a reviewer takes it over as confirmed.
 */
export async function offerPlaces(desk: Desk, stated: StatedOffer): Promise<StatedOfferView> {
  refuseOddOffer(stated)
  return throughDoor(desk, [], async (tx) => {
    const id = newId<OfferId>()
    const reference = newReference('O')
    const state = stateOf(desk)
    const terms = termsOf(stated, state, desk)
    const offer: Offer = { id, sourceId: reference, reference, status: 'reported', terms }
    await record(tx, desk, offer, { type: 'offer.recorded', data: { terms, status: 'reported' } })
    const recordedAt = desk.now().toISOString()
    await insertStatedOffer(tx, {
      offerId: id,
      reference,
      state,
      stated,
      actor: desk.actor.handle,
      recordedAt,
    })
    const { total, countingBasis } = stated
    await noteAct(tx, desk, 'offered', { offer: reference, total: String(total), countingBasis })
    return { ...stated, offer: reference, state, status: 'stated', statedAt: recordedAt }
  })
}

function refuseOddOffer({ programme, total, opensOn, closesOn, ...stated }: StatedOffer): void {
  const parts = [total, stated.emergencyPlaces ?? 0, stated.medicalPlaces ?? 0]
  const isCounted =
    parts.every((one) => Number.isInteger(one) && one >= 0 && one <= total) &&
    total > 0 &&
    total <= MOST_PLACES
  const isOrdered = opensOn === undefined || closesOn === undefined || opensOn <= closesOn
  if (isCounted && isOrdered && programme.trim() !== '') return
  throw new DomainError(
    'invalid_input',
    'An offer names its programme, has from 1 place on, parts not above the total, and closes no earlier than it opens.',
  )
}

function termsOf(stated: StatedOffer, state: StateCode, desk: Desk): OfferTerms {
  const { criteriaText, ...rest } = stated
  return {
    ...rest,
    state,
    programme: stated.programme.trim(),
    about: false,
    consumedAt: 'decision',
    criteria: {
      nationalities: [],
      categories: [],
      languages: [],
      excludedNeeds: [],
      acceptsMedical: true,
      ...(criteriaText === undefined ? {} : { text: criteriaText }),
    },
    statedBy: desk.actor.handle,
    statedOn: today(desk),
  }
}

type OfferDraft = Pick<
  EventDraft<'offer.recorded' | 'offer.revised' | 'offer.status_changed'>,
  'type' | 'data' | 'reason'
>

async function record(tx: Tx, desk: Desk, offer: Offer, draft: OfferDraft): Promise<void> {
  const at = { offerId: offer.id, effectiveOn: today(desk) }
  const event = stamp(
    { ...draft, ...at } as EventDraft,
    desk.actor.handle,
    desk.now().toISOString(),
  )
  await saveOffers(tx, [offer])
  await appendEvents(tx, [event])
}

/** A State withdraws places that it offered here; they stop counting at once. */
export async function withdrawOffer(desk: Desk, reference: string): Promise<StatedOfferView> {
  return throughDoor(desk, [], async (tx) => {
    const stated = await requireStated(tx, reference, stateOf(desk))
    if (stated.status !== 'stated' && stated.status !== 'confirmed')
      throw new DomainError('conflict', `Offer ${stated.offer} is ${stated.status} already.`)
    await changeStatus(tx, desk, stated.offerId, 'withdrawn')
    await setStatedStatus(tx, stated.offerId, 'withdrawn')
    await noteAct(tx, desk, 'offer_withdrawn', { offer: stated.offer })
    return viewOf({ ...stated, status: 'withdrawn' })
  })
}

export interface TakeOver {
  readonly as: 'confirmed' | 'declined'
  /** When a place is used up; States differ, so the reviewer says it. */
  readonly consumedAt?: ConsumedAt
  readonly closesOn?: PlainDate
}

/** A reviewer makes a stated offer count, or declines it. */
export async function takeOverOffer(
  desk: Desk,
  reference: string,
  { as, consumedAt, closesOn }: TakeOver,
): Promise<StatedOfferView> {
  requireAccess(desk.actor, 'offer.take_over')
  return act(desk, 'offer.take_over', async (tx) => {
    const stated = await requireStated(tx, reference)
    if (stated.status !== 'stated')
      throw new DomainError('conflict', `Offer ${stated.offer} is ${stated.status} already.`)
    const offer = await requireOffer(tx, stated.offerId)
    const terms = {
      ...offer.terms,
      ...(consumedAt === undefined ? {} : { consumedAt }),
      ...(closesOn === undefined ? {} : { closesOn }),
    }
    if (as === 'confirmed' && (consumedAt !== undefined || closesOn !== undefined))
      await record(tx, desk, { ...offer, terms }, { type: 'offer.revised', data: { terms } })
    await changeStatus(tx, desk, offer.id, as === 'confirmed' ? 'confirmed' : 'withdrawn')
    await setStatedStatus(tx, offer.id, as)
    await insertActs(tx, [
      {
        state: stated.state,
        kind: as === 'confirmed' ? 'offer_confirmed' : 'offer_declined',
        side: 'office',
        actor: desk.actor.handle,
        recordedAt: desk.now().toISOString(),
        facts: { offer: stated.offer },
      },
    ])
    tx.touched.add(`offer:${offer.id}`)
    return viewOf({ ...stated, status: as })
  })
}

async function changeStatus(tx: Tx, desk: Desk, id: OfferId, status: OfferStatus): Promise<void> {
  const offer = await requireOffer(tx, id)
  await record(
    tx,
    desk,
    { ...offer, status },
    { type: 'offer.status_changed', data: { status, statedBy: offer.terms.statedBy ?? '' } },
  )
}

async function requireOffer(tx: Tx, id: OfferId): Promise<Offer> {
  const found = (await listOffers(tx)).find(({ offer }) => offer.id === id)
  if (found !== undefined) return found.offer
  throw new DomainError(
    'conflict',
    'The offer is not on file any more. Ask the State to offer anew.',
  )
}

type Stated = Awaited<ReturnType<typeof listStatedOffers>>[number]

async function requireStated(tx: Tx, reference: string, state?: StateCode): Promise<Stated> {
  const found = (await listStatedOffers(tx)).find(
    (one) => one.offer === reference && (state === undefined || one.state === state),
  )
  if (found !== undefined) return found
  throw new DomainError(
    'not_found',
    `There is no offer ${reference.slice(0, 40)} that a State stated in its room. \`onward offers\` lists the others.`,
  )
}

/** Without the id. */
export function viewOf({ offerId: _id, ...view }: Stated): StatedOfferView {
  return view
}
