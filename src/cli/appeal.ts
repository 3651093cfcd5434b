import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Option } from 'commander'
import { publishAppeal } from '../actions/publish-appeal.ts'
import { writeAppeal } from '../actions/write-appeal.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseDay } from './parse-options.ts'
import { print, printJson, say } from './terminal.ts'

interface AppealOptions extends DeskOptions {
  readonly asOf?: string
  readonly format: 'markdown' | 'html'
  readonly out?: string
}

/** `onward appeal`, `onward publish` */
export function appealCommands(): Command[] {
  return [writeCommand(), publishCommand()]
}

function writeCommand(): Command {
  return deskCommand('appeal')
    .description('write the public appeal; no cell below 5 persons is shown or can be derived')
    .option('--as-of <date>', 'the day it speaks of; without it the operation’s today', parseDay)
    .addOption(
      new Option('--format <format>', 'the form').choices(['markdown', 'html']).default('markdown'),
    )
    .option('--out <file>', 'write it to this file')
    .action(async (options: AppealOptions) => {
      const { asOf } = options
      const appeal = await withDesk(options, (desk) =>
        writeAppeal(desk, asOf === undefined ? {} : { asOf }),
      )
      if (options.json)
        return printJson({ asOf: appeal.asOf, markdown: appeal.markdown, html: appeal.html })
      const text = appeal[options.format]
      if (options.out === undefined) return print(text)
      await writeFile(options.out, text)
      say(`Written to ${options.out}.`)
    })
}

function publishCommand(): Command {
  return deskCommand('publish')
    .description('keep an appeal as published, so that later ones cannot be subtracted from it')
    .option('--as-of <date>', 'the day it speaks of; without it the operation’s today', parseDay)
    .action(async (options: AppealOptions) => {
      const { asOf } = options
      const published = await withDesk(options, (desk) =>
        publishAppeal(desk, asOf === undefined ? {} : { asOf }),
      )
      if (options.json) printJson({ published })
      else say(`Kept as published: ${published}.`)
    })
}
