import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { boundOf, Relaxation } from './relaxation.ts'
import { compact } from './compact.ts'
import { loadOf, valueAt } from './plan-value.ts'
import type { PlacementItem, PlacementProblem } from './problem.ts'
import { Simplex } from './simplex.ts'

/** Types of several entries, two rows in each bin, three levels, one item that must be placed. */
function drawn(seed: number): PlacementProblem {
  const next = seeded(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const bins = 2 + below(5)
  const rows = Array.from({ length: 2 * bins }, (_, r) => ({ bin: r >> 1, capacity: 3 + below(9) }))
  const items = Array.from({ length: 20 + below(20) }, (_, rank): PlacementItem => {
    const size = 1 + below(3)
    const kind = below(3)
    const choices = Array.from({ length: bins }, (_, bin) => bin)
      .filter((bin) => (bin + kind) % 3 > 0)
      .map((bin) => ({
        bin,
        uses: [[2 * bin, size] as const, ...(kind === 0 ? [[2 * bin + 1, 1] as const] : [])],
        value: [kind === 1 ? size : 0, size, (bin * kind) % 5],
      }))
    const first = choices[0]
    return { choices, rank, ...(first && rank < 1 && { lockedTo: first.bin }) }
  })
  const programmeOfBin = Array.from({ length: bins }, (_, bin) => bin)
  return { bins, programmeOfBin, rows, levels: 3, items }
}

const never = (): boolean => false

test('the prices of each level prove the value of its relaxation, on 100 problems', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const packed = compact(drawn(seed))
    const upper = Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!)
    const bounds = { lower: new Float64Array(packed.columns), upper }
    const relaxation = new Relaxation(packed)
    const reached: number[] = []
    for (let level = 0; level < packed.levels; level += 1) {
      const { certificate, solution } = relaxation.solve(level, bounds, never)
      const value = valueAt(packed, solution, level)
      // The value of a solution and a bound that no solution exceeds: equal, so both are right.
      expect(boundOf(certificate!), `seed ${seed}, level ${level}`).toBeCloseTo(value, 3)
      reached.forEach((floor, before) =>
        expect(valueAt(packed, solution, before)).toBeGreaterThan(floor - 1e-3),
      )
      loadOf(packed, solution).forEach((load, row) =>
        expect(load).toBeLessThan(packed.capacity[row]! + 1e-3),
      )
      reached.push(Math.floor(value + 1e-3))
      relaxation.hold(level, Math.floor(value + 1e-3), never)
    }
  }
})

test('few columns of a vertex are broken numbers: at most two for each row and floor', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const packed = compact(drawn(seed))
    const simplex = new Simplex(packed, new Uint8Array(packed.columns).fill(1))
    const { x } = simplex.solve(packed.values[1]!, never)
    const broken = x.filter((amount) => Math.abs(amount - Math.round(amount)) > 1e-4)
    expect(broken.length).toBeLessThanOrEqual(2 * packed.capacity.length)
  }
})

test('a column that is closed is never used, and a clock that ran out still gives sound prices', () => {
  const packed = compact(drawn(7))
  const open = new Uint8Array(packed.columns).fill(1)
  open[3] = 0
  const simplex = new Simplex(packed, open)
  expect(simplex.solve(packed.values[1]!, never).x[3]).toBe(0)
  const stopped = new Simplex(packed, open).solve(packed.values[1]!, () => true)
  expect(stopped.finished).toBe(false)
  expect(stopped.rows.every((price) => price >= 0)).toBe(true)
})
