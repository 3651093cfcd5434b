import { look } from './at-work.ts'
import { createHash } from 'node:crypto'
import { requireAccess } from '../domain/access.ts'
import type { ErrfCase, ErrfDocument } from '../exchange/errf/document.ts'
import type { Finding } from '../exchange/errf/finding.ts'
import { FindingList, pathOf } from '../exchange/errf/finding.ts'
import { readErrfDocument } from '../exchange/errf/read-errf.ts'
import { caseNumberOf, toRegister } from '../exchange/errf/to-register.ts'
import type { ImportedRegister } from '../exchange/imported-register.ts'
import { NO_HEADERS } from '../exchange/match-headers.ts'
import { listCasesBySource } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import type { KeptErrfCase } from '../storage/errf-cases.ts'
import { insertErrfCases, listErrfHashes } from '../storage/errf-cases.ts'
import { canonical } from '../domain/canonical.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { Beside, PreparedImport } from './import-file.ts'
import { hashed } from './import-file.ts'
import { prepareReadRegister } from './import-register.ts'
import type { ReadProgress } from './open-errf.ts'
import { openErrf, refuseErrf } from './open-errf.ts'

/**
 * Reads and checks an eRRF and works out what it would change in the register; writes nothing.
 * Writing keeps the whole case too, so that exporting it gives back what the register cannot hold.
 */
export async function prepareErrfImport(
  desk: Desk,
  path: string,
  stdin: AsyncIterable<Uint8Array>,
  onProgress: ReadProgress = () => {},
): Promise<PreparedImport> {
  requireAccess(desk.actor, 'register.import')
  const { name, size, bytes } = await openErrf(path, stdin)
  const hash = createHash('sha256')
  const reading = await readErrfDocument(hashed(bytes, hash), (read) => onProgress(read, size))
  const { document, findings } = reading
  if (document === undefined) return refuseErrf(name, findings, 'Nothing was written')
  const notes = new FindingList()
  const register = toRegister(document, today(desk), notes)
  if (notes.counts.fatal > 0) return refuseErrf(name, notes.list(), 'Nothing was written')
  const known = await knownCases(desk, register)
  const linked = withKnownLinks(register, known)
  const sha256 = hash.digest('hex')
  const warnings = [...findings, ...notes.list(), ...linked.left].map((one) => {
    const at = pathOf(one)
    return {
      code: one.code,
      message: `${at === '' ? 'file' : at}: ${one.message}`,
      help: one.help,
    }
  })
  return prepareReadRegister(
    desk,
    path,
    { name, sha256: () => sha256 },
    {
      register: linked.register,
      problems: [],
      problemCount: 0,
      warnings,
      ignoredColumns: [],
      headers: NO_HEADERS,
      rows: reading.persons,
    },
    keepBeside(document),
  )
}

/** Numbers of linked cases that are on file already. */
function knownCases(desk: Desk, { links }: ImportedRegister): Promise<ReadonlySet<string>> {
  const numbers = links.flatMap((link) => [link.fromCaseId, link.toCaseId])
  return look(desk, async (tx) => {
    const found = await listCasesBySource(tx, [...new Set(numbers)])
    return new Set(found.map((one) => one.sourceId))
  })
}

/** A link to a case that is nowhere here waits: it stays with the case, and is made when that comes. */
function withKnownLinks(register: ImportedRegister, onFile: ReadonlySet<string>) {
  const here = new Set([...onFile, ...register.cases.map((one) => one.sourceId)])
  const isHere = (one: { readonly fromCaseId: string; readonly toCaseId: string }): boolean =>
    here.has(one.fromCaseId) && here.has(one.toCaseId)
  const left = register.links.filter((one) => !isHere(one))
  return {
    register: { ...register, links: register.links.filter(isHere) },
    left: left.map(() => LINK_ELSEWHERE),
  }
}

const LINK_ELSEWHERE: Finding = {
  code: 'linked_case_elsewhere',
  severity: 'warning',
  message: 'a linked case is neither in this file nor on file; the link is kept with the case',
  help: 'it is made when the eRRF of the other case is imported',
}

function keepBeside({ version, cases }: ErrfDocument): Beside {
  // Only what is written is hashed: a dry run of photographs need not be.
  let hashes: readonly string[] | undefined
  const hashOf = (at: number): string =>
    (hashes ??= cases.map((one) => contentHash(version, one)))[at] ?? ''
  const numbers = cases.map(caseNumberOf)
  const kept = async (tx: Tx): Promise<readonly KeptErrfCase[]> => {
    const stored = await listCasesBySource(tx, numbers)
    const byNumber = new Map(stored.map((one) => [one.sourceId, one]))
    return cases.flatMap((content, at) => {
      const one = byNumber.get(numbers[at] ?? '')
      if (one === undefined) return []
      return [{ caseId: one.file.id, site: one.site, version, content, sha256: hashOf(at) }]
    })
  }
  const news = async (tx: Tx): Promise<readonly KeptErrfCase[]> => {
    const all = await kept(tx)
    const before = await listErrfHashes(
      tx,
      all.map((one) => one.caseId),
    )
    return all.filter((one) => before.get(one.caseId) !== one.sha256)
  }
  return {
    isNews: async (tx) => (await news(tx)).length > 0,
    save: async (tx, batchId) => insertErrfCases(tx, batchId, await news(tx)),
  }
}

function contentHash(version: string, one: ErrfCase): string {
  return createHash('sha256')
    .update(canonical([version, one]))
    .digest('hex')
}
