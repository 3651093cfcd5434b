import type { PlanDirectives } from '../../src/domain/views.ts'

/** A word that a person tries on the plan before it is kept. */
export interface Try {
  readonly kind: 'lock' | 'forbid' | 'lift'
  readonly case: string
  readonly offer: string
}

/** Where a case stands, for a change of mind to be told from a demand. */
export interface Standing {
  readonly case: string
  /** In the plan; undefined: no place. */
  readonly home: string | undefined
  /** As the estimate shows it now. */
  readonly shown: string | undefined
}

/**
 * A case is put into an offer. Put back where the plan has it, a tried lock is taken back; when
 * others moved it away from there, it is held there.
 */
export function moveTo(tries: readonly Try[], one: Standing, offer: string): readonly Try[] {
  if (offer === one.shown) return tries
  const isOwn = (word: Try): boolean => word.case === one.case
  const hadLock = tries.some((word) => isOwn(word) && word.kind === 'lock')
  const others = tries.filter(
    (word) => !(isOwn(word) && (word.kind === 'lock' || word.offer === offer)),
  )
  if (offer === one.home && hadLock) return others
  return [...others, { kind: 'lock', case: one.case, offer }]
}

/** A case is to stay where it is shown. */
export function hold(tries: readonly Try[], one: string, offer: string): readonly Try[] {
  const others = tries.filter((word) => word.case !== one)
  return [...others, { kind: 'lock', case: one, offer }]
}

/** A case may not stay where it is shown; a lock tried there is only taken back. */
export function notHere(tries: readonly Try[], one: Standing): readonly Try[] {
  const { shown } = one
  if (shown === undefined) return tries
  const others = tries.filter(
    (word) => !(word.case === one.case && (word.kind === 'lock' || word.offer === shown)),
  )
  const wasTried = tries.some(
    (word) => word.case === one.case && word.kind === 'lock' && word.offer === shown,
  )
  return wasTried ? others : [...others, { kind: 'forbid', case: one.case, offer: shown }]
}

/** A lock of the plan no longer holds the case. */
export function unlock(tries: readonly Try[], one: string, offer: string): readonly Try[] {
  const others = tries.filter((word) => word.case !== one)
  return [...others, { kind: 'lift', case: one, offer }]
}

export function undo(tries: readonly Try[], word: Try): readonly Try[] {
  return tries.filter((one) => one !== word)
}

/** The words as the server takes them. */
export function toDirectives(tries: readonly Try[]): PlanDirectives {
  const pairs = (kind: Try['kind']): { case: string; offer: string }[] =>
    tries.filter((one) => one.kind === kind).map((one) => ({ case: one.case, offer: one.offer }))
  return { lock: pairs('lock'), forbid: pairs('forbid'), lift: pairs('lift') }
}
