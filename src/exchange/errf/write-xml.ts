import { rowsOf } from './document.ts'
import type { ErrfCase, ErrfRow } from './document.ts'
import { batchTypeOf } from './check-file.ts'
import type { ErrfBlock } from './layout.ts'
import { BLOCKS, NAMESPACE_28 } from './layout.ts'

/**
 * Writes cases as eRRF 2.8, piece by piece, in the order of the schema. What a row holds comes out
 * letter by letter as it is there; a field of the row that the format does not have would be lost,
 * so documents are checked before.
 */
export function* writeErrfXml(
  cases: readonly ErrfCase[],
  batchType = batchTypeOf(cases.length),
): Generator<string> {
  yield `<?xml version="1.0" encoding="utf-8"?>\n<UNHCR_RRF xmlns="${NAMESPACE_28}">\n  <RRFBATCHTYPE>\n    <GroupIndividualIndicator>${escape(batchType)}</GroupIndividualIndicator>\n  </RRFBATCHTYPE>\n`
  for (const one of cases) {
    const rows = BLOCKS.flatMap((block) =>
      rowsOf(one, block.name).map((row) => writeRow(block, row)),
    )
    yield `  <CASE>\n${rows.join('')}  </CASE>\n`
  }
  yield '</UNHCR_RRF>\n'
}

function writeRow(block: ErrfBlock, row: ErrfRow): string {
  const lines = block.fields.flatMap(({ name }) => {
    const text = row[name]
    return text === undefined ? [] : [`      <${name}>${escape(text)}</${name}>\n`]
  })
  return `    <${block.name}>\n${lines.join('')}    </${block.name}>\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // A reader would make a line feed of it.
  '\r': '&#13;',
}

function escape(text: string): string {
  return /[&<>\r]/.test(text) ? text.replaceAll(/[&<>\r]/g, (one) => ESCAPES[one] ?? one) : text
}

/** Whether XML 1.0 can hold the text at all: no control characters, no half letters. */
export function fitsXml(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/u.test(text)
}
