import { Argument, Command, Option } from 'commander'
import { getPair } from '../actions/get-pair.ts'
import { judgePair, undoJudgement } from '../actions/judge-pair.ts'
import { listPairs } from '../actions/list-pairs.ts'
import { scanRegister } from '../actions/scan-register.ts'
import type { PairView } from '../domain/person-views.ts'
import type { PairStatus, Verdict } from '../domain/same-person.ts'
import { PAIR_STATUSES, VERDICTS } from '../domain/same-person.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount } from './parse-options.ts'
import { namesText, recordText } from './persons.ts'
import { print, printJson, say, startProgress, table } from './terminal.ts'

/** `onward same list|show|judge|undo|scan` */
export function sameCommand(): Command {
  return new Command('same')
    .description('records that may be one person: look, judge, take back')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(judgeCommand())
    .addCommand(undoCommand())
    .addCommand(scanCommand())
}

function listCommand(): Command {
  interface Options extends DeskOptions {
    readonly status?: PairStatus
    readonly page?: number
  }
  return deskCommand('list')
    .description('the review queue, or pairs as they were judged; what weighs most comes first')
    .addOption(
      new Option('--status <status>', 'where the pairs stand')
        .choices([...PAIR_STATUSES])
        .default('open'),
    )
    .option('--page <number>', 'the page, 50 pairs each', parseCount, 1)
    .action(async (options: Options) => {
      const { status, page } = options
      const queue = await withDesk(options, (desk) =>
        listPairs(desk, { ...(status && { status }), ...(page && { page }) }),
      )
      if (options.json) return printJson(queue)
      print(
        table(
          ['record', 'and', 'name', 'name there', 'band', 'bits', 'changed since'],
          queue.rows.map((row) => [
            row.left,
            row.right,
            namesText(row.leftNames),
            namesText(row.rightNames),
            row.band,
            Math.round(row.bits),
            row.changed ? 'yes' : '',
          ]),
        ),
      )
      const counts = PAIR_STATUSES.map((one) => `${one} ${queue.counts[one]}`).join(', ')
      say(
        `Pairs: ${counts}. Page ${queue.page} of ${Math.max(1, Math.ceil(queue.counts[queue.status] / queue.pageSize))}.`,
      )
    })
}

function showCommand(): Command {
  return deskCommand('show')
    .description('two records side by side, and what speaks for one person')
    .argument('<person>')
    .argument('<other>')
    .action(async (left: string, right: string, options: DeskOptions) => {
      const pair = await withDesk(options, (desk) => getPair(desk, left, right))
      if (options.json) printJson(pair)
      else print(pairText(pair))
    })
}

function pairText(pair: PairView): string {
  const why = pair.why.map((one) => [one.field, one.level, one.rarity ?? '', one.bits.toFixed(1)])
  const judged = pair.judgements.map((one) => [one.verdict, one.by, one.at, one.reason ?? ''])
  return [
    recordText(pair.left),
    '',
    recordText(pair.right),
    '',
    table(['compared', 'how it agrees', 'rarity', 'bits'], why),
    `Together ${pair.bits.toFixed(1)} bits: ${pair.band}. Stands: ${pair.status}${pair.changed ? ', recorded otherwise since it was judged' : ''}.`,
    ...pair.hindrances.map((one) => `Cannot be merged: ${one.message}`),
    ...(judged.length === 0 ? [] : ['', table(['judged', 'by', 'at', 'reason'], judged)]),
  ].join('\n')
}

interface JudgeOptions extends DeskOptions {
  readonly reason?: string
}

function judgeCommand(): Command {
  return deskCommand('judge')
    .description('say whether two records are one person')
    .argument('<person>')
    .argument('<other>')
    .addArgument(new Argument('<verdict>', 'your word').choices([...VERDICTS]))
    .option('--reason <text>', 'why. Write no names')
    .action(async (left: string, right: string, verdict: Verdict, options: JudgeOptions) => {
      const { reason } = options
      const pair = await withDesk(options, (desk) =>
        judgePair(desk, { left, right, verdict, ...(reason && { reason }) }),
      )
      if (options.json) printJson(pair)
      else
        say(
          `Kept: ${left} and ${right} are ${pair.status}. Take it back with: onward same undo ${left} ${right}`,
        )
    })
}

function undoCommand(): Command {
  return deskCommand('undo')
    .description('take the last judgement on two records back; a merge ends, the records stay')
    .argument('<person>')
    .argument('<other>')
    .option('--reason <text>', 'why. Write no names')
    .action(async (left: string, right: string, options: JudgeOptions) => {
      const { reason } = options
      const pair = await withDesk(options, (desk) =>
        undoJudgement(desk, { left, right, ...(reason && { reason }) }),
      )
      if (options.json) printJson(pair)
      else say(`Taken back: ${left} and ${right} wait for a judgement again.`)
    })
}

function scanCommand(): Command {
  return deskCommand('scan')
    .description('match the whole register with itself; what was judged stays judged')
    .action(async (options: DeskOptions) => {
      const progress = startProgress('Matching')
      const scanned = await withDesk(options, (desk) =>
        scanRegister(desk, (done, total) => progress.update(done, total)),
      ).finally(() => progress.end())
      if (options.json) printJson(scanned)
      else
        say(
          `${scanned.persons} persons matched: ${scanned.pairs} pairs may be one person, ${scanned.suspected} of them likely. onward same list`,
        )
    })
}
