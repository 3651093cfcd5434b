/** Why a person is erased. Never more than a category: the tombstone tells nothing of anybody. */
export const ERASURE_REASONS = [
  'person_asked',
  'time_is_over',
  'recorded_by_mistake',
  'ordered',
] as const
export type ErasureReason = (typeof ERASURE_REASONS)[number]

/** What is known of an erasure; once it is done this is the tombstone. */
export interface Erasure {
  /** The reference by which the person was known. */
  readonly person: string
  readonly reason: ErasureReason
  readonly outcome: 'asked' | 'erased' | 'withdrawn'
  readonly askedBy: string
  readonly askedAt: string
  readonly endedBy?: string
  readonly endedAt?: string
}

/** What remains of a person after it, and why: codes, each told in words where it is shown. */
export const REMAINS_AFTER_ERASURE = [
  'tombstone',
  'events_without_words',
  'audit_by_id',
  'transmitted_to_states',
  'older_backups',
  'files_that_left',
] as const
export type RemainsAfterErasure = (typeof REMAINS_AFTER_ERASURE)[number]
