import { writeTable } from '../exchange/write-table.ts'
import type { PublicRow } from '../figures/public-table.ts'
import { PUBLIC_COLUMNS, toPublicRows, toToldRows } from '../figures/public-table.ts'
import type { Desk } from './desk.ts'
import type { WrittenAppeal } from './write-appeal.ts'

export { TEXT_LANGUAGES } from '../figures/wording/languages.ts'
export { TEXT_KINDS } from '../figures/wording/wording.ts'

/** The forms of a public text, and of its figures as data. */
export const TEXT_FORMATS = ['html', 'md', 'pdf', 'docx', 'json', 'csv'] as const
export type TextFormat = (typeof TEXT_FORMATS)[number]

export const TEXT_TYPES: Readonly<Record<TextFormat, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
}

/** The text as a file. What sets PDF and Word is loaded only when asked for. */
export async function toFile(
  desk: Desk,
  text: WrittenAppeal,
  format: TextFormat,
): Promise<Uint8Array> {
  const encode = (written: string): Uint8Array => new TextEncoder().encode(written)
  if (format === 'html') return encode(text.html)
  if (format === 'md') return encode(text.markdown)
  if (format === 'json') return encode(figuresAsJson(desk, text))
  if (format === 'csv') return figuresAsCsv(desk, text)
  if (format === 'pdf') {
    const { toPdf } = await import('../publishing/to-pdf.ts')
    return toPdf(text.document)
  }
  const { toWord } = await import('../publishing/to-word.ts')
  return toWord(text.document)
}

function rowsOf(desk: Desk, { figures, told, asOf }: WrittenAppeal): readonly PublicRow[] {
  const knownOn = figures[0]?.knownOn ?? asOf
  return [
    ...toPublicRows(figures, `records of ${desk.operation.name}, counted by Onward`),
    ...toToldRows(told, knownOn),
  ]
}

function figuresAsJson(desk: Desk, text: WrittenAppeal): string {
  return `${JSON.stringify({ operation: desk.operation.name, figures: rowsOf(desk, text) }, null, 2)}\n`
}

/** CSV with a row of HXL hashtags under the header. */
async function figuresAsCsv(desk: Desk, text: WrittenAppeal): Promise<Uint8Array> {
  const rows = rowsOf(desk, text).map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, String(value)])),
  )
  const pieces: Uint8Array[] = []
  const once = async function* (): AsyncGenerator<typeof rows> {
    yield rows
  }
  for await (const piece of writeTable('hxl', PUBLIC_COLUMNS, once())) pieces.push(piece)
  return Buffer.concat(pieces)
}
