import type { FigureCount, FigureCounts, OfferCount } from '../domain/figure-counts.ts'
import { countUse, isOpen } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { FigureView } from '../domain/views.ts'
import { FIGURE_DEFINITIONS, figureId } from './definitions.ts'

/**
 * Every figure of one day as known on another, in the order of the definitions, by-State ones by
 * State. A processing time that nobody went through is absent; it is not 0 days.
 */
export function computeFigures(
  found: FigureCounts,
  on: { readonly asOf: PlainDate; readonly knownOn: PlainDate },
): readonly FigureView[] {
  const counts = [...found.counts, ...countPlaces(found.offers, on.asOf)]
  const value = (id: string): number =>
    counts.find((one) => one.id === id && one.state === undefined)?.value ?? 0
  const withoutPlace = Math.max(0, value('population') - countHeld(found.offers, on.asOf))
  const all = [
    ...counts,
    { id: 'denied', value: value('decided') - value('accepted') },
    { id: 'without_place', value: withoutPlace },
    { id: 'gap', value: Math.max(0, withoutPlace - value('places_free')) },
  ]
  return FIGURE_DEFINITIONS.flatMap((definition) =>
    all
      .filter((one) => one.id === definition.id)
      .toSorted((a, b) => (a.state ?? '').localeCompare(b.state ?? '', 'en'))
      .map((one) => ({
        id: figureId(one.id, one.state),
        value: one.value,
        unit: definition.unit,
        asOf: on.asOf,
        knownOn: on.knownOn,
        definition: definition.definition,
        ...(one.state === undefined ? {} : { state: one.state }),
      })),
  )
}

function countPlaces(offers: readonly OfferCount[], on: PlainDate): readonly FigureCount[] {
  const confirmed = offers.filter((offer) => offer.status === 'confirmed')
  const ofPersons = confirmed.filter((offer) => offer.terms.countingBasis === 'persons')
  const ofCases = confirmed.filter((offer) => offer.terms.countingBasis === 'cases')
  const free = ofPersons
    .filter((offer) => isOpen(offer, on))
    .reduce((sum, offer) => sum + Math.max(0, freePlaces(offer)), 0)
  return [
    ...sumTotals('places_confirmed', ofPersons),
    ...sumTotals('case_places_confirmed', ofCases),
    { id: 'places_free', value: free },
  ]
}

/** The total, and each State's part of it. */
function sumTotals(id: string, offers: readonly OfferCount[]): readonly FigureCount[] {
  const byState = new Map<StateCode, number>()
  for (const { terms } of offers)
    byState.set(terms.state, (byState.get(terms.state) ?? 0) + terms.total)
  const total = [...byState.values()].reduce((sum, one) => sum + one, 0)
  return [{ id, value: total }, ...[...byState].map(([state, value]) => ({ id, value, state }))]
}

/** Free places by the offer's own rule (I15); uses that are alike are counted once and multiplied. */
function freePlaces({ terms, uses }: OfferCount): number {
  const empty = countUse(terms, []).free
  return uses.reduce(
    (free, use) => free - (empty - countUse(terms, [use]).free) * use.submissions,
    empty,
  )
}

/** Persons still here for whom a place is kept: accepted anywhere, or awaiting a decision on a confirmed open offer. */
function countHeld(offers: readonly OfferCount[], on: PlainDate): number {
  let held = 0
  for (const offer of offers) {
    const reserves = isOpen(offer, on)
    for (const { memberOutcomes, submissions } of offer.uses) {
      const here = memberOutcomes.filter(
        (outcome) => outcome === 'accepted' || (outcome === 'waiting' && reserves),
      )
      held += here.length * submissions
    }
  }
  return held
}
