import { expect, test } from 'vitest'
import { seeded } from './seeded.ts'
import { LossTable } from './loss-table.ts'
import type { LossTask } from './loss-table.ts'

/** The least loss over all sets of changes, one of each group at most, tried one by one. */
function leastByTrying(task: LossTask, below: number): number {
  let best = below
  const choose = (from: number, cost: number, left: readonly number[]): void => {
    const loss = left.reduce((sum, amount, r) => sum + amount * task.price[r]!, cost)
    if (left.every((amount) => amount >= 0) && loss < best) best = loss
    for (let c = from; c < task.changes; c += 1) {
      let next = c
      while (next < task.changes && task.group[next] === task.group[c]) next += 1
      const then = left.map((amount, r) => amount + task.delta[c * task.rows + r]!)
      choose(next, cost + task.cost[c]!, then)
    }
  }
  choose(0, 0, Array.from(task.left).slice(0, task.rows))
  return best
}

/** Changes in groups of one or two, gains first, with small whole needs and many ties. */
function drawTask(next: () => number, gains: boolean): LossTask {
  const rows = 1 + Math.floor(next() * 3)
  const groups = Array.from({ length: 1 + Math.floor(next() * 7) }, () =>
    Array.from(
      { length: 1 + Math.floor(next() * 2) },
      () => Math.round((next() - (gains ? 0.25 : 0)) * 20) / 20,
    ).sort((a, b) => a - b),
  ).sort((a, b) => a[0]! - b[0]!)
  const cost = groups.flat()
  return {
    rows,
    left: Float64Array.from({ length: rows }, () => Math.floor(next() * 9) - 4),
    price: Float64Array.from({ length: rows }, () => Math.round(next() * 4) / 20),
    changes: cost.length,
    delta: Float64Array.from({ length: cost.length * rows }, () => Math.floor(next() * 9) - 4),
    cost: Float64Array.from(cost),
    group: Int32Array.from(groups.flatMap((group, g) => group.map(() => g))),
  }
}

test.each([false, true])('finds what trying every set finds (gains: %s)', (gains) => {
  const next = seeded(gains ? 2 : 1)
  const table = new LossTable(3, 5000)
  for (let round = 0; round < 400; round += 1) {
    const task = drawTask(next, gains)
    const below = next() < 0.5 ? Infinity : 0.6
    const expected = leastByTrying(task, below)
    expect(table.solve(task, below)).toBeCloseTo(expected, 10)
    if (expected < below) expect(table.reached).toBeCloseTo(expected, 10)
    else expect(table.reached).toBe(Infinity)
  }
})

test('a table that is too small still never claims more than there is to lose', () => {
  const next = seeded(3)
  const small = new LossTable(3, 4)
  for (let round = 0; round < 300; round += 1) {
    const task = drawTask(next, false)
    expect(small.solve(task, 0.8)).toBeLessThanOrEqual(leastByTrying(task, 0.8) + 1e-12)
  }
})
