import type { Command } from 'commander'
import type { FigureDays } from '../actions/get-figures.ts'
import { getFigures } from '../actions/get-figures.ts'
import { listFigureEvents } from '../actions/list-figure-events.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseCount, parseDay } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward figures --as-of DATE [--known-on DATE]` */
export function figuresCommand(): Command {
  return deskCommand('figures')
    .description('the figures as of any day, and as known on any day')
    .option(
      '--as-of <date>',
      'what was true at the end of this day; without it the operation’s today',
      parseDay,
    )
    .option('--known-on <date>', 'from what was recorded by the end of this day', parseDay)
    .option('--definitions', 'also what each figure counts, and each State apart')
    .option('--events <figure>', 'the events behind one figure, for example departed_ALB')
    .option('--page <number>', 'the page of these events, 100 each', parseCount, 1)
    .action(async (options: FigureOptions) => {
      if (options.events === undefined) await showFigures(options)
      else await showEvents(options, options.events)
    })
}

interface FigureOptions extends DeskOptions {
  readonly asOf?: string
  readonly knownOn?: string
  readonly events?: string
  readonly definitions?: boolean
  readonly page: number
}

function daysOf({ asOf, knownOn }: FigureOptions): FigureDays {
  return {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownOn === undefined ? {} : { knownOn }),
  }
}

async function showFigures(options: FigureOptions): Promise<void> {
  const figures = await withDesk(options, (desk) => getFigures(desk, daysOf(options)))
  if (options.json) printJson({ figures })
  else if (options.definitions)
    print(
      table(
        ['figure', 'value', 'unit', 'definition'],
        figures.map((one) => [one.id, one.value, one.unit, one.definition]),
      ),
    )
  else {
    const whole = figures.filter((one) => one.state === undefined)
    print(
      table(
        ['figure', 'value', 'unit'],
        whole.map((one) => [one.id, one.value, one.unit]),
      ),
    )
    const [first] = figures
    if (first !== undefined) say(`As of ${first.asOf}, from what was recorded by ${first.knownOn}.`)
    say('--definitions shows what each counts, and each State apart.')
  }
}

async function showEvents(options: FigureOptions, figure: string): Promise<void> {
  const { page } = options
  const found = await withDesk(options, (desk) =>
    listFigureEvents(desk, figure, { ...daysOf(options), page }),
  )
  if (options.json) return printJson(found)
  print(
    table(
      ['day', 'event', 'person', 'case'],
      found.rows.map((one) => [one.effectiveOn, one.type, one.person ?? '', one.case ?? '']),
    ),
  )
  say(`${found.figure} is ${found.total}; page ${found.page}.`)
}
