import { FileCheck } from './check-file.ts'
import type { ErrfDocument } from './document.ts'
import type { FindingList } from './finding.ts'
import { fitsXml } from './write-xml.ts'

/** Checks a document that comes from no XML: our own, before it is written. */
export function checkDocument(document: ErrfDocument, findings: FindingList): void {
  const check = new FileCheck(document.version, findings)
  for (const [at, one] of document.cases.entries()) {
    check.add({ at: at + 1, case: one, lineOf: () => undefined })
    for (const [block, rows] of Object.entries(one))
      for (const [index, row] of rows.entries())
        for (const [field, text] of Object.entries(row))
          if (!fitsXml(text))
            findings.add({ case: at + 1, block, row: index + 1, field }, UNWRITABLE)
  }
  check.finish({
    hasNamespace: true,
    isWhole: true,
    cases: document.cases.length,
    ...(document.batchType === undefined ? {} : { batchType: document.batchType }),
  })
}

/** What XML has no letter for. */
export const UNWRITABLE = {
  code: 'bad_character',
  severity: 'fatal',
  message: 'the value holds a character that XML forbids',
  help: 'take control characters out',
} as const
