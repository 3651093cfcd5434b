import type { StateCode } from '../domain/state-code.ts'

/** Handles of the first accounts (domain/first-accounts.ts) that record an invented operation. */
export const OFFICERS = ['officer.one', 'officer.two'] as const
export const REVIEWERS = ['reviewer.one', 'reviewer.two'] as const
export const MOVEMENT = 'movement.one'

/** A liaison of a State, for the States' room of an invented operation. */
export function liaisonOf(
  state: StateCode,
  displayName: string,
): {
  readonly handle: string
  readonly displayName: string
  readonly role: 'state_liaison'
  readonly state: StateCode
} {
  return { handle: `liaison.${state.toLowerCase()}`, displayName, role: 'state_liaison', state }
}
