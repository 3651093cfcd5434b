import type { Fault } from '../format/fault-list.ts'
import { FaultList } from '../format/fault-list.ts'
import type { NamedProblem } from '../format/names.ts'
import { checkConflict } from './check-conflict.ts'
import { checkPlan } from './check-plan.ts'
import { provenBound } from './proven-bound.ts'
import type { StatedPlan, StatedResult } from './stated-result.ts'
import { readStatedResult } from './stated-result.ts'
import { TOLERANCE } from './tolerance.ts'

/** What does not hold in a result; nothing: it holds. */
export interface Checked {
  /** The first thousand. */
  readonly findings: readonly Fault[]
  readonly total: number
}

/**
 * Holds a parsed result file against its problem. Shares no code with the solver: every number is
 * worked out anew from the problem, and the bound from the certificate alone.
 */
export function checkResult(named: NamedProblem, json: unknown): Checked {
  const faults = new FaultList()
  const stated = readStatedResult(json, named.names, named.problem.cases, faults)
  if (stated !== undefined) checkStated(named, stated, faults)
  return { findings: faults.kept, total: faults.total }
}

/** The same for a result that was read already. */
export function checkStated(named: NamedProblem, stated: StatedResult, faults: FaultList): void {
  const { plan, conflict } = stated
  if (plan !== undefined) {
    checkPlan(named, plan, faults)
    checkProof(named, plan, stated.status, faults)
  } else if (conflict !== undefined) checkConflict(named, conflict, faults)
}

function checkProof(
  named: NamedProblem,
  { objective, bound, gap, certificate, prices }: StatedPlan,
  status: string,
  faults: FaultList,
): void {
  const near = TOLERANCE * Math.max(1, Math.abs(bound))
  if (bound < objective - near) faults.add('bound', `${bound} is below the objective ${objective}`)
  const expected = (bound - objective) / Math.max(Math.abs(bound), 1e-9)
  if (Math.abs(gap - Math.max(0, expected)) > TOLERANCE)
    faults.add('gap', `is ${gap}, but bound and objective make it ${expected}`)
  if (status === 'optimal' && !(gap <= TOLERANCE))
    faults.add('status', `is optimal with a gap of ${gap}`)
  const { names, problem } = named
  prices.forEach((price, at) => {
    const l = Math.floor(at / problem.resources)
    const what = `${names.localities[l]}, ${names.resources[at % problem.resources]}`
    if (Number.isNaN(price)) faults.add('prices', `has none for ${what}`)
    else if (!(price >= 0 && price < Infinity)) faults.add('prices', `is ${price} for ${what}`)
  })
  const proven = provenBound(problem, certificate)
  if ('message' in proven) faults.add(proven.path, proven.message)
  else if (!(bound >= proven.bound - near))
    faults.add(
      'bound',
      `${bound} is not proven by the certificate: it proves only that no plan is above ${proven.bound}`,
    )
}
