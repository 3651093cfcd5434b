import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { PUBLIC_FILES, readPublicFile } from '../actions/public-edition.ts'
import { FRESH_FOR_DAYS, publishAppeal } from '../actions/publish-appeal.ts'
import type { TextFormat } from '../actions/text-file.ts'
import { TEXT_FORMATS, TEXT_KINDS, TEXT_LANGUAGES, toFile } from '../actions/text-file.ts'
import type { TextAsked } from '../actions/write-appeal.ts'
import { writeAppeal } from '../actions/write-appeal.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseDay, parseCount } from './parse-options.ts'
import { print, printJson, say } from './terminal.ts'

interface AppealOptions extends DeskOptions {
  readonly asOf?: string
  readonly lang: NonNullable<TextAsked['language']>
  readonly kind: NonNullable<TextAsked['kind']>
  readonly format: TextFormat | 'markdown'
  readonly freshFor?: number
  readonly using?: string[]
  readonly out?: string
}

interface PublishOptions extends DeskOptions {
  readonly asOf?: string
  readonly freshFor: number
  readonly using?: string[]
}

const USING = [
  '--using <figures...>',
  'figures of others to tell beside those of incidents, by their handles (F-…)',
] as const

/** `onward appeal`, `onward publish`, `onward public`; `onward editions` is in editions.ts */
export function appealCommands(): Command[] {
  return [writeCommand(), publishCommand(), publicCommand()]
}

function writeCommand(): Command {
  return deskCommand('appeal')
    .description('write the public appeal; no cell below 5 persons is shown or can be derived')
    .option('--as-of <date>', 'the day it speaks of; without it the operation’s today', parseDay)
    .addOption(
      new Option('--lang <language>', 'its language').choices(TEXT_LANGUAGES).default('en'),
    )
    .addOption(
      new Option('--kind <kind>', 'an appeal for places, or a situation report')
        .choices(TEXT_KINDS)
        .default('appeal'),
    )
    .addOption(
      new Option('--format <format>', 'the form; json and csv (HXL) are its figures as data')
        .choices([...TEXT_FORMATS, 'markdown'])
        .default('md'),
    )
    .option('--fresh-for <days>', 'refuse figures older than so many days', parseCount)
    .option(...USING)
    .option('--out <file>', 'write it to this file')
    .action(async (options: AppealOptions) => {
      const format = options.format === 'markdown' ? 'md' : options.format
      const { appeal, file } = await withDesk(options, async (desk) => {
        const written = await writeAppeal(desk, askedBy(options))
        return {
          appeal: written,
          file: options.json ? undefined : await toFile(desk, written, format),
        }
      })
      if (file === undefined)
        return printJson({ asOf: appeal.asOf, markdown: appeal.markdown, html: appeal.html })
      if (options.out !== undefined) {
        await writeFile(options.out, file)
        say(`Written to ${options.out}.`)
      } else if (format === 'pdf' || format === 'docx') process.stdout.write(file)
      else print(new TextDecoder().decode(file))
    })
}

function askedBy({ asOf, lang, kind, freshFor, using }: AppealOptions): TextAsked {
  return {
    language: lang,
    kind,
    ...(asOf === undefined ? {} : { asOf }),
    ...(freshFor === undefined ? {} : { freshForDays: freshFor }),
    ...(using === undefined ? {} : { using }),
  }
}

function publishCommand(): Command {
  return deskCommand('publish')
    .description('keep an appeal as published, so that later ones cannot be subtracted from it')
    .option('--as-of <date>', 'the day it speaks of; without it the operation’s today', parseDay)
    .option(
      '--fresh-for <days>',
      'refuse figures older than so many days',
      parseCount,
      FRESH_FOR_DAYS,
    )
    .option(...USING)
    .action(async (options: PublishOptions) => {
      const { asOf, freshFor, using } = options
      const published = await withDesk(options, (desk) =>
        publishAppeal(desk, {
          freshForDays: freshFor,
          ...(asOf === undefined ? {} : { asOf }),
          ...(using === undefined ? {} : { using }),
        }),
      )
      if (options.json) printJson({ published })
      else say(`Kept as published: ${published}.`)
    })
}

function publicCommand(): Command {
  return deskCommand('public')
    .description('write the last published edition as a folder for any web server')
    .requiredOption('--out <folder>', 'the folder; it is made when it is not there')
    .action(async (options: DeskOptions & { out: string }) => {
      const names = PUBLIC_FILES.map((one) => one.name)
      await withDesk(options, async (desk) => {
        // All are made before the first is written: nothing stands there half.
        const made = []
        for (const name of names) made.push([name, await readPublicFile(desk, name)] as const)
        await mkdir(options.out, { recursive: true })
        for (const [name, bytes] of made) await writeFile(join(options.out, name), bytes)
      })
      if (options.json) printJson({ folder: options.out, files: names })
      else say(`${names.length} files written to ${options.out}; begin with en.html.`)
    })
}
