import type { FaultList } from '../format/fault-list.ts'
import type { NamedProblem } from '../format/names.ts'
import { caseId, shown } from '../format/names.ts'
import { TOLERANCE } from './tolerance.ts'
import { scoreReader } from '../format/score-reader.ts'
import { SafeSum } from './safe-sum.ts'
import type { StatedPlan } from './stated-result.ts'

/** What of a plan is held against the problem. */
export type PlanAlone = Pick<StatedPlan, 'localityOf' | 'objective' | 'scores'>

/** Holds who goes where against every demand of the problem, and the objective against the scores. */
export function checkPlan(named: NamedProblem, plan: PlanAlone, faults: FaultList): void {
  if (plan.localityOf.length !== named.problem.cases) {
    faults.add(
      'assignments',
      `are for ${plan.localityOf.length} cases instead of ${named.problem.cases}`,
    )
    return
  }
  const objective = checkLines(named, plan, faults)
  if (!(Math.abs(plan.objective - objective) <= TOLERANCE * Math.max(1, Math.abs(objective))))
    faults.add('objective', `is ${plan.objective}, but the scores of the plan sum to ${objective}`)
  checkUse(named, plan, faults)
  checkLists(named, plan, faults)
}

/** Every line alone: allowed, locked, its score. Gives the sum of the scores. */
function checkLines(
  { problem, names }: NamedProblem,
  { localityOf, scores }: PlanAlone,
  faults: FaultList,
): number {
  const { localities, locks } = problem
  const scoreOf = scoreReader(problem)
  const sum = new SafeSum()
  for (let i = 0; i < problem.cases; i += 1) {
    const l = localityOf[i] as number
    const lock = locks?.[i] ?? -1
    const who = (): string => `the case ${shown(caseId(names, i))}`
    if (lock >= 0 && l !== lock)
      faults.add(
        'assignments',
        `${who()} is locked to ${shown(names.localities[lock] ?? '')}, but is not there`,
      )
    if (l < -1 || l >= localities) faults.add('assignments', `${who()} is at no locality: ${l}`)
    if (l < 0 || l >= localities) continue
    const score = scoreOf(i, l)
    if (Number.isNaN(score)) {
      faults.add(
        'assignments',
        `${who()} is not allowed at ${shown(names.localities[l] ?? String(l))}`,
      )
      continue
    }
    sum.add(score)
    const said = scores?.[i] ?? score
    if (!(Math.abs(said - score) <= TOLERANCE * Math.max(1, Math.abs(score))))
      faults.add('assignments', `${who()} has the score ${said}, but the problem says ${score}`)
  }
  return sum.value
}

function checkUse(
  { problem, names }: NamedProblem,
  { localityOf }: PlanAlone,
  faults: FaultList,
): void {
  const { resources: R, needs, capacity, minimum } = problem
  const used = new Float64Array(problem.localities * R)
  for (let i = 0; i < problem.cases; i += 1) {
    const l = localityOf[i] as number
    if (l >= 0)
      for (let k = 0; k < R; k += 1) (used[l * R + k] as number) += needs[i * R + k] as number
  }
  used.forEach((amount, at) => {
    const locality = shown(names.localities[Math.floor(at / R)] ?? '')
    const what = `${amount} of ${shown(names.resources[at % R] ?? '')} used`
    const most = capacity[at] as number
    const least = minimum?.[at] ?? 0
    if (amount > most) faults.add('assignments', `${locality} has room for ${most}: ${what}`)
    if (amount < least)
      faults.add('assignments', `${locality} must have at least ${least}: ${what}`)
  })
}

/** Together: one locality; near: one region; both all or none. */
function checkLists({ problem }: NamedProblem, { localityOf }: PlanAlone, faults: FaultList): void {
  const { together = [], near = [], regions } = problem
  const differ = (list: readonly number[], placeOf: (oneCase: number) => number): boolean =>
    list.some((i) => placeOf(i) !== placeOf(list[0] as number))
  const at = (i: number): number => localityOf[i] as number
  together.forEach((list, n) => {
    if (differ(list, at))
      faults.add('assignments', `the cases of together[${n}] are not at one locality`)
  })
  near.forEach((list, n) => {
    const regionAt = (i: number): number => (at(i) < 0 ? -1 : (regions?.[at(i)] ?? -1))
    if (differ(list, regionAt))
      faults.add('assignments', `the cases of near[${n}] are not in one region`)
  })
}
