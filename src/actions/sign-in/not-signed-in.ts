import { DomainError } from '../../domain/errors.ts'

/** Nobody is signed in, or the sign-in did not work. */
export function notSignedIn(
  message = 'You are not signed in, or your session has ended. Sign in.',
): DomainError {
  return new DomainError('not_signed_in', message)
}
