import type { Incident } from './incident.ts'
import type { PlainDate } from './plain-date.ts'
import { daysBetween } from './plain-date.ts'

/** How pressing an operation is as a whole; it changes no case and no order of a plan. */
export const URGENCIES = ['calm', 'raised', 'acute'] as const
export type Urgency = (typeof URGENCIES)[number]

export interface OperationUrgency {
  readonly level: Urgency
  /** The incidents that make it so, the latest first. */
  readonly because: readonly Pick<Incident, 'reference' | 'kind' | 'happenedOn'>[]
}

/** Kinds against people: acute at once, and raised for half a year. */
const AGAINST_PEOPLE: ReadonlySet<string> = new Set(['attack', 'clash', 'expulsion'])
const ACUTE_DAYS = 30
const RAISED_DAYS = 180
/** Fire, epidemic and others raise it for so long. */
const OTHER_DAYS = 30

/**
 * The rule, in words in docs/claims.md: an attack, a clash or an expulsion in the last 30 days makes
 * it acute, in the last 180 days raised; anything else in the last 30 days makes it raised. It looks
 * at what happened and when, never at numbers that others gave.
 */
export function operationUrgency(
  incidents: readonly Pick<Incident, 'reference' | 'kind' | 'happenedOn'>[],
  on: PlainDate,
): OperationUrgency {
  const levels = incidents.map((incident) => ({ incident, level: levelOf(incident, on) }))
  const level = URGENCIES.findLast((one) => levels.some((other) => other.level === one)) ?? 'calm'
  const because = levels
    .filter((one) => level !== 'calm' && one.level === level)
    .map(({ incident: { reference, kind, happenedOn } }) => ({ reference, kind, happenedOn }))
    .toSorted((a, b) => b.happenedOn.localeCompare(a.happenedOn))
  return { level, because }
}

function levelOf(
  { kind, happenedOn }: Pick<Incident, 'kind' | 'happenedOn'>,
  on: PlainDate,
): Urgency {
  const days = daysBetween(happenedOn, on)
  if (days < 0) return 'calm'
  if (!AGAINST_PEOPLE.has(kind)) return days <= OTHER_DAYS ? 'raised' : 'calm'
  if (days <= ACUTE_DAYS) return 'acute'
  return days <= RAISED_DAYS ? 'raised' : 'calm'
}
