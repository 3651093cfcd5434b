import type { Command } from 'commander'
import type { FigureDays } from '../actions/get-figures.ts'
import { getFigureTrail, listClaimFigureViews } from '../actions/claim-figures.ts'
import { getFigures } from '../actions/get-figures.ts'
import { listFigureEvents } from '../actions/list-figure-events.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { figureText, rangeText, valueText } from './claim-text.ts'
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
    .option('--said', 'figures made of what others said (docs/claims.md) instead of our own')
    .option('--trail <figure>', 'one such figure with every claim it was made of')
    .option('--page <number>', 'the page of these events, 100 each', parseCount, 1)
    .action(async (options: FigureOptions) => {
      if (options.trail !== undefined) await showTrail(options, options.trail)
      else if (options.said === true) await showSaid(options)
      else if (options.events === undefined) await showFigures(options)
      else await showEvents(options, options.events)
    })
}

interface FigureOptions extends DeskOptions {
  readonly asOf?: string
  readonly knownOn?: string
  readonly events?: string
  readonly definitions?: boolean
  readonly said?: boolean
  readonly trail?: string
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

async function showSaid(options: FigureOptions): Promise<void> {
  const found = await withDesk(options, (desk) => listClaimFigureViews(desk, daysOf(options)))
  if (options.json) return printJson(found)
  print(
    table(
      ['figure', 'measure', 'subject', 'event', 'as of', 'value', 'unit', 'status'],
      found.figures.map((one) => [
        one.figure,
        one.statement.measure,
        one.statement.subject,
        one.statement.event ?? '',
        one.asOf.to,
        rangeText(one),
        one.unit,
        one.status,
      ]),
    ),
  )
  for (const one of found.own)
    say(`Our own events: ${one.id} ${one.best ?? ''} ${one.unit} (${one.statement.measure})`)
  for (const one of found.positions)
    say(`${one.statement.measure} of ${one.statement.subject}: ${one.state}`)
  for (const { figures, differIn } of found.lookAlikes)
    say(`${figures.join(' and ')} look alike, and differ in ${differIn.join(', ')}.`)
  say(`As of ${found.asOf}, from what was recorded by ${found.knownOn}.`)
  say('Low and high are the range of what sources said, no confidence interval.')
}

async function showTrail(options: FigureOptions, reference: string): Promise<void> {
  const { knownOn } = options
  const trail = await withDesk(options, (desk) =>
    getFigureTrail(desk, reference, knownOn === undefined ? {} : { knownOn }),
  )
  if (options.json) return printJson(trail)
  print(figureText(trail.figure))
  for (const input of trail.figure.inputs) {
    const claim = trail.claims.find((one) => one.claim === input.claim)
    const used = input.usedAs.length === 0 ? input.reason : `used as ${input.usedAs.join(', ')}`
    print(
      `  ${input.claim} ${input.origin ?? 'unknown origin'}, ${claim?.reportedOn ?? ''}: ${claim === undefined ? '' : valueText(claim.value)} — ${used}\n    “${claim?.quote ?? ''}” (${claim?.document ?? ''})`,
    )
  }
  for (const one of trail.versions)
    say(`Version ${one.version} from ${one.knownFrom.slice(0, 10)}: ${one.status}`)
  for (const one of trail.outdatedTexts)
    say(`Published text ${one.text} used version ${one.usedVersion}.`)
}
