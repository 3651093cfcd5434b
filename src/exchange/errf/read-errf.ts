import type { ErrfVersion } from './code-lists.ts'
import { FileCheck } from './check-file.ts'
import type { ErrfCase, ErrfDocument } from './document.ts'
import type { Finding, Severity } from './finding.ts'
import { FindingList } from './finding.ts'
import type { ReadCase } from './read-xml.ts'
import { versionSign } from './version-of.ts'

/** Cases kept back at most until one shows the version of a file without a namespace. */
const MOST_UNDECIDED = 200

export interface ErrfReading {
  /** Undefined when nothing in the file says it, as in a file without cases. */
  readonly version: ErrfVersion | undefined
  readonly cases: number
  readonly persons: number
  readonly findings: readonly Finding[]
  /** All findings, also those beyond the first 10,000. */
  readonly counts: Readonly<Record<Severity, number>>
  readonly batchType?: string
}

/**
 * Reads and checks an eRRF of either version. Cases are handed over as they come and not kept, so
 * that a file of any size is checked in little memory. The version is the namespace's; without
 * one it is that of the first case with a block, field or code that only one version has, else 4.1.
 */
export async function readErrf(
  source: AsyncIterable<Uint8Array>,
  options: {
    readonly onCase?: (one: ErrfCase) => void
    readonly onBytes?: (read: number) => void
  } = {},
): Promise<ErrfReading> {
  const findings = new FindingList()
  let check: FileCheck | undefined
  let version: ErrfVersion | undefined
  let persons = 0
  const undecided: ReadCase[] = []
  const take = (read: ReadCase): void => {
    check?.add(read)
    persons += read.case['dataIndividual']?.length ?? 0
    options.onCase?.(read.case)
  }
  const decide = (decided: ErrfVersion): void => {
    version = decided
    check = new FileCheck(decided, findings)
    for (const read of undecided.splice(0)) take(read)
  }
  // Loaded here: only reading XML needs its parser.
  const { readErrfXml } = await import('./read-xml.ts')
  const head = await readErrfXml(
    source,
    findings,
    (read, hasNamespace) => {
      if (check !== undefined) return take(read)
      undecided.push(read)
      const sign = hasNamespace ? '2.8' : versionSign(read.case)
      if (sign !== undefined) decide(sign)
      else if (undecided.length >= MOST_UNDECIDED) decide('4.1')
    },
    options.onBytes,
  )
  if (check === undefined && undecided.length > 0) decide('4.1')
  const last = check ?? new FileCheck('4.1', findings)
  last.finish(head)
  return {
    version,
    cases: head.cases,
    persons,
    findings: findings.list(),
    counts: findings.counts,
    ...(head.batchType === undefined ? {} : { batchType: head.batchType }),
  }
}

/** Reads a whole file into a neutral document; there is none when a fault stops it. */
export async function readErrfDocument(
  source: AsyncIterable<Uint8Array>,
  onBytes?: (read: number) => void,
): Promise<ErrfReading & { readonly document?: ErrfDocument }> {
  const cases: ErrfCase[] = []
  const reading = await readErrf(source, {
    onCase: (one) => cases.push(one),
    ...(onBytes === undefined ? {} : { onBytes }),
  })
  const { version, batchType, counts } = reading
  if (version === undefined || counts.fatal > 0) return reading
  const document = { version, ...(batchType === undefined ? {} : { batchType }), cases }
  return { ...reading, document }
}
