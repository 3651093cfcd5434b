import type { PlainDate } from './plain-date.ts'

/** What must be done before a member can travel (Resettlement Handbook 4.11). */
export const CHECK_KINDS = ['biometrics', 'medical', 'orientation', 'visa', 'exit_permit'] as const
export type CheckKind = (typeof CHECK_KINDS)[number]

export const CHECK_STATUSES = ['requested', 'cleared', 'refused'] as const
export type CheckStatus = (typeof CHECK_STATUSES)[number]

export interface TravelCheck {
  readonly kind: CheckKind
  readonly status: CheckStatus
  readonly issued?: PlainDate
  readonly expires?: PlainDate
  readonly document?: string
}

/** The checks that are not cleared, or run out before the day of travel. Empty: ready to travel. */
export function missingChecks(
  checks: readonly TravelCheck[],
  travelOn: PlainDate,
): readonly CheckKind[] {
  return CHECK_KINDS.filter((kind) => {
    const check = checks.find((one) => one.kind === kind)
    if (check?.status !== 'cleared') return true
    return check.expires !== undefined && check.expires < travelOn
  })
}
