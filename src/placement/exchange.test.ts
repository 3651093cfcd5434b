import { expect, test } from 'vitest'
import { fieldCases } from '../testing/field-cases.ts'
import { Exchange } from './exchange.ts'
import { solveRelaxation } from './interior-point.ts'
import type { Options } from './options.ts'
import { layOut, priceBound } from './options.ts'
import { smoothPrices } from './smooth-prices.ts'

const years = [
  { seed: 1, cases: 300, localities: 12, resources: 1, supply: 0.95 },
  { seed: 2, cases: 300, localities: 12, resources: 3, supply: 0.95 },
  { seed: 3, cases: 300, localities: 12, resources: 2, supply: 1.2 },
] as const

/** Loads and value of a plan, worked out anew from the problem. */
function recount(wanted: (typeof years)[number], options: Options, plan: Int32Array) {
  const { needs, capacity, resources } = fieldCases(wanted)
  const left = Float64Array.from(capacity)
  let value = 0
  plan.forEach((j, i) => {
    if (j < 0) return
    value += options.score[j]!
    for (let k = 0; k < resources; k += 1) {
      left[options.locality[j]! * resources + k]! -= needs[i * resources + k]!
    }
  })
  return { value, overfull: left.filter((amount) => amount < 0).length }
}

test.each(years)('chains and exchanges keep loads and say what they gain ($seed)', (wanted) => {
  const options = layOut(fieldCases(wanted))
  const relaxed = solveRelaxation(options, { tolerance: 1e-8, maxSteps: 80 })
  const exchange = new Exchange(options, relaxed.prices)
  exchange.state.round(relaxed.share, relaxed.unplaced)
  const before = recount(wanted, options, exchange.plan)
  const chained = exchange.chain(() => false)
  const between = recount(wanted, options, exchange.plan)
  const swept = exchange.sweep(3, () => false)
  const after = recount(wanted, options, exchange.plan)
  expect([before, between, after].map((one) => one.overfull)).toEqual([0, 0, 0])
  expect(between.value - before.value).toBeCloseTo(chained, 8)
  expect(after.value - between.value).toBeCloseTo(swept, 8)
  expect(chained).toBeGreaterThan(0)
  const bound = priceBound(options, relaxed.prices)
  expect(after.value).toBeLessThanOrEqual(bound)
  expect(bound - after.value).toBeLessThan(0.01 * bound)
})

test.each(years)('softened prices prove almost what exact ones do ($seed)', (wanted) => {
  const options = layOut(fieldCases(wanted))
  const exact = solveRelaxation(options, { tolerance: 1e-9, maxSteps: 80 })
  let prices: Float64Array = new Float64Array(options.rows)
  for (const soft of [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003]) {
    prices = smoothPrices(options, prices, {
      soft,
      steps: 6,
      every: 1,
      trust: 4 * soft,
    })
  }
  const best = priceBound(options, exact.prices)
  const found = priceBound(options, prices)
  expect(found).toBeGreaterThanOrEqual(best - 1e-6)
  expect(found - best).toBeLessThan(5e-4 * best)
})
