import type { Reason } from '../domain/views.ts'
import type { Directive } from '../storage/plans.ts'

/** A person's word on a case and an offer, by reference. */
export type PlanWord = Pick<Directive, 'caseReference' | 'offerReference' | 'kind'>

/** Words said now: pairs to take back, and words to set. */
export interface SaidWords<Word extends PlanWord> {
  readonly lift: readonly Word[]
  readonly set: readonly Word[]
}

/** What holds once the words are said: a new word replaces that on its pair, a lock its case's lock. */
export function mergeWords<Word extends PlanWord>(
  held: readonly Word[],
  { lift, set }: SaidWords<Word>,
): readonly Word[] {
  const samePair = (a: Word, b: Word): boolean =>
    a.caseReference === b.caseReference && a.offerReference === b.offerReference
  let now = held.filter((one) => !lift.some((lifted) => samePair(one, lifted)))
  for (const word of set) {
    now = now.filter(
      (one) =>
        !samePair(one, word) &&
        !(word.kind === 'lock' && one.kind === 'lock' && one.caseReference === word.caseReference),
    )
    now = [...now, word]
  }
  return now
}

/** A lock on an offer that gives no capacity today cannot be kept; it is said before any solving. */
export function closedLockReasons(locks: readonly PlanWord[]): readonly Reason[] {
  return locks.map((one) => ({
    code: 'conflict_closed',
    text: `Case ${one.caseReference} is locked to ${one.offerReference}, which is not confirmed and open today. Lift the lock, or have the offer confirmed.`,
    params: { case: one.caseReference, offer: one.offerReference },
  }))
}
