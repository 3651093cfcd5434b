/** Handles of the first accounts (domain/first-accounts.ts) that record an invented operation. */
export const OFFICERS = ['officer.one', 'officer.two'] as const
export const REVIEWERS = ['reviewer.one', 'reviewer.two'] as const
export const MOVEMENT = 'movement.one'
