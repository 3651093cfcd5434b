import type { Command } from 'commander'
import { importSeries } from '../actions/import-series.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { parseDay } from './parse-options.ts'
import { issueText, printJson, say, startProgress } from './terminal.ts'

interface Options extends DeskOptions {
  readonly publisher: string
  readonly published: string
  readonly subject?: string
  readonly url?: string
  readonly leaveOut?: boolean
  readonly confirm?: boolean
}

const PROBLEMS_SHOWN = 10

/** `onward claims import FILE` */
export function importSeriesCommand(): Command {
  return deskCommand('import')
    .description(
      'a table as claims (CSV): events with low, best and high (UCDP GED, HXL), or UNHCR’s arrivals or submissions of the operation’s origin',
    )
    .argument('<file>', 'CSV in UTF-8; a row of HXL hashtags may stand in any of the first 25')
    .requiredOption('--publisher <body>', 'the handle of the body that publishes it')
    .requiredOption('--published <day>', 'the day of this extraction', parseDay)
    .option('--subject <body>', 'of whom a table of events speaks: a State’s code or a body')
    .option('--url <address>', 'where it was found')
    .option('--leave-out', 'leave out rows with problems; they are told')
    .option('--confirm', 'confirm the series as a whole; without it every claim waits')
    .action(async (path: string, options: Options) => {
      const { publisher, published, subject, url, leaveOut, confirm } = options
      const progress = startProgress('Importing')
      const report = await withDesk(options, (desk) =>
        importSeries(
          desk,
          {
            path,
            publisher,
            publishedOn: published,
            ...(subject === undefined ? {} : { subject }),
            ...(url === undefined ? {} : { url }),
            leaveOut: leaveOut === true,
            confirm: confirm === true,
          },
          (done, total) => progress.update(done, total),
        ),
      ).finally(() => progress.end())
      if (options.json) return printJson(report)
      if (report.alreadyThere) return say('This file is on file already; nothing was written.')
      for (const issue of report.leftOut.slice(0, PROBLEMS_SHOWN)) say(issueText(issue))
      if (report.leftOutCount > 0) say(`Left out: ${report.leftOutCount} rows.`)
      if (report.otherOrigins !== undefined)
        say(
          `Not taken, because they speak of people of other origins: ${report.otherOrigins} rows.`,
        )
      say(
        `Document ${report.document ?? ''}: ${report.claims} claims of ${report.rows} rows, ${report.withRange} with a range; ${report.figures} figures.`,
      )
    })
}
