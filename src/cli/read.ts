import { Command } from 'commander'
import type { ReadReportsView } from '../actions/read-report.ts'
import { DomainError } from '../domain/errors.ts'
import { parseDay } from './parse-options.ts'
import { goldText, reportText } from './read-text.ts'
import { safeJson } from './safe-json.ts'
import { print, printJson, printPieces } from './terminal.ts'

interface ReadOptions {
  readonly published?: string
  readonly publisher?: string
  readonly html?: boolean
  readonly text?: boolean
  readonly score?: boolean
  readonly json?: boolean
}

/** `onward read REPORT…`: files alone, no database; nothing is kept. */
export function readCommand(): Command {
  return new Command('read')
    .description('propose the claims that reports make, with their places (docs/reading.md)')
    .argument('<reports...>', 'plain text or HTML, earlier ones first; - reads what is piped in')
    .option('--published <day>', 'the day of publication, for days without a year', parseDay)
    .option('--publisher <name>', 'who published it: answers for what nobody is said to have said')
    .option('--html', 'the reports are HTML, whatever they begin with')
    .option('--text', 'the reports are plain text, whatever they begin with')
    .option('--score', 'the one file is a gold set: measure the reading against it')
    .option('--json', 'as JSON (docs/reading.md)')
    .action(async (files: string[], options: ReadOptions) => {
      const { readReportFiles, scoreReading } = await import('../actions/read-report.ts')
      const { published, publisher, html, text, score, json } = options
      if (html === true && text === true)
        throw new DomainError('invalid_input', 'A report is either --html or --text.')
      const { stdin } = process
      if (score === true) {
        const [gold] = files
        if (gold === undefined || files.length > 1)
          throw new DomainError('invalid_input', '--score takes one gold set.')
        const scored = await scoreReading({
          gold,
          stdin,
          ...(publisher === undefined ? {} : { publisher }),
        })
        if (json === true) printJson(scored)
        else print(goldText(scored))
        return
      }
      const read = await readReportFiles({
        files,
        stdin,
        ...(published === undefined ? {} : { published }),
        ...(publisher === undefined ? {} : { publisher }),
        ...(html === true || text === true ? { isHtml: html === true } : {}),
      })
      if (json === true) await printPieces(pieces(read))
      else for (const report of read.reports) print(reportText(report))
    })
}

/** Piece by piece: the claims of a large text would be too long for one. */
function* pieces({ reports }: ReadReportsView): Generator<string> {
  yield '{"reports":['
  for (const [at, { claims, attributions, quantities, ...head }] of reports.entries()) {
    yield `${at === 0 ? '' : ','}\n${safeJson(head).slice(0, -1)}`
    for (const [name, list] of Object.entries({ claims, attributions, quantities })) {
      yield `,"${name}":[`
      for (const [nth, one] of list.entries()) yield `${nth === 0 ? '' : ','}\n${safeJson(one)}`
      yield ']'
    }
    yield '}'
  }
  yield ']}\n'
}
