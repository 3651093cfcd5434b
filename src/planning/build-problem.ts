import type { Mismatch } from '../domain/criteria.ts'
import { mismatches } from '../domain/criteria.ts'
import { linkedGroups } from '../domain/hard-links.ts'
import type { CaseId } from '../domain/ids.ts'
import { programmeKey } from '../domain/offer.ts'
import { addDays } from '../domain/plain-date.ts'
import { TIME_TARGET_DAYS } from '../domain/priority.ts'
import type {
  PlacementChoice,
  PlacementItem,
  PlacementProblem,
} from '../placement/in-order/problem.ts'
import type { Candidate, OpenOffer, PlanningInput } from './candidate.ts'
import { LEVELS, valueOf } from './levels.ts'

/** A capacity row in the field's words. */
export interface RowName {
  readonly offer: OpenOffer
  readonly of: 'total' | 'medical' | 'emergency'
}

/** A placement problem with the words for its numbers. */
export interface NamedProblem {
  readonly problem: PlacementProblem
  /** By bin. */
  readonly offers: readonly OpenOffer[]
  /** By item, in the order of waiting. */
  readonly candidates: readonly Candidate[]
  /** By row. */
  readonly rows: readonly RowName[]
  /** By item and bin: why the offer cannot take the case whatever its places. */
  readonly excluded: readonly ReadonlyMap<number, readonly Exclusion[]>[]
}

export type Exclusion = Mismatch | 'bound_elsewhere' | 'refused_before' | 'forbidden'

/**
 * Turns cases and offers into numbers. Interchangeable cases are ranked by waiting time, then
 * reference: nobody gains or loses by the order of rows in a file or the letter of a name.
 */
export function buildProblem(input: PlanningInput): NamedProblem {
  const offers = input.offers.toSorted((a, b) => compare(a.offer.reference, b.offer.reference))
  const candidates = input.candidates.toSorted(
    (a, b) => compare(a.referredOn, b.referredOn) || compare(a.reference, b.reference),
  )
  const rows = nameRows(offers)
  const groups = numberGroups(candidates)
  const programmes = [...new Set(offers.map((one) => programmeKey(one.offer.terms)))].toSorted(
    compare,
  )
  const excluded = candidates.map((one) => exclusionsOf(one, offers, input))
  const items = candidates.map((one, rank): PlacementItem => {
    const choices = offers.flatMap((open, bin): PlacementChoice[] => {
      if (excluded[rank]?.has(bin)) return []
      return [{ bin, uses: usesOf(one, open, rows), value: valueOf(one, open, input.today) }]
    })
    const lockedTo = offers.findIndex((open) => open.offer.id === one.lockedTo)
    const group = groups.get(one.caseId)
    return {
      choices,
      rank,
      ...(lockedTo < 0 ? {} : { lockedTo }),
      ...(group === undefined ? {} : { group }),
    }
  })
  return {
    problem: {
      bins: offers.length,
      programmeOfBin: offers.map((one) => programmes.indexOf(programmeKey(one.offer.terms))),
      rows: rows.map(({ offer, of }) => ({
        bin: offers.indexOf(offer),
        capacity: Math.max(0, capacityOf(offer, of)),
      })),
      levels: LEVELS.length,
      items,
    },
    offers,
    candidates,
    rows,
    excluded,
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function nameRows(offers: readonly OpenOffer[]): readonly RowName[] {
  return offers.flatMap((offer): RowName[] => [
    { offer, of: 'total' },
    ...(offer.medicalFree === undefined ? [] : [{ offer, of: 'medical' } as const]),
    ...(offer.ordinaryFree === undefined ? [] : [{ offer, of: 'emergency' } as const]),
  ])
}

function capacityOf(offer: OpenOffer, of: RowName['of']): number {
  if (of === 'medical') return offer.medicalFree ?? 0
  if (of === 'emergency') return offer.ordinaryFree ?? 0
  return offer.free
}

/** What a case takes of each row of an offer, in the offer's own counting basis. */
function usesOf(
  one: Candidate,
  open: OpenOffer,
  rows: readonly RowName[],
): readonly (readonly [row: number, amount: number])[] {
  const byCases = open.offer.terms.countingBasis === 'cases'
  return rows.flatMap(({ offer, of }, row): [number, number][] => {
    if (offer !== open) return []
    const counted = countedIn(one, of)
    const amount = byCases ? Math.min(1, counted) : counted
    return amount > 0 ? [[row, amount]] : []
  })
}

/** Persons of a case that a row counts; the row beside the emergency places counts all others. */
function countedIn(one: Candidate, of: RowName['of']): number {
  if (of === 'medical') return one.medicalPersons
  return of === 'emergency' && one.facts.priority === 'EM' ? 0 : one.facts.size
}

function exclusionsOf(
  one: Candidate,
  offers: readonly OpenOffer[],
  { today }: PlanningInput,
): ReadonlyMap<number, readonly Exclusion[]> {
  const deadline = addDays(today, TIME_TARGET_DAYS.EM)
  const found = new Map<number, readonly Exclusion[]>()
  for (const [bin, open] of offers.entries()) {
    const why: Exclusion[] = [...mismatches(open.offer.terms, one.facts, deadline)]
    if (one.boundProgramme !== undefined && one.boundProgramme !== programmeKey(open.offer.terms))
      why.push('bound_elsewhere')
    if (one.refusedBy.includes(open.offer.terms.state)) why.push('refused_before')
    if (one.forbidden.includes(open.offer.id)) why.push('forbidden')
    if (why.length > 0) found.set(bin, why)
  }
  return found
}

/** One number for all cases that hard links join; a case without links has none. */
function numberGroups(candidates: readonly Candidate[]): ReadonlyMap<CaseId, number> {
  const groups = linkedGroups(candidates, (one) => one.hardLinks).filter((one) => one.length > 1)
  return new Map(groups.flatMap((group, number) => group.map((one) => [one.caseId, number])))
}

/** The candidate of an item of the problem. */
export function candidateOf(named: NamedProblem, item: number): Candidate {
  const one = named.candidates[item]
  if (one === undefined) throw new RangeError(`There is no item ${item} in this plan.`)
  return one
}
