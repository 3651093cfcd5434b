import type { Command } from 'commander'
import { approveLines } from '../actions/approve-lines.ts'
import { DEFAULT_PLANNER } from '../actions/desk.ts'
import { getPlan } from '../actions/get-plan.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { EXIT_CODE } from './exit-code.ts'
import { collectPair, parseCount } from './parse-options.ts'
import { planLines, planSummary } from './plan-text.ts'
import { print, printJson, say, startProgress } from './terminal.ts'

type Pairs = readonly { readonly case: string; readonly offer: string }[]

interface PlanOptions extends DeskOptions {
  readonly lock?: Pairs
  readonly forbid?: Pairs
  readonly lift?: Pairs
  readonly timeLimit: number
  readonly last?: boolean
  readonly lines?: boolean
}

const TIME_LIMIT_SECONDS = 30

/** `onward plan`, `onward plan approve CASE…` */
export function planCommands(): Command {
  return deskCommand('plan')
    .enablePositionalOptions()
    .description('propose ready cases for confirmed offers; a reviewer decides')
    .option('--lock <case=offer>', 'this case to this offer; may be given again', collectPair)
    .option('--forbid <case=offer>', 'this case never to this offer', collectPair)
    .option('--lift <case=offer>', 'take a lock or a forbid back', collectPair)
    .option('--time-limit <seconds>', 'stop proving after this', parseCount, TIME_LIMIT_SECONDS)
    .option('--last', 'show the last plan and make none')
    .option('--lines', 'show every line')
    .action(async (options: PlanOptions) => {
      const { lock, forbid, lift, timeLimit } = options
      const progress = startProgress('Planning')
      const plan = await withDesk({ ...options, as: options.as ?? DEFAULT_PLANNER }, (desk) =>
        options.last === true
          ? getPlan(desk)
          : solvePlan(desk, {
              directives: {
                ...(lock === undefined ? {} : { lock }),
                ...(forbid === undefined ? {} : { forbid }),
                ...(lift === undefined ? {} : { lift }),
              },
              timeLimitSeconds: timeLimit,
              onProgress: (done, total) => progress.update(done, total),
            }),
      ).finally(() => progress.end())
      if (options.json) printJson(plan)
      else print([planSummary(plan), ...(options.lines ? ['', planLines(plan)] : [])].join('\n'))
      if (plan.status === 'infeasible') process.exitCode = EXIT_CODE.rule_broken
    })
    .addCommand(approveCommand())
}

function approveCommand(): Command {
  return deskCommand('approve')
    .description('submit lines of the last plan to their States, as a named reviewer')
    .argument('<cases...>', 'references of cases in the last plan')
    .action(async (cases: string[], options: DeskOptions) => {
      const result = await withDesk(options, (desk) => approveLines(desk, cases))
      if (options.json) printJson(result)
      say(`Cases submitted: ${result.submitted.length}. Refused: ${result.refused.length}.`)
      for (const one of result.refused)
        for (const issue of one.issues) say(`  ${one.case}: ${issue.message}`)
      if (result.refused.length > 0) process.exitCode = EXIT_CODE.rule_broken
    })
}
