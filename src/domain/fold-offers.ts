import type { RecordedEvent } from './event.ts'
import type { OfferId } from './ids.ts'
import type { Offer } from './offer.ts'

/** Folds the events of offers into what each now promises; an offer never recorded is left out. */
export function foldOffers(
  handles: readonly Pick<Offer, 'id' | 'sourceId' | 'reference'>[],
  events: Iterable<RecordedEvent>,
): readonly Offer[] {
  const promises = new Map<OfferId, Pick<Offer, 'terms' | 'status'>>()
  for (const event of events) {
    if (event.offerId === undefined) continue
    if (event.type === 'offer.recorded') promises.set(event.offerId, event.data)
    const now = promises.get(event.offerId)
    if (now === undefined) continue
    if (event.type === 'offer.revised') promises.set(event.offerId, { ...now, ...event.data })
    if (event.type === 'offer.status_changed')
      promises.set(event.offerId, { ...now, status: event.data.status })
  }
  return handles.flatMap((handle) => {
    const promise = promises.get(handle.id)
    return promise === undefined ? [] : [{ ...handle, ...promise }]
  })
}
