import type { Actor } from './access.ts'
import type { SiteId } from './ids.ts'

/** Emergency access of one account to one case or person of another site. */
export interface BreakGlassGrant {
  readonly id: string
  readonly accountId: string
  readonly subjectKind: BreakGlassKind
  readonly reference: string
  readonly site: SiteId
  readonly openedAt: string
  readonly endsAt: string
  /** Ended before its time. */
  readonly endedAt?: string
}

export const BREAK_GLASS_KINDS = ['case', 'person'] as const
export type BreakGlassKind = (typeof BREAK_GLASS_KINDS)[number]

/** How long it lasts, in minutes. */
export const BREAK_GLASS_MINUTES = { usual: 60, most: 240 } as const
/** Letters of a reason: enough to say what the emergency is. */
export const BREAK_GLASS_REASON = { fewest: 10, most: 500 } as const

/** Whether it opens anything at this moment. */
export function isGrantOpen(
  grant: Pick<BreakGlassGrant, 'openedAt' | 'endsAt' | 'endedAt'>,
  now: Date,
): boolean {
  const at = now.getTime()
  const ends = Math.min(Date.parse(grant.endsAt), Date.parse(grant.endedAt ?? grant.endsAt))
  return Date.parse(grant.openedAt) <= at && at < ends
}

/**
 * The actor for reading one named record: under an open grant of their own for just this record also
 * of its site. Everything else stays as it is: lists, searches, other records, and all writing.
 */
export function underGrant(
  actor: Actor,
  grants: readonly BreakGlassGrant[],
  asked: { readonly kind: BreakGlassKind; readonly reference: string },
  now: Date,
): { readonly actor: Actor; readonly grant: BreakGlassGrant } | undefined {
  if (actor.sites === 'all') return undefined
  const grant = grants.find(
    (one) =>
      one.accountId === actor.accountId &&
      one.subjectKind === asked.kind &&
      one.reference === asked.reference &&
      isGrantOpen(one, now),
  )
  if (grant === undefined || actor.sites.includes(grant.site)) return undefined
  return { actor: { ...actor, sites: [...actor.sites, grant.site] }, grant }
}
