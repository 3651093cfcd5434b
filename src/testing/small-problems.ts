import type { PlacementProblem } from '../placement/problem.ts'

/** Small problems with everything that a problem can have. */
export function smallProblem(next: () => number): PlacementProblem {
  const pick = (below: number): number => Math.floor(next() * below)
  const [cases, localities, resources] = [5, 3, 2]
  const scores = Float64Array.from({ length: cases * localities }, () =>
    next() < 0.75 ? Math.round((next() - 0.2) * 100) / 100 : NaN,
  )
  const locks = new Int32Array(cases).fill(-1)
  const locked = pick(cases)
  const at = pick(localities)
  if (next() < 0.4 && !Number.isNaN(scores[locked * localities + at])) locks[locked] = at
  return {
    cases,
    localities,
    resources,
    needs: Float64Array.from({ length: cases * resources }, () => pick(4)),
    capacity: Float64Array.from({ length: localities * resources }, () => pick(8)),
    scores,
    locks,
    together: next() < 0.5 ? [[0, 1]] : [],
    near:
      next() < 0.5
        ? [
            [1, 2],
            [3, 4],
          ]
        : [],
    regions: [0, 1, 1],
    minimum: Float64Array.from({ length: localities * resources }, () => (next() < 0.1 ? 1 : 0)),
  }
}

/** The best of all plans, each looked at; minus infinity when none is allowed. */
export function bestOfAll(problem: PlacementProblem): number {
  const { cases, localities: L, resources: R, needs, capacity, minimum, locks } = problem
  const scores = problem.scores as Float64Array
  const where = new Int32Array(cases).fill(-1)
  const isAllowed = (): boolean => {
    const used = new Float64Array(L * R)
    for (let i = 0; i < cases; i += 1) {
      const l = where[i]!
      if ((locks?.[i] ?? -1) >= 0 && l !== locks?.[i]) return false
      if (l >= 0) for (let k = 0; k < R; k += 1) used[l * R + k]! += needs[i * R + k]!
    }
    const region = (i: number): number => (where[i]! < 0 ? -1 : problem.regions![where[i]!]!)
    return (
      used.every((amount, q) => amount <= capacity[q]! && amount >= minimum![q]!) &&
      problem.together!.every((list) => list.every((i) => where[i] === where[list[0]!])) &&
      problem.near!.every((list) => list.every((i) => region(i) === region(list[0]!)))
    )
  }
  const search = (i: number, value: number): number => {
    if (i === cases) return isAllowed() ? value : -Infinity
    let best = -Infinity
    for (let l = -1; l < L; l += 1) {
      const score = l < 0 ? 0 : scores[i * L + l]!
      if (Number.isNaN(score)) continue
      where[i] = l
      best = Math.max(best, search(i + 1, value + score))
    }
    return best
  }
  return search(0, 0)
}
