import type { Role } from './role.ts'

/** Accounts that an operation starts with: an officer drafts, a reviewer decides (I9). */
export const FIRST_ACCOUNTS: readonly {
  readonly handle: string
  readonly displayName: string
  readonly role: Role
}[] = [
  { handle: 'officer.one', displayName: 'Officer One', role: 'field_officer' },
  { handle: 'officer.two', displayName: 'Officer Two', role: 'field_officer' },
  { handle: 'reviewer.one', displayName: 'Reviewer One', role: 'reviewer' },
  { handle: 'reviewer.two', displayName: 'Reviewer Two', role: 'reviewer' },
  { handle: 'movement.one', displayName: 'Movement One', role: 'movement' },
  { handle: 'public.one', displayName: 'Public Information One', role: 'public_information' },
  { handle: 'analyst.one', displayName: 'Analyst One', role: 'analyst' },
  { handle: 'auditor.one', displayName: 'Auditor One', role: 'auditor' },
  { handle: 'admin.one', displayName: 'Administrator One', role: 'administrator' },
]
