import type { HouseholdId, SiteId } from './ids.ts'

/**
 * People who live together. Not a case (people processed together) and not a family (kinship):
 * membership of each is dated and independent of the other (resettlement.md §7).
 */
export interface Household {
  readonly id: HouseholdId
  readonly sourceId: string
  readonly reference: string
  readonly site: SiteId
}
