import type { Command } from 'commander'
import { getFigures } from '../actions/get-figures.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseDay } from './parse-options.ts'
import { print, printJson, table } from './terminal.ts'

/** `onward figures --as-of DATE [--known-on DATE]` */
export function figuresCommand(): Command {
  return deskCommand('figures')
    .description('the figures as of any day, and as known on any day')
    .option('--as-of <date>', 'what was true at the end of this day; without it today', parseDay)
    .option('--known-on <date>', 'from what was recorded by the end of this day', parseDay)
    .action(async (options: DeskOptions & { asOf?: string; knownOn?: string }) => {
      const { asOf, knownOn } = options
      const figures = await withDesk(options, (desk) =>
        getFigures(desk, {
          ...(asOf === undefined ? {} : { asOf }),
          ...(knownOn === undefined ? {} : { knownOn }),
        }),
      )
      if (options.json) printJson({ figures })
      else
        print(
          table(
            ['figure', 'value', 'unit', 'as of', 'known on', 'definition'],
            figures.map((one) => [
              one.id,
              one.value,
              one.unit,
              one.asOf,
              one.knownOn,
              one.definition,
            ]),
          ),
        )
    })
}
