import { DomainError } from '../domain/errors.ts'
import { checkPlacement } from '../placement/in-order/check.ts'
import { Replanner } from '../placement/replan.ts'
import { place } from '../placement/solve.ts'
import type { NamedProblem } from './build-problem.ts'
import { LEVELS } from './levels.ts'
import type { EngineProblem } from './what-if-problem.ts'

/** For deciding anew the few cases that moved. */
const TIDY_SECONDS = 0.05
const TIDY_GAP = 1e-9
/** Offers whose cases are decided anew together; with more it would take too long. */
const MOST_OFFERS = 5

/** The offer of each case, -1: none. */
type Plan = readonly number[]

/** What the questions to one plan share. */
export interface Searched {
  readonly named: NamedProblem
  readonly engine: EngineProblem
  readonly shown: Plan
  /** Items that hard links join to each item, itself among them. */
  readonly linked: readonly (readonly number[])[]
  readonly replanner: Replanner
}

/** Solves the plan shown once, so that each question starts from there. */
export function prepareSearch(named: NamedProblem, engine: EngineProblem, shown: Plan): Searched {
  const linked = linkedItems(named)
  const groups = new Set(linked.filter((group) => group.length > 1))
  // The engine puts a group into one offer. Where a programme has several, that is stricter than
  // the rule, so groups that lie in two offers of one programme are held instead.
  const together = [...groups].filter((group) => !isSpread(group, shown))
  const replanner = new Replanner({ ...engine, together }, shown)
  return { named, engine, shown, linked, replanner }
}

/**
 * A plan under new demands, near the one shown; keeps every hard rule. Not proven: `unavailable`
 * when nothing was found, which does not say that nothing exists.
 */
export async function replan(
  searched: Searched,
  asked: NamedProblem,
  now: () => number,
): Promise<Plan> {
  const found = answerOf(searched, asked)
  if (found === undefined || checkPlacement(asked.problem, found).length > 0)
    throw new DomainError(
      'unavailable',
      'No quick estimate was found for these changes. Solving the plan with them tells.',
    )
  const tidied = await tidy(searched, asked, found, now)
  const settled = await decide(searched, asked, tidied, aroundMoves(searched, asked, tidied), now)
  return settled === tidied ? tidied : tidy(searched, asked, settled, now)
}

/** The cases of the offers that moves touch, and those without a place, with all linked to them. */
function aroundMoves(
  { shown, linked }: Searched,
  asked: NamedProblem,
  plan: Plan,
): readonly number[] {
  const bins = new Set<number>()
  plan.forEach((bin, item) => {
    if (bin !== shown[item]) bins.add(bin).add(shown[item]!)
  })
  if (bins.size === 0 || bins.size > MOST_OFFERS) return []
  bins.add(-1)
  const free = asked.problem.items.flatMap((item, i) => {
    const isThere = bins.has(plan[i]!) && item.choices.length > 0
    return isThere && !isSpread(linked[i]!, plan) ? linked[i]! : []
  })
  return [...new Set(free)]
}

function answerOf(
  { named, shown, linked, replanner }: Searched,
  asked: NamedProblem,
): Plan | undefined {
  const locks = new Map<number, number>()
  const forbidden: (readonly [number, number])[] = []
  asked.problem.items.forEach((item, i) => {
    if (item.lockedTo !== undefined) locks.set(i, item.lockedTo)
    else if (isSpread(linked[i]!, shown)) locks.set(i, shown[i]!)
    const before = named.problem.items[i]!
    if (item === before) return
    const open = new Set(item.choices.map((choice) => choice.bin))
    for (const { bin } of before.choices) if (!open.has(bin)) forbidden.push([i, bin])
  })
  try {
    const answer = replanner.change({ locks, forbidden })
    return 'conflict' in answer ? undefined : [...answer.localityOf]
  } catch {
    // The engine's word for a search that came to no end; what the locks allow is known before.
    return undefined
  }
}

/** All placed, but not in one offer. */
function isSpread(group: readonly number[], plan: Plan): boolean {
  return (
    group.every((item) => plan[item]! >= 0) && group.some((item) => plan[item] !== plan[group[0]!])
  )
}

/**
 * The plan with only those cases decided anew that moved: among so few the engine tells the last
 * levels apart too, which drown in larger sums, and cases that moved for nothing go back.
 */
async function tidy(
  searched: Searched,
  asked: NamedProblem,
  plan: Plan,
  now: () => number,
): Promise<Plan> {
  const { shown, linked } = searched
  const moved = plan.flatMap((bin, item) => (bin === shown[item] ? [] : linked[item]!))
  return decide(searched, asked, plan, [...new Set(moved)], now)
}

/** The plan with some cases decided anew, where that is better level by level. */
async function decide(
  searched: Searched,
  asked: NamedProblem,
  plan: Plan,
  free: readonly number[],
  now: () => number,
): Promise<Plan> {
  if (free.length === 0) return plan
  const found = await place(partOf(searched, asked, plan, free), {
    gap: TIDY_GAP,
    timeLimitSeconds: TIDY_SECONDS,
    now,
  })
  if (found.status === 'infeasible') return plan
  const next = [...plan]
  free.forEach((item, at) => (next[item] = found.localityOf[at]!))
  const isSound = checkPlacement(asked.problem, next).length === 0
  return isSound && isBetter(worthOf(asked, next), worthOf(asked, plan)) ? next : plan
}

/** The engine's problem for the free items, in what the others leave. */
function partOf(
  { engine, linked }: Searched,
  asked: NamedProblem,
  plan: Plan,
  free: readonly number[],
): Parameters<typeof place>[0] {
  const { localities, resources, needs, scores } = engine
  const at = new Map(free.map((item, index) => [item, index]))
  const capacity = Float64Array.from(engine.capacity)
  plan.forEach((bin, item) => {
    if (bin < 0 || at.has(item)) return
    for (let k = 0; k < resources; k += 1)
      capacity[bin * resources + k]! -= needs[item * resources + k]!
  })
  const part = new Float64Array(free.length * localities).fill(NaN)
  free.forEach((item, index) => {
    for (const { bin } of asked.problem.items[item]!.choices)
      part[index * localities + bin] = scores[item * localities + bin]!
  })
  const groups = new Set(free.map((item) => linked[item]!).filter((group) => group.length > 1))
  return {
    ...{ cases: free.length, localities, resources, capacity, scores: part },
    needs: Float64Array.from(
      free.flatMap((item) =>
        Array.from({ length: resources }, (_, k) => needs[item * resources + k]!),
      ),
    ),
    locks: free.map((item) => asked.problem.items[item]!.lockedTo ?? -1),
    together: [...groups].map((group) => group.map((item) => at.get(item)!)),
  }
}

function linkedItems({ problem }: NamedProblem): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>()
  problem.items.forEach(({ group }, i) => {
    if (group === undefined) return
    const there = groups.get(group)
    if (there === undefined) groups.set(group, [i])
    else there.push(i)
  })
  return problem.items.map(({ group }, i) => (group === undefined ? [i] : groups.get(group)!))
}

/** What a plan reaches at each level, in whole numbers. */
export function worthOf({ problem }: NamedProblem, plan: Plan): readonly number[] {
  const sums = LEVELS.map(() => 0)
  problem.items.forEach((item, i) => {
    const choice = item.choices.find((one) => one.bin === plan[i])
    choice?.value.forEach((points, level) => (sums[level]! += points))
  })
  return sums
}

/** Whether a is better than b at the first level that differs. */
function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((points, level) => points !== b[level])
  return first >= 0 && a[first]! > b[first]!
}
