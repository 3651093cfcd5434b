/** Submission priority (Resettlement Handbook 4.2; eRRF codes). */
export const PRIORITIES = { EM: 'emergency', UG: 'urgent', NR: 'normal' } as const

export type Priority = keyof typeof PRIORITIES
export const PRIORITY_CODES = Object.keys(PRIORITIES) as readonly Priority[]

/**
 * Time target from submission to departure, in days: emergency at most 7 days, urgent within
 * 6 weeks, normal within 12 months (ICMC "Welcome to Europe" p. 219, UNHCR training text).
 * Data, not law: an operation may set others.
 */
export const TIME_TARGET_DAYS: Readonly<Record<Priority, number>> = { EM: 7, UG: 42, NR: 365 }
