import { DomainError } from '../domain/errors.ts'
import { checkPlacement } from '../placement/in-order/check.ts'
import type { PlacementItem } from '../placement/in-order/problem.ts'
import { place } from '../placement/solve.ts'
import type { NamedProblem } from './build-problem.ts'
import { LEVELS } from './levels.ts'
import type { EngineProblem } from './what-if-problem.ts'

/** For the whole search, and for one part of it. */
const MOST_SECONDS = 0.5
const PART_SECONDS = 0.04
const GAP = 1e-9

/** The offer of each case, -1: none. */
type Plan = readonly number[]

/** What the search holds while it goes. */
interface Search {
  readonly asked: NamedProblem
  readonly engine: EngineProblem
  /** Items that hard links join to each item, itself among them. */
  readonly linked: readonly (readonly number[])[]
  /** Whether each programme has one offer: one programme is then one offer. */
  readonly isOneOffer: boolean
  readonly now: () => number
}

/**
 * A plan under new demands, near the one shown: first each demand that it does not meet, then what
 * moves because of it. Each step decides anew the cases of a few offers and those without a place,
 * with the others where they are, and is kept only when it is better level by level. Exact in each
 * step; not proven for the whole, because longer chains of moves are not looked at.
 */
export async function replan(
  asked: NamedProblem,
  engine: EngineProblem,
  shown: Plan,
  now: () => number,
): Promise<Plan> {
  const begun = now()
  const { programmeOfBin } = asked.problem
  const isOneOffer = new Set(programmeOfBin).size === programmeOfBin.length
  const search = { asked, engine, linked: linkedItems(asked), isOneOffer, now }
  const { kept, emptied } = keepSound(search, shown)
  const touched = new Set(emptied)
  let plan = emptied.length === 0 ? kept : ((await decideAnew(search, kept, emptied, [])) ?? kept)
  for (const item of unmet(asked, shown)) {
    const bins = [shown[item]!, asked.problem.items[item]!.lockedTo ?? -1].filter((bin) => bin >= 0)
    bins.forEach((bin) => touched.add(bin))
    plan = (await decideAnew(search, plan, bins, search.linked[item]!)) ?? plan
  }
  plan = await tidy(search, plan, shown)
  if (checkPlacement(asked.problem, plan).length > 0)
    throw new DomainError(
      'unavailable',
      'No quick estimate was found for this. Solving the plan with it tells.',
    )
  const until = begun + MOST_SECONDS * 1000
  return touched.size === 0 ? plan : raise(search, plan, { shown, touched, until })
}

/** The plan without what holds no longer: offers that are too full, links that are broken. */
function keepSound(
  { asked, linked }: Search,
  shown: Plan,
): { readonly kept: Plan; readonly emptied: readonly number[] } {
  const kept = [...shown]
  const emptied: number[] = []
  for (const fault of checkPlacement(asked.problem, shown)) {
    if (fault.rule === 'group') for (const item of fault.items) kept[item] = -1
    if (fault.rule !== 'capacity') continue
    const { bin } = asked.problem.rows[fault.row]!
    emptied.push(bin)
    shown.forEach((there, item) => {
      if (there === bin) for (const other of linked[item]!) kept[other] = -1
    })
  }
  return { kept, emptied }
}

/** Lets the offers concerned trade with each other offer, until nothing gets better. */
async function raise(
  search: Search,
  start: Plan,
  limits: { readonly shown: Plan; readonly touched: ReadonlySet<number>; readonly until: number },
): Promise<Plan> {
  const { shown, touched, until } = limits
  let plan = start
  for (let isBetter = true; isBetter;) {
    isBetter = false
    for (const bin of search.asked.offers.keys()) {
      if (search.now() > until) return plan
      // Few enough to be decided at once; with many changes at once, some of the offers.
      const bins = [...new Set([bin, ...[...touched].slice(-3)])]
      const found = await decideAnew(search, plan, bins, [])
      if (found === undefined) continue
      const tidied = await tidy(search, found, shown)
      if (!isBetterPlan(search.asked, tidied, plan)) continue
      plan = tidied
      isBetter = true
    }
  }
  return plan
}

/**
 * The plan with only those cases decided anew that moved: among so few the engine tells the last
 * levels apart too, which drown in larger sums, and cases that moved for nothing go back.
 */
async function tidy(search: Search, plan: Plan, shown: Plan): Promise<Plan> {
  const moved = plan.flatMap((bin, item) => (bin === shown[item] ? [] : search.linked[item]!))
  const found = moved.length === 0 ? undefined : await decide(search, plan, [...new Set(moved)])
  return found !== undefined && isBetterPlan(search.asked, found, plan) ? found : plan
}

/** Items whose place the demands do not allow. */
function unmet({ problem }: NamedProblem, plan: Plan): readonly number[] {
  return problem.items.flatMap((item, i) => (isMet(item, plan[i]!) ? [] : [i]))
}

function isMet(item: PlacementItem, bin: number): boolean {
  if (item.lockedTo !== undefined) return bin === item.lockedTo
  return bin < 0 || item.choices.some((choice) => choice.bin === bin)
}

/**
 * The plan with the items of some offers, those without a place and some more decided anew;
 * undefined when nothing was found that keeps every rule which can be kept so far.
 */
function decideAnew(
  search: Search,
  plan: Plan,
  bins: readonly number[],
  more: readonly number[],
): Promise<Plan | undefined> {
  return decide(search, plan, freeItems(search, plan, bins, more))
}

async function decide(
  search: Search,
  plan: Plan,
  free: readonly number[],
): Promise<Plan | undefined> {
  const part = partOf(search, plan, free)
  const found = await place(part, {
    gap: GAP,
    timeLimitSeconds: PART_SECONDS,
    now: search.now,
  })
  if (found.status === 'infeasible') return undefined
  const next = [...plan]
  free.forEach((item, at) => (next[item] = found.localityOf[at]!))
  const faults = checkPlacement(search.asked.problem, next)
  // Demands that are met later may still be open; what was decided here must hold.
  const decided = new Set(free)
  return faults.every((fault) => 'item' in fault && !decided.has(fault.item)) ? next : undefined
}

/** With all that hard links join to them: one of them never moves without the others. */
function freeItems(
  { asked, linked, isOneOffer }: Search,
  plan: Plan,
  bins: readonly number[],
  more: readonly number[],
): readonly number[] {
  const free = new Set(more)
  asked.problem.items.forEach((item, i) => {
    const bin = plan[i]!
    const group = linked[i]!
    const isConcerned = bin < 0 || bins.includes(bin)
    // Linked cases in two offers of one programme stay: the engine puts a group into one offer.
    const isSpread = !isOneOffer && group.some((other) => plan[other] !== bin)
    if (isConcerned && item.choices.length > 0 && !isSpread)
      for (const other of group) free.add(other)
  })
  return [...free]
}

/** The engine's problem for the free items, in what the others leave. */
function partOf(
  { asked, engine, linked }: Search,
  plan: Plan,
  free: readonly number[],
): Parameters<typeof place>[0] {
  const { localities, resources, needs, scores } = engine
  const capacity = Float64Array.from(engine.capacity)
  const at = new Map(free.map((item, index) => [item, index]))
  plan.forEach((bin, item) => {
    if (bin < 0 || at.has(item)) return
    for (let k = 0; k < resources; k += 1)
      capacity[bin * resources + k]! -= needs[item * resources + k]!
  })
  // A plan that no longer holds may use more than there is.
  for (const [row, left] of capacity.entries()) capacity[row] = Math.max(0, left)
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
function isBetterPlan(asked: NamedProblem, a: Plan, b: Plan): boolean {
  const [ofA, ofB] = [worthOf(asked, a), worthOf(asked, b)]
  const first = ofA.findIndex((points, level) => points !== ofB[level])
  return first >= 0 && ofA[first]! > ofB[first]!
}
