import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { Finding } from '../exchange/errf/finding.ts'
import { findingIssue } from '../exchange/errf/finding.ts'
import { MOST_BYTES, tooLarge } from '../exchange/errf/xml-text.ts'

/** Bytes read of all bytes. */
export type ReadProgress = (done: number, total: number) => void

/** An eRRF on its way in: a file, or `-` for what is piped in. */
export interface OpenedErrf {
  readonly name: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Opens an eRRF; one that is too large is refused before a byte is read. */
export async function openErrf(
  path: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<OpenedErrf> {
  if (path === '-') return { name: 'standard input', size: MOST_BYTES, bytes: stdin }
  const name = basename(path)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true)
    throw new DomainError('not_found', `The file ${name} cannot be read. Check its path.`)
  if (found.size > MOST_BYTES) {
    const { message, help } = tooLarge().fault
    throw new DomainError('invalid_input', `${name} was not read: ${message}. To go on, ${help}.`)
  }
  return { name, size: found.size, bytes: createReadStream(path) }
}

/** Throws `invalid_input` with the findings of a file that could not be taken. */
export function refuseErrf(name: string, found: readonly Finding[], what: string): never {
  throw new DomainError('invalid_input', `${what}: ${name} cannot be taken as it is.`, {
    issues: found.filter((one) => one.severity === 'fatal').map(findingIssue),
  })
}

export function errfIssues(findings: readonly Finding[]): readonly Issue[] {
  return findings.map(findingIssue)
}
