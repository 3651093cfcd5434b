import type { Fit } from '../exchange/errf/iom-relationship.ts'
import { IOM_RELATIONSHIPS, iomOfUnhcr, unhcrOfIom } from '../exchange/errf/iom-relationship.ts'
import { RELATIONSHIPS } from '../exchange/relationship.ts'

/** A relationship code, what it means, and the other list's code for it. */
export interface RelationshipView {
  readonly original: string
  readonly meaning: string
  readonly code?: string
  readonly fit: Fit
  readonly others: readonly string[]
}

/** The crosswalk between the relationship codes of UNHCR and of IOM, whole. */
export function listRelationships(from: 'unhcr' | 'iom'): readonly RelationshipView[] {
  return from === 'unhcr'
    ? Object.entries(RELATIONSHIPS).map(([code, meaning]) => ({ meaning, ...iomOfUnhcr(code) }))
    : Object.entries(IOM_RELATIONSHIPS).map(([code, meaning]) => ({ meaning, ...unhcrOfIom(code) }))
}
