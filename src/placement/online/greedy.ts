import { planBatch, valuesAt } from './batch-plan.ts'
import type { OnlinePolicy } from './policy.ts'

/** The best plan for each batch alone, as if nobody came after it. */
export function greedy(): OnlinePolicy {
  return {
    decide: ({ batch, left }) =>
      planBatch(batch, valuesAt(batch, new Float64Array(left.length)), left),
  }
}
