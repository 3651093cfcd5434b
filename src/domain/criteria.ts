import type { Category } from './category.ts'
import type { ConsentStates } from './event.ts'
import type { OfferTerms } from './offer.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'

/** What of a case an offer's criteria look at. No skill, no job, no belief is among it. */
export interface CaseForOffer {
  readonly size: number
  readonly categories: readonly Category[]
  readonly nationalities: readonly StateCode[]
  readonly languages: readonly string[]
  readonly needs: readonly SpecificNeed[]
  readonly needsMedicalPlace: boolean
  readonly priority: Priority
  /** The States to which every adult consents. */
  readonly consentStates: ConsentStates
}

/** Why an offer cannot take a case, one code for each reason. */
export type Mismatch =
  | 'nationality'
  | 'category'
  | 'language'
  | 'too_small'
  | 'too_large'
  | 'no_medical'
  | 'excluded_need'
  | 'no_consent'
  | 'mission_too_late'

/**
 * Every reason why the offer's terms exclude the case; empty when it fits. Capacity is not
 * looked at. An emergency cannot wait for a selection mission that is after its time target.
 */
export function mismatches(
  offer: OfferTerms,
  one: CaseForOffer,
  emergencyDeadline: PlainDate,
): readonly Mismatch[] {
  const { criteria } = offer
  const found: Mismatch[] = []
  const any = <T>(asked: readonly T[], has: readonly T[]): boolean =>
    asked.length === 0 || asked.some((item) => has.includes(item))

  if (
    criteria.nationalities.length > 0 &&
    !one.nationalities.every((code) => criteria.nationalities.includes(code))
  )
    found.push('nationality')
  if (!any(criteria.categories, one.categories)) found.push('category')
  if (!any(criteria.languages, one.languages)) found.push('language')
  if (criteria.minCaseSize !== undefined && one.size < criteria.minCaseSize) found.push('too_small')
  if (criteria.maxCaseSize !== undefined && one.size > criteria.maxCaseSize) found.push('too_large')
  if (one.needsMedicalPlace && !criteria.acceptsMedical) found.push('no_medical')
  if (one.needs.some((need) => criteria.excludedNeeds.includes(need))) found.push('excluded_need')
  if (one.consentStates !== 'any' && !one.consentStates.includes(offer.state))
    found.push('no_consent')
  if (
    one.priority === 'EM' &&
    offer.mode === 'mission' &&
    (offer.missionOn === undefined || offer.missionOn > emergencyDeadline)
  )
    found.push('mission_too_late')
  return found
}
