import type { GeneratedOperation } from './generated.ts'

/** Accounts of an invented operation. An officer drafts, a reviewer decides (I9). */
export const ACCOUNTS: GeneratedOperation['accounts'] = [
  { handle: 'officer.one', displayName: 'Officer One', role: 'field_officer' },
  { handle: 'officer.two', displayName: 'Officer Two', role: 'field_officer' },
  { handle: 'reviewer.one', displayName: 'Reviewer One', role: 'reviewer' },
  { handle: 'reviewer.two', displayName: 'Reviewer Two', role: 'reviewer' },
  { handle: 'movement.one', displayName: 'Movement One', role: 'movement' },
  { handle: 'public.one', displayName: 'Public One', role: 'public_information' },
  { handle: 'analyst.one', displayName: 'Analyst One', role: 'analyst' },
  { handle: 'admin.one', displayName: 'Admin One', role: 'administrator' },
]

export const OFFICERS = ['officer.one', 'officer.two'] as const
export const REVIEWERS = ['reviewer.one', 'reviewer.two'] as const
export const MOVEMENT = 'movement.one'
