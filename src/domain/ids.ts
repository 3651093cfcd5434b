/** Ids are UUIDs made by Onward (version 7, so they sort by time of making). */
type Id<Kind extends string> = string & { readonly __id: Kind }

export type OperationId = Id<'operation'>
export type AccountId = Id<'account'>
/** Not a UUID but a short handle that people read, for example `main`. */
export type SiteId = Id<'site'>
export type PersonId = Id<'person'>
export type HouseholdId = Id<'household'>
export type CaseId = Id<'case'>
export type SubmissionId = Id<'submission'>
export type OfferId = Id<'offer'>
export type IncidentId = Id<'incident'>
export type EventId = Id<'event'>
export type BatchId = Id<'batch'>
export type PlanId = Id<'plan'>
export type DocumentId = Id<'document'>
export type ClaimId = Id<'claim'>
