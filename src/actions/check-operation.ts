import { foldCase } from '../domain/apply-to-case.ts'
import type { CaseId } from '../domain/ids.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import { listCaseIds, listCasesById } from '../storage/cases.ts'
import type { Database, Tx } from '../storage/database.ts'
import { listEventsOfCases } from '../storage/event-log.ts'
import type { Operation } from '../storage/operations.ts'
import { listOperations } from '../storage/operations.ts'
import { listPersons } from '../storage/persons.ts'
import { canonical } from '../domain/canonical.ts'
import { checkSamePersons } from './check-same-persons.ts'
import type { DataFinding } from './data-finding.ts'

const PAGE = 1_000
/** Before every id. */
const NO_CASE = '00000000-0000-0000-0000-000000000000' as CaseId

/** Derives every case and person anew from events and compares with what is kept (I16). */
export async function checkOperation(db: Database): Promise<readonly DataFinding[]> {
  const findings: DataFinding[] = []
  for (const operation of await listOperations(db)) {
    findings.push(await checkOne(db, operation))
    findings.push(...(await checkSamePersons(db, operation)))
  }
  return findings
}

async function checkOne(db: Database, operation: Operation): Promise<DataFinding> {
  return db.asSystem().read(operation.id, async (tx) => {
    let cases = 0
    let persons = 0
    let different = 0
    for (let after = NO_CASE; ;) {
      const ids = await listCaseIds(tx, after, PAGE)
      const last = ids.at(-1)
      if (last === undefined) break
      const page = await comparePage(tx, ids)
      cases += ids.length
      persons += page.persons
      different += page.different
      after = last
    }
    const ok = different === 0
    return {
      id: 'derived',
      ok,
      what: `Operation ${operation.name}: ${cases} cases and ${persons} persons derived anew from their events; ${different} differ from what is kept.`,
      ...(ok
        ? {}
        : { remedy: 'Do not work on. Report it with this output; the events are the truth.' }),
    }
  })
}

async function comparePage(
  tx: Tx,
  ids: readonly CaseId[],
): Promise<{ readonly persons: number; readonly different: number }> {
  const cases = [...(await listCasesById(tx, ids)).values()]
  const events = await listEventsOfCases(tx, ids)
  const personIds = [
    ...new Set(events.map((event) => event.personId).filter((id) => id !== undefined)),
  ]
  const byCase = new Map<string, (typeof events)[number][]>()
  const files = new Map(personIds.map((id) => [id, emptyPersonFile(id)]))
  const add = (id: string, event: (typeof events)[number]): void => {
    const known = byCase.get(id)
    if (known === undefined) byCase.set(id, [event])
    else known.push(event)
  }
  const casesOf = new Map<string, Set<string>>()
  for (const event of events) {
    const { personId, caseId } = event
    if (caseId !== undefined) add(caseId, event)
    if (personId === undefined) continue
    const file = files.get(personId)
    if (file !== undefined) files.set(personId, applyToPerson(file, event))
    if (caseId === undefined) for (const id of casesOf.get(personId) ?? []) add(id, event)
    else casesOf.set(personId, (casesOf.get(personId) ?? new Set()).add(caseId))
  }
  const persons = await listPersons(tx, personIds)
  let different = 0
  for (const { file } of cases)
    if (canonical(foldCase(file.id, byCase.get(file.id) ?? [])) !== canonical(file)) different += 1
  for (const [id, stored] of persons)
    if (canonical(files.get(id)) !== canonical(stored.file)) different += 1
  return { persons: persons.size, different }
}
