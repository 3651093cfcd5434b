import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import type { MatchedFiles, MatchOptions } from '../actions/match-files.ts'
import { DomainError } from '../domain/errors.ts'
import { refuseTaken, writeNewFile } from './new-file.ts'
import { parseShare } from './parse-options.ts'
import { safeJson } from './safe-json.ts'
import { print, printPieces, say, startProgress, table } from './terminal.ts'

type ColumnMap = NonNullable<MatchOptions['columns']>

interface MatchCommandOptions {
  readonly columns?: string
  readonly minProbability: number
  readonly out?: string
  readonly json?: boolean
}

/** `onward match A.csv [B.csv]`: files alone, no database. */
export function matchCommand(): Command {
  return new Command('match')
    .description('find records that may be one person, in one table or across two (docs/match.md)')
    .argument('<a>', 'a table, CSV or XLSX')
    .argument('[b]', 'a second table: pairs then have one record of each')
    .option('--columns <map>', 'JSON, or a file with it: field to header (docs/match.md)')
    .option('--min-probability <p>', 'leave pairs below this out', parseShare, 0.5)
    .option('--out <file>', 'write the JSON to this file')
    .option('--json', 'pairs with their reasons as JSON')
    .action(async (a: string, b: string | undefined, options: MatchCommandOptions) => {
      if (options.out !== undefined) await refuseTaken(options.out)
      const started = performance.now()
      const matched = await run(b === undefined ? [a] : [a, b], options)
      const seconds = Math.round((performance.now() - started) / 10) / 100
      if (options.out !== undefined) {
        await writeNewFile(options.out, async (take) => {
          for (const piece of jsonPieces(matched, seconds)) await take(piece)
        })
        say(`The pairs are in ${options.out}.`)
      }
      if (options.json === true) await printPieces(jsonPieces(matched, seconds))
      else show(matched, seconds)
    })
}

async function run(
  paths: readonly string[],
  { columns, minProbability }: MatchCommandOptions,
): Promise<MatchedFiles> {
  // Loaded here, so that help and completion start without the engine.
  const { matchFiles } = await import('../actions/match-files.ts')
  const map = columns === undefined ? undefined : await readColumns(columns)
  let step = ''
  let progress = startProgress('Reading')
  try {
    return await matchFiles({
      paths,
      minProbability,
      today: new Date().toISOString().slice(0, 10),
      ...(map === undefined ? {} : { columns: map }),
      onProgress: (name, done, total) => {
        if (name !== step) {
          progress.end()
          progress = startProgress(name)
          step = name
        }
        progress.update(done, total)
      },
    })
  } finally {
    progress.end()
  }
}

async function readColumns(text: string): Promise<ColumnMap> {
  try {
    const json = text.trim().startsWith('{') ? text : await readFile(text, 'utf8')
    const value: unknown = JSON.parse(json)
    if (isColumnMap(value)) return value
  } catch {
    // Told below.
  }
  throw new DomainError(
    'invalid_input',
    '--columns is neither a JSON object of field to header nor a file with one. Example: --columns \'{"id":"rec_id","given":"first_name","birth":"DOB"}\'',
  )
}

function isColumnMap(value: unknown): value is ColumnMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one: unknown) =>
    [one].flat().every((header) => typeof header === 'string'),
  )
}

function* jsonPieces(matched: MatchedFiles, seconds: number): Generator<string> {
  const { tables, candidates, counts, model } = matched
  const head = safeJson({ tables, candidates, counts, seconds, model })
  yield `${head.slice(0, -1)},"pairs":[`
  let before = '\n'
  for (const pair of matched.pairs()) {
    yield `${before}${safeJson(pair)}`
    before = ',\n'
  }
  yield '\n]}\n'
}

/** A line break in a cell of ids would make lines that no pair stands behind. */
function inLine(id: string): string {
  return id.replaceAll(/\s+/g, ' ')
}

const SHOWN = 20

function show(matched: MatchedFiles, seconds: number): void {
  for (const one of matched.tables) {
    const columns = one.columns.map(({ header, field }) => `${header} as ${field}`)
    say(`${one.file}: ${one.records} records. Compared: ${columns.join(', ')}.`)
    if (one.ignored.length > 0) say(`  Not compared: ${one.ignored.join(', ')}.`)
  }
  const { counts, pairCount, candidates } = matched
  say(
    `${candidates} pairs weighed in ${seconds} s; ${pairCount} kept: ${counts.sure} sure, ${counts.likely} likely, ${counts.possible + counts.unlikely} weaker.`,
  )
  const rows: string[][] = []
  for (const pair of matched.pairs()) {
    if (rows.length === SHOWN) break
    const why = pair.why.slice(0, 3).map((reason) => reason.text)
    rows.push([
      inLine(pair.a),
      inLine(pair.b),
      pair.probability.toFixed(4),
      pair.band,
      why.join('; '),
    ])
  }
  if (rows.length > 0) print(table(['a', 'b', 'probability', 'band', 'why'], rows))
  if (pairCount > rows.length) say(`… and ${pairCount - rows.length} more: --json or --out FILE.`)
}
