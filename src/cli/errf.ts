import { Command } from 'commander'
import type { ConvertedErrf } from '../actions/convert-errf.ts'
import { documentToErrf, errfToDocument } from '../actions/convert-errf.ts'
import type { Desk } from '../actions/desk.ts'
import type { ExportedErrf } from '../actions/export-errf.ts'
import { exportErrf } from '../actions/export-errf.ts'
import { prepareErrfImport } from '../actions/import-errf.ts'
import type { ImportReport } from '../actions/import-file.ts'
import { refuseProblems } from '../actions/import-file.ts'
import { listRelationships } from '../actions/list-relationships.ts'
import type { ErrfReport } from '../actions/validate-errf.ts'
import { validateErrf } from '../actions/validate-errf.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { EXIT_CODE } from './exit-code.ts'
import type { FileOptions } from './import.ts'
import { dryRunText, withOpenDesk, writeIfWanted, writtenText } from './import.ts'
import { issueText, print, printJson, say, startProgress, table } from './terminal.ts'

/** `onward errf validate|import|export|relationships` */
export function errfCommands(): Command {
  return new Command('errf')
    .description("UNHCR's electronic resettlement form, versions 4.1 and 2.8 (docs/errf.md)")
    .addCommand(validateCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand())
    .addCommand(relationshipsCommand())
}

const SHOWN = 100

function validateCommand(): Command {
  return new Command('validate')
    .description('every fault of eRRF files; needs no database')
    .argument('<files...>', 'XML files; - reads what is piped in')
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(async (files: readonly string[], { json }: { json?: boolean }) => {
      const reports: ErrfReport[] = []
      for (const file of files) {
        const progress = startProgress('Checking')
        reports.push(
          await validateErrf(file, process.stdin, (done, total) =>
            progress.update(done, total),
          ).finally(() => progress.end()),
        )
      }
      if (json === true) printJson({ files: reports })
      else for (const report of reports) print(reportText(report))
      if (reports.some((one) => !one.valid)) process.exitCode = EXIT_CODE.invalid_input
    })
}

function reportText({
  file,
  version,
  cases,
  persons,
  valid,
  counts,
  findings,
}: ErrfReport): string {
  const lines = findings
    .slice(0, SHOWN)
    .map(({ severity, path, message, help }) => `  ${severity}: ${path}: ${message} — ${help}`)
  const all = counts.fatal + counts.error + counts.warning
  if (all > lines.length) lines.push(`  … and ${all - lines.length} more; --json has 10,000.`)
  const is = version === undefined ? 'eRRF of no version that can be told' : `eRRF ${version}`
  const verdict = valid ? 'valid' : 'not valid'
  return [
    `${file}: ${is}, ${cases} cases, ${persons} persons: ${verdict}. Fatal: ${counts.fatal}, errors: ${counts.error}, warnings: ${counts.warning}.`,
    ...lines,
  ].join('\n')
}

interface ImportOptions extends FileOptions {
  readonly document?: string
}

function importCommand(): Command {
  return deskCommand('import')
    .description('bring eRRF files into the register: a dry run first, then all or nothing')
    .argument('<files...>', 'XML files; - reads what is piped in')
    .option('--dry-run', 'show what would change and write nothing')
    .option('--yes', 'write without asking')
    .option('--allow-duplicates', 'go on though many new persons are likely on file already')
    .option('--document <file>', 'write a neutral JSON document instead; needs no database')
    .option('--country <iso3>', 'country of asylum, when this opens the first operation')
    .option('--origin <iso3>', 'country of origin, when this opens the first operation')
    .action(async (files: readonly string[], options: ImportOptions) => {
      const { document } = options
      if (document === undefined) {
        await withOpenDesk(options, async (desk, beforeWriting) => {
          const reports: ImportReport[] = []
          let isOpen = false
          const openOnce = async (): Promise<void> => {
            if (!isOpen) await beforeWriting()
            isOpen = true
          }
          for (const file of files) reports.push(await importOne(desk, file, options, openOnce))
          if (options.json === true) printJson({ files: reports })
        })
        return
      }
      const [file, ...others] = files
      if (file === undefined || others.length > 0)
        throw new DomainError('invalid_input', '--document takes one file at a time.')
      const progress = startProgress('Reading')
      const converted = await errfToDocument(file, document, process.stdin, (done, total) =>
        progress.update(done, total),
      ).finally(() => progress.end())
      showConverted(converted, options.json)
    })
}

async function importOne(
  desk: Desk,
  file: string,
  options: ImportOptions,
  beforeWriting: () => Promise<void>,
): Promise<ImportReport> {
  const reading = startProgress('Reading')
  const prepared = await prepareErrfImport(desk, file, process.stdin, (done, total) =>
    reading.update(done, total),
  ).finally(() => reading.end())
  const { report } = prepared
  if (options.json !== true || options.dryRun !== true) say(dryRunText(report))
  refuseProblems(report)
  if (options.dryRun === true) return report
  const done = await writeIfWanted(prepared, options, beforeWriting)
  if (done === undefined) return report
  say(writtenText(done))
  return done
}

interface ExportOptions extends DeskOptions {
  readonly out: string
  readonly incomplete?: boolean
  readonly document?: string
}

function exportCommand(): Command {
  return deskCommand('export')
    .description('write cases as eRRF 2.8, and say what is missing and what it cannot hold')
    .argument('[cases...]', 'references of cases; without them all that go on')
    .requiredOption('--out <file>', 'the XML to write; - is standard output')
    .option('--incomplete', 'write cases too that lack facts which receivers ask for')
    .option('--document <file>', 'write this neutral JSON document instead; needs no database')
    .action(async (cases: readonly string[], options: ExportOptions) => {
      const { out, document, incomplete, json } = options
      if (document !== undefined) {
        if (cases.length > 0)
          throw new DomainError('invalid_input', 'Give cases or --document, not both.')
        showConverted(await documentToErrf(document, out, process.stdin), json)
        return
      }
      if (out === '-' && json === true)
        throw new DomainError('invalid_input', '--json and --out - would mix on standard output.')
      const progress = startProgress('Exporting')
      const exported = await withDesk(options, (desk) =>
        exportErrf(desk, {
          cases,
          out,
          ...(incomplete === undefined ? {} : { incomplete }),
          onProgress: (done, total) => progress.update(done, total),
        }),
      ).finally(() => progress.end())
      if (json === true) printJson(exported)
      else say(exportedText(exported))
    })
}

function exportedText({ out, cases, persons, leftOut, missing, notes, notHeld }: ExportedErrf) {
  const lines = [`${cases} cases with ${persons} persons are in ${out}.`]
  if (leftOut.length > 0)
    lines.push(`Left out, as the schema cannot hold them: ${leftOut.join(', ')}.`)
  if (missing.length > 0)
    lines.push(`Facts that receivers ask for and that are missing: ${missing.length}.`)
  lines.push(...shown(missing))
  if (notes.length > 0) lines.push('Written otherwise, or without a code in 2.8:')
  lines.push(...shown(notes))
  if (notHeld.length > 0) lines.push('An eRRF has no place for:')
  lines.push(...notHeld.map(({ fact, unit, count }) => `  ${fact}: ${count} ${unit}`))
  return lines.join('\n')
}

function showConverted(converted: ConvertedErrf, json: boolean | undefined): void {
  const { cases, file, out, notes } = converted
  if (json === true && out !== '-') return printJson(converted)
  say([`${cases} cases of ${file} are in ${out}.`, ...shown(notes)].join('\n'))
}

function shown(issues: readonly Issue[]): readonly string[] {
  const lines = issues.slice(0, SHOWN).map((one) => `  ${issueText(one)}`)
  const more = issues.length - lines.length
  return more > 0 ? [...lines, `  … and ${more} more; --json has them.`] : lines
}

function relationshipsCommand(): Command {
  return new Command('relationships')
    .description('relationship codes of UNHCR and what IOM writes for them, or the other way round')
    .option('--from-iom', 'from IOM to UNHCR')
    .option('--json', 'the result as JSON (docs/json.md)')
    .action(({ fromIom, json }: { fromIom?: boolean; json?: boolean }) => {
      const relationships = listRelationships(fromIom === true ? 'iom' : 'unhcr')
      if (json === true) return printJson({ relationships })
      print(
        table(
          ['code', 'meaning', 'becomes', 'fit', 'or'],
          relationships.map((one) => [
            one.original,
            one.meaning,
            one.code ?? '–',
            one.fit,
            one.others.join(' '),
          ]),
        ),
      )
    })
}
