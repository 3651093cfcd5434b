import type { Reason, WhatIfView } from '../domain/views.ts'
import { checkPlacement } from '../placement/in-order/check.ts'
import { solvePlacement } from '../placement/in-order/solve.ts'
import type { NamedProblem } from './build-problem.ts'
import { buildProblem } from './build-problem.ts'
import type { PlanningInput } from './candidate.ts'
import { conflictReasons } from './conflict.ts'
import { LEVELS } from './levels.ts'
import { changesOf } from './what-if-changes.ts'
import { toEngineProblem } from './what-if-problem.ts'
import type { Searched } from './what-if-search.ts'
import { prepareSearch, replan, worthOf } from './what-if-search.ts'

/** What a person asks: these cases to these offers, these not there; by reference. */
export interface Demands {
  /** The offer of each locked case. */
  readonly locks: ReadonlyMap<string, string>
  readonly forbidden: readonly { readonly case: string; readonly offer: string }[]
}

export type WhatIfAnswer = Pick<WhatIfView, 'status' | 'levels' | 'changes' | 'conflict' | 'holds'>

/** For telling whether locks can hold: a handful of cases, so normally a few milliseconds. */
const CONFLICT_SECONDS = 2

/**
 * Answers what a change of locks and forbids would do to a plan, at once and without a proof.
 * Built once from what the plan is made of, then asked as often as wanted.
 */
export class WhatIf {
  readonly #named: NamedProblem
  readonly #searched: Searched
  /** The offer of each case in the plan shown, -1: none. */
  readonly #shown: readonly number[]
  /** Whether the plan shown keeps every rule today. */
  readonly #holds: boolean
  readonly #items: ReadonlyMap<string, number>
  readonly #bins: ReadonlyMap<string, number>

  /**
   * `shown`: the offer of each case that the plan places. Each question brings all locks and
   * forbids; those of the input are left aside.
   */
  constructor(input: PlanningInput, shown: ReadonlyMap<string, string>) {
    const offerIds = new Map(input.offers.map(({ offer }) => [offer.reference, offer.id]))
    this.#named = buildProblem({
      ...input,
      candidates: input.candidates.map(({ lockedTo: _lock, previousOffer: _before, ...one }) => {
        const previousOffer = offerIds.get(shown.get(one.reference) ?? '')
        const kept = previousOffer === undefined ? {} : { previousOffer }
        return { ...one, forbidden: [], ...kept }
      }),
    })
    const { candidates, offers, problem } = this.#named
    this.#items = new Map(candidates.map((one, item) => [one.reference, item]))
    this.#bins = new Map(offers.map(({ offer }, bin) => [offer.reference, bin]))
    this.#shown = candidates.map(({ reference }, item) => {
      const bin = this.#bins.get(shown.get(reference) ?? '') ?? -1
      return problem.items[item]!.choices.some((choice) => choice.bin === bin) ? bin : -1
    })
    this.#searched = prepareSearch(this.#named, toEngineProblem(this.#named), this.#shown)
    const isWhole = this.#shown.filter((bin) => bin >= 0).length === shown.size
    this.#holds = isWhole && checkPlacement(problem, this.#shown).length === 0
  }

  knowsCase(reference: string): boolean {
    return this.#items.has(reference)
  }

  knowsOffer(reference: string): boolean {
    return this.#bins.has(reference)
  }

  async ask(demands: Demands, now: () => number): Promise<WhatIfAnswer> {
    const asked = this.#withDemands(demands)
    const conflict = await conflictOf(asked, now)
    const before = worthOf(this.#named, this.#shown)
    const holds = this.#holds
    if (conflict.length > 0)
      return {
        status: 'impossible',
        levels: levelsOf(before, before),
        changes: [],
        holds,
        conflict,
      }
    const after = await replan(this.#searched, asked, now)
    return {
      status: 'estimate',
      levels: levelsOf(before, worthOf(asked, after)),
      changes: changesOf(asked, this.#shown, after),
      holds,
    }
  }

  /** The problem under these demands, as the plan itself would have it. */
  #withDemands({ locks, forbidden }: Demands): NamedProblem {
    const never = new Map<number, Set<number>>()
    for (const pair of forbidden) {
      const [item, bin] = [this.#items.get(pair.case), this.#bins.get(pair.offer)]
      if (item === undefined || bin === undefined) continue
      never.set(item, (never.get(item) ?? new Set()).add(bin))
    }
    const { problem, candidates, offers, excluded } = this.#named
    const lockOf = candidates.map(({ reference }) => this.#bins.get(locks.get(reference) ?? ''))
    return {
      ...this.#named,
      problem: {
        ...problem,
        items: problem.items.map((item, i) => {
          const [bins, lockedTo] = [never.get(i), lockOf[i]]
          if (bins === undefined && lockedTo === undefined) return item
          const choices = item.choices.filter((choice) => bins?.has(choice.bin) !== true)
          return { ...item, choices, ...(lockedTo === undefined ? {} : { lockedTo }) }
        }),
      },
      candidates: candidates.map((one, i) => {
        const open = offers[lockOf[i] ?? -1]
        return open === undefined ? one : { ...one, lockedTo: open.offer.id }
      }),
      excluded: excluded.map((why, i) => {
        const bins = never.get(i)
        if (bins === undefined) return why
        return new Map([
          ...why,
          ...[...bins].map((bin) => [bin, [...(why.get(bin) ?? []), 'forbidden']] as const),
        ])
      }),
    }
  }
}

/**
 * Whether the locks can hold, by the very search that the plan of record uses: every case that no
 * lock and no hard link to a locked case concerns stays out, and nothing is valued.
 */
async function conflictOf(asked: NamedProblem, now: () => number): Promise<readonly Reason[]> {
  const { problem } = asked
  const locked = problem.items.filter((item) => item.lockedTo !== undefined)
  if (locked.length === 0) return []
  const groups = new Set(locked.flatMap((item) => item.group ?? []))
  const items = problem.items.map((item) => {
    const concerned =
      item.lockedTo !== undefined || (item.group !== undefined && groups.has(item.group))
    const choices = concerned ? item.choices.map((choice) => ({ ...choice, value: [] })) : []
    return { ...item, choices }
  })
  const found = await solvePlacement(
    { ...problem, items, levels: 0 },
    { timeLimitSeconds: CONFLICT_SECONDS, now },
  )
  return found.status === 'infeasible' ? conflictReasons(asked, found.conflict) : []
}

function levelsOf(before: readonly number[], after: readonly number[]): WhatIfView['levels'] {
  return LEVELS.map(({ id, text }, level) => ({
    id,
    text,
    before: before[level]!,
    after: after[level]!,
  }))
}
