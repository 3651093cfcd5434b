import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command, Option } from 'commander'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import type { Desk } from '../actions/desk.ts'
import { DEFAULT_HANDLE, draftDesk, findOperation, sitDown } from '../actions/desk.ts'
import { importContext } from '../actions/import-context.ts'
import { prepareOffersImport } from '../actions/import-offers.ts'
import type { ImportOptions, ImportReport, PreparedImport } from '../actions/import-file.ts'
import { refuseProblems } from '../actions/import-file.ts'
import type { MappingKind } from '../actions/import-mappings.ts'
import { deleteMapping, listMappings, saveMapping } from '../actions/import-mappings.ts'
import { prepareRegisterImport } from '../actions/import-register.ts'
import { listImports } from '../actions/list-imports.ts'
import { keptText, undoImport } from '../actions/undo-import.ts'
import { writeErrorFile } from '../actions/write-error-file.ts'
import { DomainError } from '../domain/errors.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDatabase, withDesk } from './at-desk.ts'
import { confirm, issueText, print, printJson, say, startProgress, table } from './terminal.ts'

export interface FileOptions extends DeskOptions {
  readonly map?: string
  readonly mapping?: string
  readonly saveMapping?: string
  readonly dayFirst?: boolean
  readonly sheet?: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly allowDuplicates?: boolean
  readonly errors?: string
  readonly country?: string
  readonly origin?: string
}

type Prepare = (desk: Desk, path: string, options: ImportOptions) => Promise<PreparedImport>

/** `onward import register|offers|list|undo`, `onward context import` */
export function importCommands(): Command[] {
  const group = new Command('import')
    .description('bring a register or offers in from a file, or take an import back')
    .addCommand(fileCommand('register', 'a camp register (docs/import.md)', prepareRegisterImport))
    .addCommand(fileCommand('offers', 'offers of States (docs/import.md)', prepareOffersImport))
    .addCommand(listCommand())
    .addCommand(undoCommand())
    .addCommand(mappingsCommand())
  const context = new Command('context')
    .description('what others published about arrivals and submissions')
    .addCommand(contextCommand())
  return [group, context]
}

function fileCommand(name: MappingKind, what: string, prepare: Prepare): Command {
  return deskCommand(name)
    .description(`import ${what} from CSV or XLSX: a dry run first, then all or nothing`)
    .argument('<file>', '.xlsx, or text in UTF-8 or UTF-16 separated by comma, semicolon or tab')
    .option('--map <json>', 'field to header, for example {"birth_date":"DOB"}, or a file with it')
    .option('--mapping <name>', 'a saved mapping (onward import mappings list)')
    .option('--save-mapping <name>', 'save how the headers were read, to use it again')
    .option('--day-first', 'read 03/04/1990 as 3 April')
    .option('--sheet <name>', 'the sheet of a workbook; without it the first')
    .option('--dry-run', 'show what would change and write nothing')
    .option('--yes', 'write without asking')
    .option('--allow-duplicates', 'go on though many new persons are likely on file already')
    .option('--errors <file>', 'where to write the rows with problems, to correct and import again')
    .option('--country <iso3>', 'country of asylum, when this opens the first operation')
    .option('--origin <iso3>', 'country of origin, when this opens the first operation')
    .action((path: string, options: FileOptions) =>
      withOpenDesk(options, (desk, beforeWriting) =>
        importFile(desk, path, { ...options, beforeWriting, kind: name }, prepare),
      ),
    )
}

/** An import into a database without any operation opens one, but only when it is written. */
export function withOpenDesk(
  options: FileOptions,
  work: (desk: Desk, beforeWriting: () => Promise<void>) => Promise<void>,
): Promise<void> {
  return withDatabase(async (db) => {
    const { operation: name, as: handle, country: countryOfAsylum, origin } = options
    const known = await findOperation(db, name)
    if (known !== undefined)
      return work(await sitDown(db, known, handle ?? DEFAULT_HANDLE), nothing)
    const draft = draftOperation({
      ...(name === undefined ? {} : { name }),
      ...(countryOfAsylum === undefined ? {} : { countryOfAsylum }),
      ...(origin === undefined ? {} : { origin }),
    })
    return work(draftDesk(db, draft, handle), () => {
      say(`This import opens the operation ${draft.name}.`)
      return openOperation(db, draft)
    })
  })
}

async function nothing(): Promise<void> {}

async function importFile(
  desk: Desk,
  path: string,
  options: FileOptions & {
    readonly kind: MappingKind
    readonly beforeWriting: () => Promise<void>
  },
  prepare: Prepare,
): Promise<void> {
  const { kind, mapping, dayFirst, sheet } = options
  const map = options.map === undefined ? undefined : await readMap(options.map)
  const asked = {
    ...(map === undefined ? {} : { map }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(dayFirst === undefined ? {} : { dayFirst }),
    ...(sheet === undefined ? {} : { sheet }),
  }
  const reading = startProgress('Reading')
  const prepared = await prepare(desk, path, {
    ...asked,
    onProgress: (done, total) => reading.update(done, total),
  }).finally(() => reading.end())
  const { report } = prepared
  if (options.errors !== undefined && report.problemCount > 0) {
    const rows = await writeErrorFile(desk, kind, path, report.problems, asked)
    await pipeline(
      Readable.from(rows, { objectMode: true }),
      createWriteStream(options.errors, { flags: 'wx', mode: 0o600 }),
    )
    say(`The rows with problems are in ${options.errors}.`)
  }
  if (!options.json || options.dryRun !== true) say(dryRunText(report))
  refuseProblems(report)
  if (options.dryRun === true) {
    if (options.json) printJson(report)
    // Names and birth dates go to whoever looks, never beside the log of a timer.
    else print(changesText(report))
    return
  }
  const done = await writeIfWanted(prepared, options, async () => {
    await options.beforeWriting()
    if (options.saveMapping !== undefined)
      await keepMapping(desk, kind, options.saveMapping, report)
  })
  if (done === undefined) return
  if (options.json) return printJson(done)
  say(writtenText(done))
}

/** Asks, unless told not to, then writes with a bar; undefined when it is not wanted. */
export async function writeIfWanted(
  prepared: PreparedImport,
  { yes, allowDuplicates }: Pick<FileOptions, 'yes' | 'allowDuplicates'>,
  beforeWriting: () => Promise<void>,
): Promise<ImportReport | undefined> {
  if (yes !== true && !(await confirm('Write this?'))) {
    say('Nothing was written.')
    return undefined
  }
  await beforeWriting()
  const writing = startProgress('Writing')
  return prepared
    .commit((part, total) => writing.update(part, total), {
      allowDuplicates: allowDuplicates === true,
    })
    .finally(() => writing.end())
}

async function readMap(text: string): Promise<Record<string, string>> {
  try {
    const json = text.trim().startsWith('{') ? text : await readFile(text, 'utf8')
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value)
      if (entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
        return Object.fromEntries(entries)
    }
  } catch {
    // Told below.
  }
  throw new DomainError(
    'invalid_input',
    '--map is neither a JSON object of field to header nor a file with one. Example: --map \'{"birth_date":"DOB"}\'',
  )
}

/** What was written, and what now waits for a judgement. */
export function writtenText({ batch, parked }: ImportReport): string {
  if (batch === undefined) return 'Everything is on file already; nothing was written.'
  const { pairs = 0, suspected = 0 } = parked ?? {}
  const written = `Written as batch ${batch}. Take it back with: onward import undo ${batch}`
  const elsewhere =
    parked?.elsewhere === true
      ? '\nSome new persons may be on file at another site: a reviewer looks at these pairs.'
      : ''
  if (pairs === 0) return written + elsewhere
  return `${written}${elsewhere}\n${pairs} pairs of records may be one person (${suspected} new persons likely). They wait in the review queue: onward same list`
}

export function dryRunText(report: ImportReport): string {
  const counts = Object.entries(report.counts).map(
    ([what, count]) =>
      `${count} ${what.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}`,
  )
  const lines = [`Dry run of ${report.file}: ${report.rows} rows.`]
  if (counts.length > 0) lines.push(`It has ${counts.join(', ')}.`)
  if (report.ignoredColumns.length > 0)
    lines.push(`Columns not used: ${report.ignoredColumns.join(', ')}.`)
  for (const name of report.fittingMappings)
    lines.push(`The saved mapping ${name} fits this file: --mapping '${name}' uses it.`)
  for (const warning of report.warnings.slice(0, 20)) lines.push(`  look at ${issueText(warning)}`)
  return lines.join('\n')
}

/** Saves how the headers of a file were read. */
async function keepMapping(
  desk: Desk,
  kind: MappingKind,
  name: string,
  { headers }: ImportReport,
): Promise<void> {
  const map = Object.fromEntries(headers.matched.map(({ field, header }) => [field, header]))
  await saveMapping(desk, { kind, name, map })
  say(`The mapping ${name} is saved.`)
}

const CHANGES_SHOWN = 40

/** What would change, field by field, as a table; `--json` has more. */
function changesText({ changes, changeCount }: ImportReport): string {
  if (changeCount === 0) return 'Nothing would change.'
  const shown = changes.slice(0, CHANGES_SHOWN)
  const rows = shown.flatMap(({ kind, id, row, isNew, fields }) =>
    fields.map(({ field, before = '', after = '' }) => [
      row,
      isNew ? `new ${kind}` : kind,
      id,
      field,
      before,
      after,
    ]),
  )
  const more = changeCount - shown.length
  return [
    table(['row', 'what', 'id', 'field', 'before', 'after'], rows),
    ...(more > 0 ? [`… and ${more} more that would change; --json shows up to 10,000.`] : []),
  ].join('\n')
}

function mappingsCommand(): Command {
  const kind = (): Option =>
    new Option('--kind <kind>', 'of which files')
      .choices(['register', 'offers'])
      .default('register')
  interface KindOptions extends DeskOptions {
    readonly kind: MappingKind
  }
  return new Command('mappings')
    .description('saved mappings: which header means which field')
    .addCommand(
      deskCommand('list')
        .description('all saved mappings')
        .action(async (options: DeskOptions) => {
          const mappings = await withDesk(options, listMappings)
          if (options.json) return printJson({ mappings })
          const rows = mappings.map(({ kind: of, name, map, by, at }) => {
            const pairs = Object.entries(map).map(([field, header]) => `${field}=${header}`)
            return [of, name, pairs.join(', '), by, at]
          })
          print(table(['kind', 'name', 'field=header', 'by', 'at'], rows))
        }),
    )
    .addCommand(
      deskCommand('save')
        .description('save a mapping under a name; one of that name is replaced')
        .argument('<name>')
        .requiredOption('--map <json>', 'field to header, or a file with it')
        .addOption(kind())
        .action(async (name: string, options: KindOptions & { readonly map: string }) => {
          const map = await readMap(options.map)
          const saved = await withDesk(options, (desk) =>
            saveMapping(desk, { kind: options.kind, name, map }),
          )
          if (options.json) printJson(saved)
          else say(`The mapping ${saved.name} is saved. Use it with --mapping '${saved.name}'.`)
        }),
    )
    .addCommand(
      deskCommand('delete')
        .description('delete a saved mapping')
        .argument('<name>')
        .addOption(kind())
        .action(async (name: string, options: KindOptions) => {
          await withDesk(options, (desk) => deleteMapping(desk, options.kind, name))
          if (options.json) printJson({ deleted: name })
          else say(`The mapping ${name} is deleted.`)
        }),
    )
}

function listCommand(): Command {
  return deskCommand('list')
    .description('the imports, the latest first')
    .action(async (options: DeskOptions) => {
      const imports = await withDesk(options, listImports)
      if (options.json) printJson({ imports })
      else
        print(
          table(
            ['batch', 'kind', 'file', 'rows', 'by', 'at', 'undone'],
            imports.map((one) => [
              one.batch,
              one.kind,
              one.file,
              one.rows,
              one.by,
              one.at,
              one.undoneAt ?? '',
            ]),
          ),
        )
    })
}

const KEPT_SHOWN = 50

function undoCommand(): Command {
  return deskCommand('undo')
    .description('take one import back; what later work builds on stays and is told')
    .argument('<batch>', 'the id of the batch, or the beginning of it')
    .action(async (batch: string, options: DeskOptions) => {
      const undone = await withDesk(options, (desk) => undoImport(desk, batch))
      if (options.json) return printJson(undone)
      const { kept } = undone
      const done = `${undone.persons} persons, ${undone.cases} cases and ${undone.offers} offers are as before it.`
      if (kept.length === 0) return say(`Batch ${undone.batch} is undone: ${done}`)
      say(`Batch ${undone.batch} is undone in part: ${done}`)
      for (const one of kept.slice(0, KEPT_SHOWN)) say(`  ${keptText(one)}`)
      const more = kept.length - KEPT_SHOWN
      if (more > 0) say(`  … and ${more} more; --json has all.`)
    })
}

function contextCommand(): Command {
  return deskCommand('import')
    .description('read a UNHCR table of arrivals or submissions as it comes')
    .argument('<file>', 'the table as CSV')
    .action(async (path: string, options: DeskOptions) => {
      const progress = startProgress('Reading')
      const report = await withDesk(options, (desk) =>
        importContext(desk, path, (done, total) => progress.update(done, total)),
      ).finally(() => progress.end())
      if (options.json) return printJson(report)
      const { measure, rows, persons, firstYear, lastYear, leftOut } = report
      say(`${measure}: ${rows} rows, ${persons} persons, ${firstYear} to ${lastYear}.`)
      if (leftOut.rows > 0)
        say(
          `Left out: ${leftOut.rows} residual rows with ${leftOut.persons} persons that repeat other rows.`,
        )
      for (const warning of report.warnings) say(`Look at this: ${issueText(warning)}`)
      say(report.alreadyThere ? 'This very file was on file already.' : report.attribution)
    })
}
