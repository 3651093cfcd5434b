import { createReadStream } from 'node:fs'
import type { Issue } from '../domain/errors.ts'
import { OFFER_FIELDS } from '../exchange/offer-rows.ts'
import { writeErrorFile as writeRows } from '../exchange/problem-report.ts'
import { REGISTER_FIELDS } from '../exchange/register-fields.ts'
import type { Desk } from './desk.ts'
import type { ImportOptions, SentFile } from './import-file.ts'
import type { MappingKind } from './import-mappings.ts'
import { withMapping } from './import-mappings.ts'

/**
 * The file again in its own format, each row with what is wrong and what would help beside it, to
 * be corrected and imported. The options are those of the import.
 */
export async function writeErrorFile(
  desk: Desk,
  kind: MappingKind,
  source: string | SentFile,
  issues: readonly Issue[],
  options: ImportOptions,
): Promise<AsyncGenerator<string | Uint8Array>> {
  const { map, sheet } = await withMapping(desk, kind, options)
  const bytes = typeof source === 'string' ? createReadStream(source) : source.bytes
  const problems = issues.map((issue) => ({ ...issue, help: '' }))
  return writeRows(bytes, problems, {
    fields: kind === 'offers' ? OFFER_FIELDS : REGISTER_FIELDS,
    ...(map === undefined ? {} : { map }),
    ...(sheet === undefined ? {} : { sheet }),
  })
}
