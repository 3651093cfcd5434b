/** How a session was opened. */
export const OPENED_WITH = ['link', 'password', 'password_and_code', 'passkey', 'outside'] as const

export type OpenedWith = (typeof OPENED_WITH)[number]

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * When a session ends by itself: after so long without a request, and after so long in all. An hour
 * is a slow form on a bad network; twelve are a shift. An exercise holds nobody, so it may lie.
 */
export const SESSION_ENDS = {
  idleMs: HOUR_MS,
  idleInExerciseMs: 12 * HOUR_MS,
  afterMs: 12 * HOUR_MS,
} as const

/** A session's last use is written down this often at most. */
export const SEEN_EVERY_MS = MINUTE_MS

/** A one-time link opens a session within this time, once. */
export const LINK_LASTS_MS = 15 * MINUTE_MS

/** What proves an account may be changed this long after it signed in; then it signs in again. */
export const FRESH_MS = 15 * MINUTE_MS

/** A challenge to a browser is answered within this time. */
export const CHALLENGE_LASTS_MS = 5 * MINUTE_MS
