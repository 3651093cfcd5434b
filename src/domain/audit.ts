/** What kinds of things the audit notes (docs/audit.md). Kinds are only ever added. */
export const AUDIT_KINDS = [
  'read',
  'search',
  'change',
  'export',
  'account',
  'sign_in',
  'break_glass',
  'refusal',
  'erasure',
  'keys',
  'retention',
] as const

export type AuditKind = (typeof AUDIT_KINDS)[number]

/** What an entry is about, by kind and id: never by name. */
export type AuditSubject =
  `${'person' | 'case' | 'offer' | 'account' | 'batch' | 'export' | 'grant' | 'plan' | 'submission'}:${string}`

/** Facts of an entry: counts, codes, ids. Never a name, a birth date, or words of a story. */
export type AuditFacts = Readonly<Record<string, string | number | boolean>>

/** Who an entry is of. */
export interface AuditActor {
  readonly handle: string
  readonly role: string
}

/** What is handed to `Tx.note`. */
export interface AuditNote {
  readonly kind: AuditKind
  /** What was done, as an activity or a moment of one: `person.read`, `sign_in.refused`. */
  readonly action: string
  /** Without it the actor that the database is bound to, else the system. */
  readonly by?: AuditActor
  readonly subjects?: readonly AuditSubject[]
  readonly facts?: AuditFacts
  /** Words that were searched for: only their keyed hash is kept. */
  readonly words?: string
}

/** Subjects named in one entry; of more, only how many is kept. */
export const MOST_SUBJECTS = 100
