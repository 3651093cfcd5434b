import type { BestRule } from '../../domain/claim-figure.ts'

/** How the best value is chosen: the first rung that gives one. In words: docs/claims.md. */
export interface Policy {
  readonly version: string
  readonly ladder: readonly BestRule[]
}

/** A policy that landed is never changed: figures name the version that made them. */
export const POLICIES = {
  'onward-1': {
    version: 'onward-1',
    ladder: ['list', 'own_process', 'shared', 'explained', 'only_value', 'least_for_harm'],
  },
  /** For those who publish ranges only. */
  'range-1': { version: 'range-1', ladder: [] },
} as const satisfies Readonly<Record<string, Policy>>

export const POLICY_IN_FORCE: Policy = POLICIES['onward-1']
