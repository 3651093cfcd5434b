import type { Options } from './options.ts'
import { costOf } from './options.ts'
import type { Units } from './units.ts'

/**
 * For each case what it, with those that go together with it, would lose at its next best locality
 * once needs are paid at the prices. Below 0: the next best would bring more at these prices, but
 * whole cases do not fit there better. NaN where a case is unplaced or may go nowhere else.
 */
export function marginsOf(
  cases: number,
  options: Options,
  units: Pick<Units, 'members'>,
  plan: Int32Array,
  prices: Float64Array,
): Float64Array {
  const margins = new Float64Array(cases).fill(NaN)
  plan.forEach((chosen, u) => {
    if (chosen < 0) return
    const valueOf = (j: number): number =>
      options.score[j]! - costOf(options, u, options.locality[j]!, prices)
    let next = -Infinity
    for (let j = options.start[u]!; j < options.start[u + 1]!; j += 1)
      if (j !== chosen) next = Math.max(next, valueOf(j))
    if (next === -Infinity) return
    for (const i of units.members[u]!) margins[i] = valueOf(chosen) - next
  })
  return margins
}
