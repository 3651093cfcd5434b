import { Command, Option } from 'commander'
import type { Desk } from '../actions/desk.ts'
import type { ExportKind, ExportRequest, ExportView } from '../actions/export-table.ts'
import { EXPORT_FORMATS, EXPORTS, exportTable, listExports } from '../actions/export-table.ts'
import { CASE_STATUSES } from '../domain/case.ts'
import { PRIORITY_CODES } from '../domain/priority.ts'
import { CASE_SORTS } from '../domain/views.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { writeNewFile } from './new-file.ts'
import { print, printJson, say, startProgress, table } from './terminal.ts'

type Filters = NonNullable<ExportRequest['filters']>

interface ExportOptions extends DeskOptions, Filters {
  readonly format: ExportRequest['format']
  readonly purpose: string
  readonly out: string
}

/** `onward export persons|cases|offers|list` */
export function exportCommands(): Command {
  const group = new Command('export').description(
    'take persons, cases or offers out as a table; each export is recorded (docs/export.md)',
  )
  for (const what of EXPORTS) group.addCommand(exportCommand(what))
  return group.addCommand(listCommand())
}

function exportCommand(what: ExportKind): Command {
  const command = deskCommand(what)
    .description(`export ${what} as a workbook, CSV, CSV with HXL hashtags, or JSON`)
    .addOption(new Option('--format <format>').choices([...EXPORT_FORMATS]).default('xlsx'))
    .requiredOption('--out <file>', 'a new file; - writes to standard output')
    .requiredOption('--purpose <text>', 'who asked for it and for what; kept with the record')
  if (what !== 'offers')
    command
      .option('--query <words>', 'names in any script, or references, as in the list of cases')
      .addOption(new Option('--status <status>', 'of the case').choices([...CASE_STATUSES]))
      .addOption(new Option('--priority <code>', 'of the case').choices([...PRIORITY_CODES]))
      .option('--state <iso3>', 'the State of the active submission')
  if (what === 'cases')
    command.addOption(new Option('--sort <by>', 'the order').choices([...CASE_SORTS]))
  return command.action(async (options: ExportOptions) => {
    const { format, purpose, out } = options
    const request = { what, format, purpose, filters: filtersOf(options) }
    const done = await withDesk(options, (desk) => exportTo(desk, request, out))
    if (options.json && out !== '-') printJson(done)
    else say(`${done.rows} rows. Recorded as export ${done.export}, SHA-256 ${done.sha256}.`)
  })
}

function filtersOf({ query, status, priority, state, sort }: Filters): Filters {
  return {
    ...(query === undefined ? {} : { query }),
    ...(status === undefined ? {} : { status }),
    ...(priority === undefined ? {} : { priority }),
    ...(state === undefined ? {} : { state: state.toUpperCase() }),
    ...(sort === undefined ? {} : { sort }),
  }
}

/** Without its record nothing of an export stays. */
async function exportTo(desk: Desk, request: ExportRequest, out: string): Promise<ExportView> {
  if (out === '-') {
    const pieces: Uint8Array[] = []
    const done = await exportTable(desk, request, (piece) => void pieces.push(piece))
    for (const piece of pieces) process.stdout.write(piece)
    return done
  }
  const progress = startProgress('Writing')
  let written = 0
  return writeNewFile(out, (take) =>
    exportTable(desk, request, async (piece) => {
      await take(piece)
      written += piece.length
      // How much there will be is not known before it is there.
      progress.update(written, written)
    }),
  ).finally(() => progress.end())
}

function listCommand(): Command {
  return deskCommand('list')
    .description('what was exported, the latest first')
    .action(async (options: DeskOptions) => {
      const exports = await withDesk(options, listExports)
      if (options.json) return printJson({ exports })
      const header = ['at', 'by', 'what', 'format', 'rows', 'filters', 'purpose', 'sha256']
      const rows = exports.map((one) => [
        one.at,
        one.by,
        one.what,
        one.format,
        one.rows,
        Object.entries(one.filters)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
        one.purpose,
        one.sha256.slice(0, 12),
      ])
      print(table(header, rows))
    })
}
