import { Command } from 'commander'
import type { PlacedFile } from '../actions/place-file.ts'
import { DomainError } from '../domain/errors.ts'
import { EXIT_CODE } from './exit-code.ts'
import { parseSeconds, parseShare } from './parse-options.ts'
import { placedText } from './place-text.ts'
import { print, printJson, printPieces, say, sayEveryIssue, startProgress } from './terminal.ts'

interface PlaceOptions {
  readonly out?: string
  readonly gap?: number
  readonly timeLimit: number
  readonly json?: boolean
  readonly binary?: boolean
  readonly check?: boolean
}

const TIME_LIMIT_SECONDS = 60

/** `onward place PROBLEM`, `onward place --check PROBLEM RESULT`: files alone, no database. */
export function placeCommand(): Command {
  return new Command('place')
    .description('solve a placement problem in a file, or check a result (docs/placement.md)')
    .argument('<problem>', 'a JSON or binary file; - reads what is piped in')
    .argument('[result]', 'with --check: the result to check')
    .option('--out <file>', 'write the result to this file')
    .option('--binary', 'write --out in the binary format')
    .option('--gap <share>', 'stop at this gap, for example 0.0001; without it, prove', parseShare)
    .option('--time-limit <seconds>', 'stop proving after this', parseSeconds, TIME_LIMIT_SECONDS)
    .option('--check', 'work everything in RESULT out again, the bound from its certificate')
    .option('--json', 'the result as JSON (docs/placement.md)')
    .action(async (problem: string, result: string | undefined, options: PlaceOptions) => {
      refuseContradictions(result, options)
      const work =
        result === undefined ? placing(problem, options) : checking(problem, result, options)
      await work.catch((error: unknown) => {
        // With files of thousands of cases the first few faults would be of little use.
        if (error instanceof DomainError && options.json !== true) throw sayEveryIssue(error)
        throw error
      })
    })
}

function refuseContradictions(result: string | undefined, options: PlaceOptions): void {
  const refuse = (message: string): never => {
    throw new DomainError('invalid_input', message)
  }
  if (options.check === true && result === undefined)
    refuse('--check needs two files: onward place --check PROBLEM RESULT')
  if (options.check !== true && result !== undefined)
    refuse('A second file is only for --check; --out FILE names where the result is written.')
  if (options.binary === true && options.out === undefined) refuse('--binary needs --out FILE.')
}

async function placing(problem: string, options: PlaceOptions): Promise<void> {
  // Loaded here, so that every other command starts without the engine.
  const { placeFile } = await import('../actions/place-file.ts')
  const { out, gap, binary, timeLimit } = options
  const reading = startProgress('Reading')
  const progress = startProgress('Placing')
  try {
    const placed = await placeFile({
      problem,
      stdin: process.stdin,
      timeLimitSeconds: timeLimit,
      ...(out === undefined ? {} : { out }),
      ...(gap === undefined ? {} : { gap }),
      ...(binary === undefined ? {} : { binary }),
      onReading: (done, total) => reading.update(done, total),
      onPlacing: (done, total) => {
        reading.end()
        progress.update(done, total)
      },
    })
    reading.end()
    progress.end()
    await show(placed, options)
    if (placed.status === 'infeasible') process.exitCode = EXIT_CODE.rule_broken
  } finally {
    reading.end()
    progress.end()
  }
}

async function show(placed: PlacedFile, { json, out }: PlaceOptions): Promise<void> {
  if (json === true) return printPieces(placed.result())
  print(placedText(placed))
  if (out !== undefined) say(`The result is in ${out}.`)
  else if (placed.status !== 'infeasible') say('--out FILE keeps the plan, --json prints it.')
}

async function checking(problem: string, result: string, { json }: PlaceOptions): Promise<void> {
  const { checkPlacementFile } = await import('../actions/check-placement-file.ts')
  const check = await checkPlacementFile({ problem, result, stdin: process.stdin })
  if (json === true) printJson(check)
  else if (check.holds) print('The result holds: the plan, its objective and its bound.')
  else {
    print(`The result does not hold. Findings: ${check.total}.`)
    for (const { path, message } of check.findings)
      print(`  ${path === '' ? '' : `${path}: `}${message}`)
    if (check.total > check.findings.length)
      print(`  … and ${check.total - check.findings.length} more.`)
  }
  if (!check.holds) process.exitCode = EXIT_CODE.rule_broken
}
