import type { Command } from 'commander'
import { getEdition, listEditions } from '../actions/editions.ts'
import type { EditionRow, EditionView } from '../domain/edition-views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { rangeText } from './claim-text.ts'
import { parseDay } from './parse-options.ts'
import { print, printJson, say, table } from './terminal.ts'

interface EditionOptions extends DeskOptions {
  readonly on?: string
}

/** `onward editions [edition]` */
export function editionsCommand(): Command {
  return deskCommand('editions')
    .argument('[edition]', 'one of them beside what is known now of its day; `last` is the newest')
    .description('what was published, and which of it is outdated by a correction since')
    .option('--on <date>', 'as it stood at the end of this day', parseDay)
    .action(async (edition: string | undefined, options: EditionOptions) => {
      const asked = options.on === undefined ? {} : { on: options.on }
      if (edition !== undefined) {
        const found = await withDesk(options, (desk) => getEdition(desk, edition, asked))
        return options.json ? printJson(found) : showOne(found)
      }
      const found = await withDesk(options, (desk) => listEditions(desk, asked))
      return options.json ? printJson(found) : showAll(found.editions)
    })
}

function showAll(editions: readonly EditionRow[]): void {
  if (editions.length === 0) return say('Nothing was published by then.')
  print(
    table(
      ['edition', 'published', 'as of', 'by', 'outdated figures'],
      editions.map((one) => [
        one.text,
        one.publishedAt,
        one.asOf,
        one.by,
        String(one.outdated.length),
      ]),
    ),
  )
  for (const edition of editions)
    for (const one of edition.outdated)
      say(
        `${edition.text} used ${one.figure}: ${rangeText(one.used)}; now ${rangeText(one.now)}, ${one.now.status.replaceAll('_', ' ')}.`,
      )
}

function showOne(edition: EditionView): void {
  const { asOf, publishedAt, by, own, told } = edition
  say(`Published ${publishedAt} by ${by}, as of ${asOf}.`)
  print(
    table(
      ['figure', 'unit', 'published', 'known now', ''],
      [
        ...own.map((one) => [
          one.figure,
          one.unit,
          publishedText(one.published),
          String(one.now),
          one.isOutdated ? 'outdated' : '',
        ]),
        ...told.map((one) => [
          `${one.figure} ${one.measure}`,
          one.unit,
          rangeText(one.used),
          rangeText(one.now),
          one.isOutdated ? 'outdated' : '',
        ]),
      ],
    ),
  )
}

function publishedText(range: EditionView['own'][number]['published']): string {
  if (range === undefined) return 'withheld'
  const { low, best, high } = range
  if (low === high) return String(low)
  return best === undefined ? `${low} to ${high}` : `about ${best}`
}
