import type { AuditKind } from './audit.ts'
import type { BreakGlassKind } from './break-glass.ts'
import type { AuditReport } from './audit-report.ts'

/** Which entries are asked for. */
export interface AuditFilters {
  /** An account's handle, or `system`. */
  readonly actor?: string
  readonly kind?: AuditKind
  readonly action?: string
  /** Kind and id, as entries have it. */
  readonly subject?: string
  /** Instants: from, inclusive, and until, exclusive. */
  readonly from?: string
  readonly until?: string
}

/** One entry as the auditor reads it. */
export interface AuditEntryView {
  /** Lane and number: its name for good. */
  readonly entry: string
  readonly at: string
  readonly by: string
  readonly role: string
  readonly kind: string
  readonly action: string
  readonly subjects: readonly AuditSubjectView[]
  readonly facts: Readonly<Record<string, unknown>>
  /** Of an export, as the record of exports has it. */
  readonly purpose?: string
}

export interface AuditSubjectView {
  readonly subject: string
  /** The public handle, while whoever it is about is still on file. */
  readonly reference?: string
}

export interface AuditListView {
  readonly entries: readonly AuditEntryView[]
  /** Hand it back for the next page; absent on the last. */
  readonly next?: string
}

/** What is known of the audit's soundness without reading all of it. */
export interface AuditStateView {
  /** The id of the key that seals now. */
  readonly key: string
  readonly lastCheckpoint?: { readonly seq: number; readonly at: string; readonly hash: string }
  /** The last look at the whole, by this program since it started. */
  readonly verified?: AuditReport & { readonly at: string }
}

/** One emergency access. */
export interface BreakGlassView {
  readonly grant: string
  readonly by: string
  readonly kind: BreakGlassKind
  readonly reference: string
  readonly site: string
  readonly reason: string
  readonly openedAt: string
  /** When it ended, or will. */
  readonly endsAt: string
  readonly isOpen: boolean
  /** A reviewer or auditor has looked at it. */
  readonly acknowledgedAt?: string
  readonly acknowledgedBy?: string
}
