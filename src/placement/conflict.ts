import { demandsHold } from './demands-hold.ts'
import type { Conflict } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { readCase } from './units.ts'

/** Choices tried for one question; with more it stays open whether demands can hold. */
const MOST_STEPS = 20_000

/** One thing that is demanded, by kind and position. */
interface Demand {
  readonly kind: 'lock' | 'together' | 'near' | 'minimum' | 'capacity'
  /** A case, a position in a list, or locality x resources + resource. */
  readonly at: number
}

/**
 * Demands that cannot all hold, none of which can be left out: without any one of them the others
 * can. Undefined when all can hold, or when that could not be told with a fair number of choices.
 */
export function findConflict(problem: PlacementProblem): Conflict | undefined {
  const all = demandsOf(problem)
  if (all.every(({ kind }) => kind === 'capacity' || kind === 'together' || kind === 'near'))
    return undefined
  if (canHold(problem, all) !== false) return undefined
  return conflictOf(problem.resources, thinOut(problem, all))
}

/** Takes out what is not needed for the conflict: large parts first, then one by one. */
function thinOut(problem: PlacementProblem, all: readonly Demand[]): Demand[] {
  let left = [...all]
  for (
    let size = Math.ceil(left.length / 2);
    size >= 1;
    size = size > 1 ? Math.ceil(size / 2) : 0
  ) {
    for (let from = 0; from < left.length;) {
      const without = [...left.slice(0, from), ...left.slice(from + size)]
      if (canHold(problem, without) === false) left = without
      else from += size
    }
  }
  return left
}

/** Everything demanded; what people would rather see kept in a conflict comes last. */
function demandsOf(problem: PlacementProblem): Demand[] {
  const { locks, together = [], near = [], minimum, capacity } = problem
  const demands: Demand[] = []
  const add = (kind: Demand['kind'], at: number): void => void demands.push({ kind, at })
  for (let at = 0; at < capacity.length; at += 1) add('capacity', at)
  near.forEach((_, n) => add('near', n))
  together.forEach((_, n) => add('together', n))
  for (let at = 0; at < (minimum?.length ?? 0); at += 1) if (minimum![at]! > 0) add('minimum', at)
  const locked: number[] = []
  for (let i = 0; i < (locks?.length ?? 0); i += 1) if (locks![i]! >= 0) locked.push(i)
  // Small needs first, so that few and large ones remain.
  const need = (i: number): number => {
    let sum = 0
    for (let k = 0; k < problem.resources; k += 1) sum += problem.needs[i * problem.resources + k]!
    return sum
  }
  for (const i of locked.sort((a, b) => need(a) - need(b) || a - b)) add('lock', i)
  return demands
}

/** Whether some of the demands can hold, the others left aside; undefined: could not be told. */
function canHold(problem: PlacementProblem, kept: readonly Demand[]): boolean | undefined {
  const of = (kind: Demand['kind']): number[] =>
    kept.filter((one) => one.kind === kind).map((one) => one.at)
  const minimum = new Float64Array(problem.localities * problem.resources)
  for (const at of of('minimum')) minimum[at] = problem.minimum![at]!
  const capacity = new Float64Array(problem.localities * problem.resources).fill(Infinity)
  for (const at of of('capacity')) capacity[at] = problem.capacity[at]!
  const together = of('together').map((n) => problem.together![n]!)
  const near = of('near').map((n) => problem.near![n]!)
  const locks = new Int32Array(problem.cases).fill(-1)
  for (const i of of('lock')) locks[i] = problem.locks![i]!
  const asked = { ...problem, locks, minimum, capacity, together, near }
  // Nobody else is obliged to anything.
  const cases = of('minimum').length > 0 ? undefined : concerned(asked)
  return demandsHold(cases ? only(asked, cases) : asked, MOST_STEPS)
}

/** Cases with a lock, and those in lists with them, by whatever chain. */
function concerned(problem: Demanding): number[] {
  const listsOf = new Map<number, (readonly number[])[]>()
  for (const list of [...problem.together, ...problem.near])
    for (const i of list) listsOf.set(i, [...(listsOf.get(i) ?? []), list])
  const found = new Set<number>()
  const stack: number[] = []
  problem.locks.forEach((l, i) => {
    if (l >= 0) stack.push(i)
  })
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (found.has(i)) continue
    found.add(i)
    for (const list of listsOf.get(i) ?? []) stack.push(...list)
  }
  return [...found].sort((a, b) => a - b)
}

interface Demanding extends PlacementProblem {
  readonly locks: Int32Array
  readonly together: readonly (readonly number[])[]
  readonly near: readonly (readonly number[])[]
}

/** The problem with some of its cases alone. */
function only(problem: Demanding, cases: readonly number[]): PlacementProblem {
  const { resources: R, needs } = problem
  const { locks: _locks, ...open } = problem
  const position = new Map(cases.map((i, at) => [i, at]))
  const listed = (lists: readonly (readonly number[])[]): number[][] =>
    lists
      .filter((list) => list.some((i) => position.has(i)))
      .map((list) => list.map((i) => position.get(i)!))
  return {
    ...problem,
    cases: cases.length,
    needs: cases.flatMap((i) => Array.from({ length: R }, (_, k) => needs[i * R + k]!)),
    locks: cases.map((i) => problem.locks[i]!),
    scores: { read: (at, into) => readCase(open, cases[at]!, into) },
    together: listed(problem.together),
    near: listed(problem.near),
  }
}

function conflictOf(resources: number, demands: readonly Demand[]): Conflict {
  const of = (kind: Demand['kind']): number[] =>
    demands
      .filter((one) => one.kind === kind)
      .map((one) => one.at)
      .sort((a, b) => a - b)
  const places = (kind: Demand['kind']): Conflict['capacities'] =>
    of(kind).map((at) => ({ locality: Math.floor(at / resources), resource: at % resources }))
  return {
    locks: of('lock'),
    together: of('together'),
    near: of('near'),
    minimum: places('minimum'),
    capacities: places('capacity'),
  }
}
