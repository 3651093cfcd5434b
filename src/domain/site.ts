import type { SiteId } from './ids.ts'

export const SITE_KINDS = ['camp', 'settlement', 'office'] as const

export type SiteKind = (typeof SITE_KINDS)[number]

/** A place where people are registered and worked for. A person and a case are of one site. */
export interface Site {
  readonly id: SiteId
  readonly name: string
  readonly kind: SiteKind
}

/** Where everyone is while nobody says otherwise: an operation of one place needs no other. */
export const FIRST_SITE: Site = { id: 'main' as SiteId, name: 'Main site', kind: 'camp' }

const HANDLE = /^[a-z0-9][a-z0-9-]{0,39}$/

/** A handle as people write it; undefined when it cannot be one. */
export function toSiteId(text: string): SiteId | undefined {
  const handle = text.trim().toLowerCase()
  return HANDLE.test(handle) ? (handle as SiteId) : undefined
}
