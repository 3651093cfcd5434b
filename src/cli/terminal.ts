import { once } from 'node:events'
import { Writable } from 'node:stream'
import { createInterface } from 'node:readline/promises'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import { safeJson } from './safe-json.ts'

/** Problems shown at most; `--json` and the error file have all. */
const ISSUES_SHOWN = 50

// Control characters but tab and line feed, and what turns the direction of text around: a name or a
// file's name could otherwise steer the terminal of whoever reads it.
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/g

/** Text that a terminal shows and does not obey. */
function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD')
}

/** Results go to standard output, everything about the work to standard error: pipes stay clean. */
export function print(text: string): void {
  process.stdout.write(printable(text.endsWith('\n') ? text : `${text}\n`))
}

export function say(text: string): void {
  process.stderr.write(printable(`${text}\n`))
}

export function printJson(value: unknown): void {
  print(safeJson(value, 2))
}

/** Long text that is safe to show already, piece by piece as fast as the reader takes it. */
export async function printPieces(pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

/** Says all issues of an error, and gives the error without them, for whoever says its message. */
export function sayEveryIssue({ code, message, issues }: DomainError): DomainError {
  for (const issue of issues) say(`  ${issueText(issue)}`)
  return new DomainError(code, message)
}

/** An error as a person reads it: what, why, what would help, then every issue. */
export function sayError(error: DomainError): void {
  say(error.message)
  // A message that says its issues itself is not followed by them again.
  const told = error.issues.filter((issue) => !error.message.includes(issue.message))
  for (const issue of told.slice(0, ISSUES_SHOWN)) say(`  ${issueText(issue)}`)
  const more = told.length - ISSUES_SHOWN
  if (more > 0) say(`  … and ${more} more.`)
}

/** An issue in one line: where it is, when it is somewhere, and what it is. */
export function issueText({ row, column, path, message }: Issue): string {
  const where = [row === undefined ? '' : `row ${row}`, column ?? '', path ?? ''].filter(
    (part) => part !== '',
  )
  return where.length === 0 ? message : `${where.join(', ')}: ${message}`
}

/** Asks yes or no; without a terminal nothing is asked and the answer is yes. */
export async function confirm(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return true
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

/** Asks for something that must not be seen; undefined without a terminal. */
export async function askSecret(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

const BAR_WIDTH = 30
const AFTER_MS = 1_000
const EVERY_MS = 100

/** A bar on standard error for work of over a second; silent when that is no terminal. */
export interface Progress {
  update(done: number, total: number): void
  end(): void
}

export function startProgress(what: string): Progress {
  const started = Date.now()
  let shownAt = 0
  const draws = process.stderr.isTTY === true
  return {
    update(done, total) {
      const now = Date.now()
      if (!draws || now - started < AFTER_MS || now - shownAt < EVERY_MS) return
      shownAt = now
      const share = total > 0 ? Math.min(1, done / total) : 0
      const full = Math.round(share * BAR_WIDTH)
      const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
      process.stderr.write(`\r${what} ${bar} ${String(Math.round(share * 100)).padStart(3)} %`)
    },
    end() {
      if (shownAt > 0) process.stderr.write('\r\u001B[2K')
    },
  }
}

/** Rows under a header, columns as wide as their content; numbers to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const texts = rows.map((row) => row.map(String))
  const widths = header.map((name, column) =>
    Math.max(name.length, ...texts.map((row) => (row[column] ?? '').length)),
  )
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...texts.map(line)].join(
    '\n',
  )
}
