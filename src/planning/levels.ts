import type { OfferTerms } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { addDays } from '../domain/plain-date.ts'
import type { Priority } from '../domain/priority.ts'
import { TIME_TARGET_DAYS } from '../domain/priority.ts'
import type { Candidate, OpenOffer } from './candidate.ts'
import { protectionPoints } from './protection-weight.ts'
import { STATE_LANGUAGES } from './state-languages.ts'

/**
 * What a plan is for, in strict order: a later level never costs an earlier one anything
 * (placement.md §1). Each value is a whole number per case and offer.
 */
export const LEVELS = [
  { id: 'emergency', text: 'emergency persons placed within their time target' },
  { id: 'urgent', text: 'urgent persons placed within their time target' },
  { id: 'persons', text: 'persons placed' },
  { id: 'protection', text: 'protection need of those placed (points × persons)' },
  { id: 'lasting', text: 'persons placed for good rather than in transit' },
  { id: 'wishes', text: 'family ties, stated preferences, language (points)' },
  { id: 'steady', text: 'cases that keep the offer of the plan before' },
] as const

export type LevelId = (typeof LEVELS)[number]['id']

export const PERSONS_LEVEL = LEVELS.findIndex((level) => level.id === 'persons')

const TIE_POINTS = 4
const FIRST_PREFERENCE_POINTS = 2
const PREFERENCE_POINTS = 1
const LANGUAGE_POINTS = 1

/** The value of one case at one offer, a whole number for each level. */
export function valueOf(one: Candidate, open: OpenOffer, today: PlainDate): readonly number[] {
  const { size, priority } = one.facts
  const { terms } = open.offer
  const inTime = meetsTarget(terms, priority, today)
  const values: Readonly<Record<LevelId, number>> = {
    emergency: priority === 'EM' && inTime ? size : 0,
    urgent: priority === 'UG' && inTime ? size : 0,
    persons: size,
    protection: protectionPoints(one, today) * size,
    lasting: terms.kind === 'evacuation_transit' ? 0 : size,
    wishes: wishPoints(one, terms).total,
    steady: one.previousOffer === open.offer.id ? 1 : 0,
  }
  return LEVELS.map((level) => values[level.id])
}

/** A dossier can be decided at once; a mission must come, and an offer open, within the target. */
export function meetsTarget(terms: OfferTerms, priority: Priority, today: PlainDate): boolean {
  const deadline = addDays(today, TIME_TARGET_DAYS[priority])
  if (terms.opensOn !== undefined && terms.opensOn > deadline) return false
  if (terms.mode !== 'mission') return true
  return terms.missionOn !== undefined && terms.missionOn <= deadline
}

export interface WishPoints {
  readonly tie: number
  readonly preference: number
  readonly language: number
  readonly total: number
}

/** How far an offer meets what the members wish. */
export function wishPoints(one: Candidate, terms: OfferTerms): WishPoints {
  const rank = one.preferredStates.indexOf(terms.state)
  const spoken = STATE_LANGUAGES[terms.state] ?? []
  const tie = one.tieStates.includes(terms.state) ? TIE_POINTS : 0
  const preference = rank < 0 ? 0 : rank === 0 ? FIRST_PREFERENCE_POINTS : PREFERENCE_POINTS
  const language = one.facts.languages.some((code) => spoken.includes(code)) ? LANGUAGE_POINTS : 0
  return { tie, preference, language, total: tie + preference + language }
}
