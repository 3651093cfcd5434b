import type { FrontierCase } from './frontier.ts'
import { solveRelaxation } from './interior-point.ts'
import type { Completion } from './mechanisms/floor-problem.ts'
import { FREE } from './mechanisms/floor-problem.ts'
import { kda } from './mechanisms/kda.ts'
import type { Market } from './mechanisms/market.ts'
import { mttc } from './mechanisms/mttc.ts'
import { mttce } from './mechanisms/mttce.ts'
import { outcomeFloor } from './mechanisms/outcome-floor.ts'
import { tkda } from './mechanisms/tkda.ts'
import { layOut, priceBound } from './options.ts'

/** Floors of the outcome-floor dictatorship, as shares of what the best plan reaches. */
const FLOORS = [0.9, 0.97]

/**
 * What the mechanisms for preferences give. Priorities are outcomes, the highest first; families
 * choose in the order of the file where an order is needed; where one starts from a plan it is the
 * plan for outcome.
 */
export function mechanismPlans(
  field: FrontierCase,
  best: Int32Array,
): { readonly name: string; readonly plan: Int32Array }[] {
  const market = marketOf(field)
  const endowed: Market = {
    ...market,
    // Nobody gives up the place of the plan for none: it is the end of everybody's list.
    preferences: market.preferences.map((list, f) => {
      const l = best[f]!
      return l < 0 || Array.from(list).includes(l) ? list : [...Array.from(list), l]
    }),
  }
  return [
    { name: 'MTTC', plan: mttc(market) },
    { name: 'MTTCE from the best outcome', plan: mttce(endowed, best) },
    { name: 'KDA', plan: kda(market) },
    { name: 'TKDA', plan: tkda(market) },
    ...FLOORS.flatMap((share) => {
      const plan = flooredPlan(field, best, share)
      return plan === undefined ? [] : [{ name: `dictatorship, ${share * 100} % kept`, plan }]
    }),
  ]
}

function marketOf(field: FrontierCase): Market {
  const { cases: families, localities, resources: services, needs, capacity, outcomes } = field
  const allowed = (f: number, l: number): boolean => !Number.isNaN(outcomes[f * localities + l]!)
  const everybody = Array.from({ length: families }, (_, f) => f)
  return {
    families,
    localities,
    services,
    needs,
    capacity,
    preferences: field.preferences.map((list, f) => list.filter((l) => allowed(f, l))),
    priorities: Array.from({ length: localities }, (_, l) =>
      everybody
        .filter((f) => allowed(f, l))
        .sort((a, b) => outcomes[b * localities + l]! - outcomes[a * localities + l]! || a - b),
    ),
  }
}

function flooredPlan(field: FrontierCase, best: Int32Array, share: number): Int32Array | undefined {
  const { cases: families, localities, resources: services, outcomes } = field
  let reached = 0
  best.forEach((l, f) => (reached += l < 0 ? 0 : outcomes[f * localities + l]!))
  const found = outcomeFloor(
    {
      ...marketOf(field),
      families,
      services,
      outcomes,
      order: Array.from({ length: families }, (_, f) => f),
      floor: (share * reached) / families,
    },
    (fixed) => {
      const found = complete(field, fixed)
      // The first question is the one that the best plan answers.
      return fixed.every((l) => l === FREE) && reached > found.value
        ? { ...found, value: reached, plan: best, bound: Math.max(found.bound, reached) }
        : found
    },
  )
  return found.kind === 'kept' ? Int32Array.from(found.matching) : undefined
}

/** A good completion and a bound: the linear relaxation, its whole part, then who still fits. */
function complete(field: FrontierCase, fixed: Int32Array): Completion {
  const { cases, localities, resources, needs, outcomes } = field
  const room = field.capacity.slice()
  const plan = new Int32Array(cases).fill(-1)
  let value = 0
  const fits = (f: number, l: number): boolean => {
    for (let k = 0; k < resources; k += 1)
      if (needs[f * resources + k]! > room[l * resources + k]!) return false
    return true
  }
  const put = (f: number, l: number): void => {
    plan[f] = l
    value += outcomes[f * localities + l]!
    for (let k = 0; k < resources; k += 1) room[l * resources + k]! -= needs[f * resources + k]!
  }
  fixed.forEach((l, f) => {
    if (l >= 0) put(f, l)
  })
  const settled = value
  const scores = outcomes.map((outcome, at) =>
    fixed[Math.floor(at / localities)] === FREE ? outcome : NaN,
  )
  const laid = layOut({ cases, localities, resources, needs, capacity: room, scores })
  if (laid.score.length === 0)
    return { value, bound: value, plan, prices: new Float64Array(room.length) }
  const solved = solveRelaxation(laid, { tolerance: 1e-7, maxSteps: 60 })
  const caseOf = new Int32Array(laid.score.length)
  for (let f = 0; f < cases; f += 1) caseOf.fill(f, laid.start[f]!, laid.start[f + 1]!)
  const options = Array.from(laid.score, (_, j) => j)
  options.sort(
    (a, b) => solved.share[b]! - solved.share[a]! || laid.score[b]! - laid.score[a]! || a - b,
  )
  for (const j of options) {
    const f = caseOf[j]!
    if (plan[f] === -1 && fits(f, laid.locality[j]!)) put(f, laid.locality[j]!)
  }
  const prices = new Float64Array(room.length)
  laid.rowOf.forEach((row, at) => (prices[at] = row < 0 ? 0 : solved.prices[row]!))
  return { value, bound: Math.max(value, settled + priceBound(laid, solved.prices)), plan, prices }
}
