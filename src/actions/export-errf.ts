import { requireAccess } from '../domain/access.ts'
import { CASE_STATUSES, isActiveCase } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { CaseId } from '../domain/ids.ts'
import { checkDocument } from '../exchange/errf/check-document.ts'
import type { ErrfCase } from '../exchange/errf/document.ts'
import type { Finding } from '../exchange/errf/finding.ts'
import { FindingList, findingIssue } from '../exchange/errf/finding.ts'
import type { RegisterCase } from '../exchange/errf/from-register.ts'
import { caseGuid, fromRegister } from '../exchange/errf/from-register.ts'
import type { NotHeld } from '../exchange/errf/not-held.ts'
import { notHeld } from '../exchange/errf/not-held.ts'
import { toVersion28 } from '../exchange/errf/to-version-28.ts'
import { writeErrfXml } from '../exchange/errf/write-xml.ts'
import { findCaseByReference, listCaseIdsByStatus, listCasesById } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listErrfCaseNames, listErrfCases } from '../storage/errf-cases.ts'
import { listPersons } from '../storage/persons.ts'
import { writePieces } from './convert-errf.ts'
import { takeOut } from './at-work.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { caseNotFound } from './get-case.ts'

export interface ExportErrfOptions {
  /** References of cases; all that go on when there is none. */
  readonly cases: readonly string[]
  readonly out: string
  /** Write cases that lack facts which receivers ask for, where the schema allows it. */
  readonly incomplete?: boolean
  readonly onProgress?: (done: number, total: number) => void
}

export interface ExportedErrf {
  readonly out: string
  readonly cases: number
  readonly persons: number
  /** Cases that the schema of 2.8 cannot hold as they are; by reference. */
  readonly leftOut: readonly string[]
  /** Facts that receivers ask for and nobody stated. */
  readonly missing: readonly Issue[]
  /** What is written otherwise than the source wrote it. */
  readonly notes: readonly Issue[]
  /** Facts of Onward without a place in an eRRF. */
  readonly notHeld: readonly NotHeld[]
}

/** What breaks the schema itself: a file with it would not be valid XML of 2.8. */
const BREAKS_SCHEMA: ReadonlySet<string> = new Set([
  'field_missing',
  'wrong_type',
  'block_missing',
  'block_twice',
  'bad_character',
])

/**
 * Writes cases as eRRF 2.8: the register's facts, and with them what an eRRF said of the case when
 * it came from one. Says what is missing, case by case and field by field, and what cannot be held.
 */
export async function exportErrf(desk: Desk, options: ExportErrfOptions): Promise<ExportedErrf> {
  requireAccess(desk.actor, 'case.read')
  const notes = new FindingList()
  const { all, written } = await takeOut(
    desk,
    'case.read',
    (tx) => readCases(tx, desk, options, notes),
    (read) => ({ what: 'errf', format: 'xml', rows: read.written.length }),
  )
  const found = check(written)
  const broken = new Set(found.filter(breaksSchema).map((one) => one.case ?? 0))
  const missing = found.filter((one) => one.severity !== 'warning')
  if (options.incomplete !== true && missing.length > 0)
    throw new DomainError(
      'rule_broken',
      `Nothing was written: ${new Set(missing.map((one) => one.case)).size} of ${written.length} cases lack facts that receivers ask for, ${missing.length} in all. State them in the source and import it again, or add --incomplete to write what there is.`,
      { issues: missing.map((one) => issueOf(one, all)) },
    )
  const kept = written.filter((_, at) => !broken.has(at + 1))
  if (kept.length === 0)
    throw new DomainError(
      'rule_broken',
      'Nothing was written: no case has the facts without which the schema of 2.8 holds none.',
      { issues: missing.map((one) => issueOf(one, all)) },
    )
  await writePieces(writeErrfXml(kept), options.out)
  return {
    out: options.out,
    cases: kept.length,
    persons: kept.reduce((sum, one) => sum + (one['dataIndividual']?.length ?? 0), 0),
    leftOut: all.filter((_, at) => broken.has(at + 1)).map((one) => one.reference),
    missing: missing.map((one) => issueOf(one, all)),
    notes: notes.list().map((one) => issueOf(one, all)),
    notHeld: notHeld(all),
  }
}

interface ExportedCase extends RegisterCase {
  readonly reference: string
}

/** The case by its reference here, beside the place in the file. */
function issueOf(finding: Finding, all: readonly ExportedCase[]): Issue {
  const { path = '', ...issue } = findingIssue(finding)
  const reference = all[(finding.case ?? 0) - 1]?.reference
  return { ...issue, path: reference === undefined ? path : `${reference}: ${path}` }
}

function breaksSchema({ code }: Finding): boolean {
  return BREAKS_SCHEMA.has(code)
}

function check(cases: readonly ErrfCase[]): readonly Finding[] {
  const findings = new FindingList()
  checkDocument({ version: '2.8', cases }, findings)
  // The kind of batch follows from the number of cases, and is written so.
  return findings.list().filter((one) => one.code !== 'batch_type_missing')
}

const CHUNK = 500

async function readCases(
  tx: Tx,
  desk: Desk,
  { cases: references, onProgress = () => {} }: ExportErrfOptions,
  notes: FindingList,
): Promise<{ readonly all: readonly ExportedCase[]; readonly written: readonly ErrfCase[] }> {
  const all: ExportedCase[] = []
  const written: ErrfCase[] = []
  const place = { ...desk.operation, today: today(desk) }
  const ids = references.length > 0 ? await idsOf(tx, references) : await goingOn(tx)
  for (const id of ids) tx.touched.add(`case:${id}`)
  for (let start = 0; start < ids.length; start += CHUNK) {
    const part = await readChunk(tx, ids.slice(start, start + CHUNK))
    for (const one of part) {
      const { version = '2.8', ...rest } = one
      const document = { version, cases: [fromRegister(rest, place)] }
      const own = new FindingList()
      written.push(...toVersion28(document, own).cases)
      // The photographs and all else are in `written` now.
      const { kept: _kept, ...light } = rest
      all.push(light)
      for (const note of own.list()) notes.add({ ...note, case: all.length }, note)
    }
    onProgress(Math.min(start + CHUNK, ids.length), ids.length)
  }
  return { all, written }
}

async function idsOf(tx: Tx, references: readonly string[]): Promise<readonly CaseId[]> {
  const ids: CaseId[] = []
  for (const reference of new Set(references)) {
    const stored = await findCaseByReference(tx, reference)
    if (stored === undefined) throw caseNotFound(reference)
    ids.push(stored.file.id)
  }
  return ids
}

/** All cases that are not closed or set aside, in the order of their making. */
async function goingOn(tx: Tx): Promise<readonly CaseId[]> {
  const ids = await listCaseIdsByStatus(tx, CASE_STATUSES.filter(isActiveCase))
  if (ids.length === 0)
    throw new DomainError('not_found', 'There is no case to export. Import a register first.')
  return ids
}

type ReadChunk = readonly (ExportedCase & { readonly version?: '4.1' | '2.8' })[]

async function readChunk(tx: Tx, ids: readonly CaseId[]): Promise<ReadChunk> {
  const stored = await listCasesById(tx, ids)
  const kept = await listErrfCases(tx, ids)
  const files = [...stored.values()].map((one) => one.file)
  const persons = await listPersons(
    tx,
    files.flatMap((file) => file.members.map((one) => one.personId)),
  )
  const linked = await listCasesById(
    tx,
    files.flatMap((file) => file.links.map((one) => one.toCaseId)),
  )
  const named = await listErrfCaseNames(tx, [...linked.keys()])
  return ids.flatMap((id) => {
    const one = stored.get(id)
    if (one === undefined) return []
    const said = kept.get(id)
    return [
      {
        number: one.sourceId,
        reference: one.reference,
        file: one.file,
        members: one.file.members.flatMap(({ personId, relationship }) => {
          const person = persons.get(personId)
          return person === undefined ? [] : [{ ...person, relationship }]
        }),
        links: one.file.links.flatMap(({ toCaseId }) => {
          const other = linked.get(toCaseId)
          if (other === undefined) return []
          const names = named.get(toCaseId)
          // A cross-reference stands once; where the other case's eRRF has it, it stays there.
          const isThere = names?.linkedNumbers.includes(one.sourceId) === true
          return isThere
            ? []
            : [{ number: other.sourceId, guid: names?.guid ?? caseGuid(toCaseId) }]
        }),
        ...(said === undefined ? {} : { kept: said.content, version: said.version }),
      },
    ]
  })
}
