import type { PlanLineView, PlanOfferView, PlanView, Reason } from '../domain/views.ts'
import type { ItemExplanation } from '../placement/in-order/explain.ts'
import { explainer } from '../placement/in-order/explain.ts'
import type { PlacementPlan } from '../placement/in-order/result.ts'
import { solvePlacement } from '../placement/in-order/solve.ts'
import type { NamedProblem } from './build-problem.ts'
import { buildProblem, candidateOf } from './build-problem.ts'
import type { Candidate, PlanningInput } from './candidate.ts'
import { conflictReasons, infeasible } from './conflict.ts'
import { LEVELS } from './levels.ts'
import { findOneMore } from './one-more.ts'
import { excludedReason, fullReason, lossReason, whyHere, whyNowhere } from './reasons.ts'

export interface ProposeOptions {
  /** Seconds for the plan itself; what more places would do has its own. */
  readonly timeLimitSeconds: number
  readonly oneMoreSeconds: number
  /** A clock in milliseconds. */
  readonly now: () => number
  readonly onProgress?: (done: number, total: number) => void
}

/** A plan in the field's words, before it is kept: `PlanView` without who, when and which. */
export type Proposal = Pick<
  PlanView,
  | 'status'
  | 'levels'
  | 'objective'
  | 'bound'
  | 'gap'
  | 'seconds'
  | 'unplaced'
  | 'offers'
  | 'conflict'
> & {
  readonly lines: readonly Omit<PlanLineView, 'change' | 'previousOffer' | 'approvedBy'>[]
}

/** Reasons against other offers that a line shows at most. */
const MOST_WHY_NOT = 5

/** Proposes cases for offers: the best plan in strict order, with a reason for every line. */
export async function propose(input: PlanningInput, options: ProposeOptions): Promise<Proposal> {
  const named = buildProblem(input)
  const { timeLimitSeconds, now, onProgress } = options
  const steps = LEVELS.length + 1
  const result = await solvePlacement(named.problem, {
    timeLimitSeconds,
    now,
    start: named.candidates.map((one) =>
      named.offers.findIndex((open) => open.offer.id === one.previousOffer),
    ),
    onProgress: ({ level }) => onProgress?.(level, steps),
  })
  const levels = LEVELS.map(({ id, text }) => ({ id, text }))
  if (result.status === 'infeasible')
    return { ...infeasible(conflictReasons(named, result.conflict), result.seconds), levels }
  onProgress?.(LEVELS.length, steps)
  const oneMore = await findOneMore(named, result, {
    timeLimitSeconds: options.oneMoreSeconds,
    now,
  })
  const explain = explainer(named.problem, result.binOf)
  const explanations = named.candidates.map((_, item) => explain(item))
  return {
    status: result.status,
    levels,
    objective: result.objective,
    bound: result.bound.map((bound, level) =>
      Number.isFinite(bound) ? bound : mostPossible(named, level),
    ),
    gap: result.gap,
    seconds: result.seconds,
    lines: explanations
      .filter((one) => one.bin >= 0)
      .map((one) => lineOf(named, input, one))
      .toSorted((a, b) => compare(a.offer, b.offer) || compare(a.case, b.case)),
    unplaced: explanations.filter((one) => one.bin < 0).map((one) => unplacedOf(named, one)),
    offers: named.offers.map((_, bin) => offerOf(named, result, bin, oneMore.get(bin) ?? [])),
  }
}

/** What every case at its best offer would give, places or not: a bound that always holds. */
function mostPossible(named: NamedProblem, level: number): number {
  return named.problem.items.reduce(
    (sum, item) => sum + Math.max(0, ...item.choices.map((choice) => choice.value[level] ?? 0)),
    0,
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function lineOf(
  named: NamedProblem,
  input: PlanningInput,
  explained: ItemExplanation,
): Proposal['lines'][number] {
  const one = candidateOf(named, explained.item)
  const open = named.offers[explained.bin]
  if (open === undefined) throw new RangeError(`There is no bin ${explained.bin} in this plan.`)
  const { next } = explained
  return {
    case: one.reference,
    offer: open.offer.reference,
    state: open.offer.terms.state,
    persons: one.facts.size,
    priority: one.facts.priority,
    why: whyHere(one, open, input, explained.others.length),
    margin:
      next === undefined
        ? null
        : {
            // Without another offer that has room, the next best is to wait.
            offer: named.offers[next.bin]?.offer.reference ?? 'none',
            loses: lossReason(next.margin),
          },
    whyNot: whyNot(named, one, explained),
    locked: one.lockedTo === open.offer.id,
  }
}

/** The offers they wish for first, then those that would fit, then the others. */
function whyNot(
  named: NamedProblem,
  one: Candidate,
  explained: ItemExplanation,
): PlanLineView['whyNot'] {
  const fitting = explained.others.map((other) => ({
    bin: other.bin,
    why: otherReason(named, other),
  }))
  const unfit = explained.notAllowed.flatMap((bin) => {
    const first = named.excluded[explained.item]?.get(bin)?.[0]
    return first === undefined ? [] : [{ bin, why: excludedReason(first) }]
  })
  const wished = ({ bin }: { readonly bin: number }): boolean => {
    const state = named.offers[bin]?.offer.terms.state ?? ''
    return one.tieStates.includes(state) || one.preferredStates.includes(state)
  }
  const all = [...fitting, ...unfit]
  return [...all.filter(wished), ...all.filter((other) => !wished(other))]
    .slice(0, MOST_WHY_NOT)
    .map(({ bin, why }) => ({ offer: named.offers[bin]?.offer.reference ?? '', why }))
}

function otherReason(named: NamedProblem, other: ItemExplanation['others'][number]): Reason {
  switch (other.reason) {
    case 'full':
      return fullReason(other.rows, named.rows)
    case 'locked':
      return { code: 'locked', text: 'a lock holds the case elsewhere' }
    case 'group':
      return { code: 'linked', text: 'hard-linked cases cannot all go there' }
    case 'no_better': {
      const loss = lossReason(other.margin)
      return { ...loss, text: `it would lose ${loss.text}` }
    }
  }
}

function unplacedOf(named: NamedProblem, explained: ItemExplanation): PlanView['unplaced'][number] {
  const one = candidateOf(named, explained.item)
  const fitting = explained.others.map((other) => ({
    bin: other.bin,
    reason: otherReason(named, other),
  }))
  return {
    case: one.reference,
    persons: one.facts.size,
    priority: one.facts.priority,
    why: whyNowhere(named, explained.item, fitting),
  }
}

function offerOf(
  named: NamedProblem,
  plan: PlacementPlan,
  bin: number,
  oneMore: PlanOfferView['oneMore'],
): PlanOfferView {
  const open = named.offers[bin]
  if (open === undefined) throw new RangeError(`There is no bin ${bin} in this plan.`)
  const { terms, reference } = open.offer
  const used = named.candidates.reduce((sum, one, item) => {
    if (plan.binOf[item] !== bin) return sum
    return sum + (terms.countingBasis === 'persons' ? one.facts.size : 1)
  }, 0)
  return {
    offer: reference,
    state: terms.state,
    countingBasis: terms.countingBasis,
    used,
    free: open.free - used,
    oneMore,
  }
}
