/**
 * Cases in the order in which they arrive, laid out for sampling: what a policy knows of the past,
 * and what stands before it now.
 */
export interface Arrivals {
  readonly count: number
  readonly localities: number
  readonly resources: number
  /** cases x resources, whole, 0 or more. */
  readonly needs: Float64Array
  /** cases x localities, NaN where the pair is not allowed. */
  readonly scores: Float64Array
  /** The group of each case, -1 without one. */
  readonly groups: Int32Array
}

/** The cases at these indices, in this order, as often as they are named. */
export function pickArrivals(from: Arrivals, chosen: ArrayLike<number>): Arrivals {
  const { localities, resources } = from
  const needs = new Float64Array(chosen.length * resources)
  const scores = new Float64Array(chosen.length * localities)
  const groups = new Int32Array(chosen.length)
  for (let at = 0; at < chosen.length; at += 1) {
    const i = chosen[at]!
    needs.set(from.needs.subarray(i * resources, (i + 1) * resources), at * resources)
    scores.set(from.scores.subarray(i * localities, (i + 1) * localities), at * localities)
    groups[at] = from.groups[i]!
  }
  return { count: chosen.length, localities, resources, needs, scores, groups }
}

/** The cases from one index to before another. */
export function sliceArrivals(from: Arrivals, begin: number, end: number): Arrivals {
  const { localities, resources } = from
  return {
    count: end - begin,
    localities,
    resources,
    needs: from.needs.subarray(begin * resources, end * resources),
    scores: from.scores.subarray(begin * localities, end * localities),
    groups: from.groups.subarray(begin, end),
  }
}

/** One list of cases after the other. */
export function joinArrivals(first: Arrivals, second: Arrivals): Arrivals {
  const { localities, resources } = first
  return {
    count: first.count + second.count,
    localities,
    resources,
    needs: joined(first.needs, second.needs),
    scores: joined(first.scores, second.scores),
    groups: Int32Array.from([...first.groups, ...second.groups]),
  }
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
