import type { Readable } from 'node:stream'
import type { Issue } from '../domain/errors.ts'
import { writeErrorFile as writeRows } from '../exchange/problem-report.ts'

/** The rows with problems in the layout of the file, each with what is wrong and what would help. */
export function writeErrorFile(source: Readable, issues: readonly Issue[]): AsyncGenerator<string> {
  return writeRows(
    source,
    issues.map((issue) => ({ ...issue, help: '' })),
  )
}
