import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { DomainError } from '../domain/errors.ts'
import { decodeText } from '../exchange/decode-text.ts'
import { STDIN } from './placement-files.ts'

/** More than any report; a file larger than this is something else. */
const MOST_CHARACTERS = 50_000_000

/** The name of a report's file, as messages say it. */
export function nameOfReport(file: string): string {
  return file === STDIN ? 'standard input' : basename(file)
}

/**
 * The text of a file or of the pipe, in UTF-8 or UTF-16. Errors: `not_found` for a file that cannot
 * be read, `invalid_input` for one that is no text or larger than any report.
 */
export async function readReportText(
  file: string,
  stdin: AsyncIterable<Uint8Array> = nothing(),
): Promise<string> {
  const name = nameOfReport(file)
  const handle = file === STDIN ? undefined : await open(file).catch(() => undefined)
  const isFolder = (await handle?.stat())?.isDirectory() === true
  if ((file !== STDIN && handle === undefined) || isFolder) {
    await handle?.close()
    throw new DomainError('not_found', `The file ${name} cannot be read. Check its path.`)
  }
  const pieces: string[] = []
  let length = 0
  try {
    for await (const piece of decodeText(handle?.createReadStream() ?? stdin)) {
      if ('fault' in piece)
        throw new DomainError(
          'invalid_input',
          `${name} is no text in UTF-8 or UTF-16. Give plain text or HTML.`,
        )
      length += piece.text.length
      if (length > MOST_CHARACTERS)
        throw new DomainError('invalid_input', `${name} has over ${MOST_CHARACTERS} characters.`)
      pieces.push(piece.text)
    }
  } finally {
    await handle?.close()
  }
  return pieces.join('')
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
