import type { PlanView } from '../domain/views.ts'
import { table } from './terminal.ts'

/** What a plan says, on one screen. */
export function planSummary(plan: PlanView): string {
  const placed = plan.lines.reduce((sum, line) => sum + line.persons, 0)
  const unplaced = plan.unplaced.reduce((sum, one) => sum + one.persons, 0)
  const proof =
    plan.status === 'optimal'
      ? 'proven the best possible'
      : plan.status === 'infeasible'
        ? 'impossible: demands conflict'
        : `at most ${(plan.gap * 100).toFixed(3)} % from the best possible`
  const more = plan.offers.flatMap(({ offer, oneMore }) => {
    const texts = oneMore.map((one) => one.text.replace(`${offer}: `, ''))
    return texts.length === 0 ? [] : [`  ${offer}: ${texts.join('; ')}`]
  })
  return [
    `Plan ${plan.plan} as of ${plan.asOf}, ${proof}, in ${plan.seconds.toFixed(1)} s.`,
    `Placed: persons ${placed}, cases ${plan.lines.length}. Not placed: persons ${unplaced}, cases ${plan.unplaced.length}.`,
    '',
    table(
      ['in strict order', 'reached', 'at most'],
      plan.levels.map((level, index) => [
        level.text,
        plan.objective[index] ?? 0,
        plan.bound[index] ?? 0,
      ]),
    ),
    '',
    table(
      ['offer', 'State', 'counted in', 'used by this plan', 'free after it'],
      plan.offers.map((one) => [one.offer, one.state, one.countingBasis, one.used, one.free]),
    ),
    ...(more.length === 0 ? [] : ['', 'Where the next place would help:', ...more]),
    ...(plan.conflict ?? []).map((reason) => reason.text),
    ...(plan.check.length === 0
      ? ['', 'Checked against the database by other code: every hard rule holds.']
      : ['', 'THE CHECK FOUND FAULTS; do not use this plan:', ...plan.check]),
  ].join('\n')
}

/** The lines of a plan, each with its reasons. */
export function planLines(plan: PlanView): string {
  return table(
    ['case', 'offer', 'persons', 'priority', 'why', 'next best'],
    plan.lines.map((line) => [
      line.case,
      line.offer,
      line.persons,
      line.priority,
      line.why.map((reason) => reason.text).join('; '),
      line.margin === null ? '–' : `${line.margin.offer}: ${line.margin.loses.text}`,
    ]),
  )
}
