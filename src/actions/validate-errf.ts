import type { ErrfVersion } from '../exchange/errf/code-lists.ts'
import type { Finding, Severity } from '../exchange/errf/finding.ts'
import { pathOf } from '../exchange/errf/finding.ts'
import { readErrf } from '../exchange/errf/read-errf.ts'
import type { ReadProgress } from './open-errf.ts'
import { openErrf } from './open-errf.ts'

/** What is wrong with one eRRF; holds ids, places and field names, no value of the file. */
export interface ErrfReport {
  readonly file: string
  /** Absent when nothing in the file says it. */
  readonly version?: ErrfVersion
  readonly cases: number
  readonly persons: number
  /** No receiver's validator should refuse it: neither fatal nor error. */
  readonly valid: boolean
  readonly counts: Readonly<Record<Severity, number>>
  /** The first 10,000. */
  readonly findings: readonly (Finding & { readonly path: string })[]
}

/** Checks an eRRF against the schema of its version, the code lists and the published rules. */
export async function validateErrf(
  path: string,
  stdin: AsyncIterable<Uint8Array>,
  onProgress: ReadProgress = () => {},
): Promise<ErrfReport> {
  const { name, size, bytes } = await openErrf(path, stdin)
  const { version, cases, persons, counts, findings } = await readErrf(bytes, {
    onBytes: (read) => onProgress(read, size),
  })
  return {
    file: name,
    ...(version === undefined ? {} : { version }),
    cases,
    persons,
    valid: counts.fatal + counts.error === 0,
    counts,
    findings: findings.map((one) => ({ ...one, path: pathOf(one) })),
  }
}
