import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { checkPlacement } from './check.ts'
import type { PlacementItem, PlacementProblem } from './problem.ts'
import type { PlacementResult } from './result.ts'
import { solvePlacement } from './solve.ts'

const options = { timeLimitSeconds: 60, now: () => performance.now() }

/** Small but with everything: several rows per bin, case counting, groups, locks, ties. */
function smallProblem(seed: number, locks = true): PlacementProblem {
  const next = seeded(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const bins = 1 + below(3)
  const rows: { bin: number; capacity: number }[] = []
  for (let bin = 0; bin < bins; bin += 1) {
    rows.push({ bin, capacity: below(9) })
    if (next() < 0.5) rows.push({ bin, capacity: below(4) })
  }
  const byCase = Array.from({ length: bins }, () => next() < 0.3)
  const items = Array.from({ length: 1 + below(6) }, (_, rank): PlacementItem => {
    const size = 1 + below(4)
    const special = next() < 0.5
    const choices = Array.from({ length: bins }, (_, bin) => bin)
      .filter(() => next() < 0.75)
      .map((bin) => {
        const amount = byCase[bin] ? 1 : size
        const own = [...rows.keys()].filter((r) => rows[r]!.bin === bin)
        const uses = own.filter((_, k) => k === 0 || special).map((row) => [row, amount] as const)
        return { bin, uses, value: [special ? size : 0, size, below(4) - 1] }
      })
    const locked = locks && next() < 0.12 ? { lockedTo: below(bins) } : {}
    return { choices, rank, ...locked, ...(next() < 0.3 && { group: below(2) }) }
  })
  const programmeOfBin = Array.from({ length: bins }, () => below(2))
  return { bins, programmeOfBin, rows, levels: 3, items }
}

/** The best ordered objective over all plans, one by one; undefined when no plan is sound. */
function bestOfAll(problem: PlacementProblem): number[] | undefined {
  let best: number[] | undefined
  const binOf: number[] = []
  const visit = (): void => {
    if (binOf.length < problem.items.length) {
      for (let bin = -1; bin < problem.bins; bin += 1) {
        binOf.push(bin)
        visit()
        binOf.pop()
      }
      return
    }
    const value = objectiveOf(problem, binOf)
    if ((!best || compare(value, best) > 0) && checkPlacement(problem, binOf).length === 0) {
      best = value
    }
  }
  visit()
  return best
}

function objectiveOf(problem: PlacementProblem, binOf: readonly number[]): number[] {
  return Array.from({ length: problem.levels }, (_, level) =>
    problem.items.reduce((sum, item, i) => {
      const choice = item.choices.find(({ bin }) => bin === binOf[i])
      return sum + (choice?.value[level] ?? 0)
    }, 0),
  )
}

function compare(a: readonly number[], b: readonly number[]): number {
  const level = a.findIndex((value, k) => value !== b[k])
  return level === -1 ? 0 : a[level]! - b[level]!
}

function objective(result: PlacementResult): readonly number[] | undefined {
  return result.status === 'infeasible' ? undefined : result.objective
}

test('every level equals the best of all plans, on 300 small problems', async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const problem = smallProblem(seed)
    const result = await solvePlacement(problem, options)
    expect(objective(result), `seed ${seed}`).toEqual(bestOfAll(problem))
    if (result.status === 'infeasible') continue
    expect(result.status, `seed ${seed}`).toBe('optimal')
    expect(checkPlacement(problem, result.binOf, result.objective), `seed ${seed}`).toEqual([])
  }
})

test('a conflict of locks is real, and nothing can be left out of it', async () => {
  let conflicts = 0
  for (let seed = 1; seed <= 300; seed += 1) {
    const problem = smallProblem(seed)
    const result = await solvePlacement(problem, options)
    if (result.status !== 'infeasible') continue
    conflicts += 1
    const { locks, proven } = result.conflict
    expect(proven).toBe(true)
    expect(bestOfAll(onlyLocked(problem, locks)), `seed ${seed}`).toBeUndefined()
    for (const lock of locks) {
      const fewer = onlyLocked(
        problem,
        locks.filter((i) => i !== lock),
      )
      expect(bestOfAll(fewer), `seed ${seed} without ${lock}`).toBeDefined()
    }
  }
  expect(conflicts).toBeGreaterThan(20)
})

function onlyLocked(problem: PlacementProblem, locks: readonly number[]): PlacementProblem {
  const items = problem.items.map((item, i) => {
    const { lockedTo: _, ...free } = item
    return locks.includes(i) ? item : free
  })
  return { ...problem, items }
}

test('the order of the items does not change who goes where', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const problem = smallProblem(seed)
    const next = seeded(seed + 1000)
    const order = [...problem.items.keys()]
      .map((i) => [next(), i] as const)
      .sort((a, b) => a[0] - b[0])
    const shuffled = order.map(([, i]) => problem.items[i]!)
    const straight = await solvePlacement(problem, options)
    const other = await solvePlacement({ ...problem, items: shuffled }, options)
    if (straight.status === 'infeasible' || other.status === 'infeasible') {
      expect(other.status).toBe(straight.status)
      continue
    }
    expect(order.map(([, i]) => straight.binOf[i])).toEqual(other.binOf)
  }
})

test('renaming bins and programmes does not change the objective', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const problem = smallProblem(seed)
    const last = problem.bins - 1
    const renamed: PlacementProblem = {
      ...problem,
      programmeOfBin: problem.programmeOfBin.map((p) => 90 - p).reverse(),
      rows: problem.rows.map((row) => ({ ...row, bin: last - row.bin })),
      items: problem.items.map(({ lockedTo, ...item }) => ({
        ...item,
        choices: item.choices.map((choice) => ({ ...choice, bin: last - choice.bin })),
        ...(lockedTo !== undefined && { lockedTo: last - lockedTo }),
      })),
    }
    const [a, b] = [await solvePlacement(problem, options), await solvePlacement(renamed, options)]
    expect(objective(b), `seed ${seed}`).toEqual(objective(a))
  }
})

test('one more place anywhere never lowers the ordered objective', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const problem = smallProblem(seed, false)
    const before = objective(await solvePlacement(problem, options))!
    for (const raised of problem.rows.keys()) {
      const rows = problem.rows.map((row, r) =>
        r === raised ? { ...row, capacity: row.capacity + 1 } : row,
      )
      const after = objective(await solvePlacement({ ...problem, rows }, options))!
      expect(compare(after, before), `seed ${seed} row ${raised}`).toBeGreaterThanOrEqual(0)
    }
  }
})

test('a bin nobody may use changes nothing', async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const problem = smallProblem(seed)
    const wider: PlacementProblem = {
      ...problem,
      bins: problem.bins + 1,
      programmeOfBin: [...problem.programmeOfBin, 7],
      rows: [...problem.rows, { bin: problem.bins, capacity: 5 }],
    }
    const [a, b] = [await solvePlacement(problem, options), await solvePlacement(wider, options)]
    expect({ ...b, seconds: 0, levelSeconds: [] }).toEqual({ ...a, seconds: 0, levelSeconds: [] })
  }
})
