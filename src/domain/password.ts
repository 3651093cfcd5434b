/** The shortest password: length is what makes guessing hopeless; asking for signs is not. */
export const PASSWORD_LEAST = 12
/** The longest: more is no safer, and hashing it costs time. */
export const PASSWORD_MOST = 200

export type PasswordFault = 'too_short' | 'too_long' | 'like_the_handle' | 'too_plain'

/** The same letters however they were typed (a phone and a laptop compose them differently). */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/** Why this cannot be the password of the account; undefined when it can. */
export function passwordFault(password: string, handle: string): PasswordFault | undefined {
  const letters = Array.from(normalPassword(password))
  if (letters.length < PASSWORD_LEAST) return 'too_short'
  if (letters.length > PASSWORD_MOST) return 'too_long'
  const plain = letters.join('').toLowerCase()
  // Three of a few letters over and over are the first that anybody tries.
  if (new Set(plain).size < 4) return 'too_plain'
  const name = handle.toLowerCase()
  const rest = plain.replaceAll(name, '').replaceAll(name.replaceAll(/[^a-z0-9]/g, ''), '')
  return Array.from(rest).length < PASSWORD_LEAST / 2 ? 'like_the_handle' : undefined
}
