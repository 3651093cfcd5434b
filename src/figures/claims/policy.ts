import type { BestRule } from '../../domain/claim-figure.ts'

/** How the best value is chosen: the first rung that gives one. In words: docs/claims.md. */
export interface Policy {
  readonly version: string
  readonly ladder: readonly BestRule[]
}

/** A policy that landed is never changed: figures name the version that made them. */
export const POLICY_IN_FORCE: Policy = {
  version: 'onward-1',
  ladder: ['list', 'own_process', 'shared', 'explained', 'only_value', 'least_for_harm'],
}
