import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import { foldOffers } from '../domain/fold-offers.ts'
import type { CaseId, OperationId, PersonId } from '../domain/ids.ts'
import type { PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { GeneratedChunk, GeneratedOperation } from '../reference/generated.ts'
import { saveCases } from '../storage/cases.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { Database, Tx } from '../storage/database.ts'
import { appendEvents } from '../storage/event-log.ts'
import { insertHouseholds } from '../storage/households.ts'
import { newId } from '../storage/ids.ts'
import { refreshStatistics } from '../storage/refresh-statistics.ts'
import { saveOffers } from '../storage/offers.ts'
import { loadReferenceClaims } from './load-claims.ts'
import type { Operation } from '../storage/operations.ts'
import { insertOperation, listOperations } from '../storage/operations.ts'
import { savePersons } from '../storage/persons.ts'
import { transmitLoaded } from './states/transmit-loaded.ts'

/**
 * Fills a new operation with invented people, their events exactly as generated. All or nothing.
 * The reference operation is no import of people: it needs no role, only a database without it.
 */
export async function loadGenerated(
  db: Database,
  generated: GeneratedOperation,
  onProgress: (persons: number) => void = () => {},
): Promise<Operation> {
  const { name, countryOfAsylum, origin, timeZone, clockOn } = generated
  if ((await listOperations(db)).some((one) => one.name === name))
    throw new DomainError(
      'conflict',
      `There is an operation ${name} already. Use it, or name another data folder with ONWARD_DATA.`,
    )
  const operation: Operation = {
    id: newId<OperationId>(),
    name,
    countryOfAsylum,
    origin,
    timeZone,
    clockOn,
  }
  await db.asSystem().write(operation.id, async (tx) => {
    await insertOperation(tx, operation, generated.accounts)
    let loaded = 0
    for (const chunk of generated.chunks()) {
      await loadChunk(tx, chunk)
      loaded += chunk.persons.length
      onProgress(loaded)
    }
    if (generated.withClaims === true) await loadReferenceClaims(tx, clockOn)
    await refreshStatistics(tx)
    // After the statistics: without them PostgreSQL takes the tables for empty.
    const by = { actor: 'reviewer.one', recordedAt: `${clockOn}T00:00:00.000Z` }
    await transmitLoaded(tx, clockOn, by)
  })
  return operation
}

async function loadChunk(tx: Tx, chunk: GeneratedChunk): Promise<void> {
  const { personFiles, caseFiles } = fold(chunk)
  await insertHouseholds(tx, chunk.households)
  await saveOffers(tx, foldOffers(chunk.offers, chunk.events))
  await savePersons(
    tx,
    chunk.persons.map((person) => ({
      person,
      file: personFiles.get(person.id) ?? emptyPersonFile(person.id),
    })),
    { fresh: true },
  )
  await saveCases(
    tx,
    chunk.cases.flatMap(({ id, sourceId, reference }) => {
      const file = caseFiles.get(id)
      return file === undefined ? [] : [{ sourceId, reference, site: FIRST_SITE.id, file }]
    }),
    { fresh: true },
  )
  await appendEvents(tx, chunk.events)
}

interface Folded {
  readonly personFiles: ReadonlyMap<PersonId, PersonFile>
  readonly caseFiles: ReadonlyMap<CaseId, CaseFile>
}

/** What a self-contained piece of events makes of its persons and cases. */
function fold(chunk: GeneratedChunk): Folded {
  const personFiles = new Map(chunk.persons.map(({ id }) => [id, emptyPersonFile(id)]))
  const caseFiles = new Map<CaseId, CaseFile>()
  const casesOf = new Map<PersonId, Set<CaseId>>()
  for (const event of chunk.events) {
    const { personId, caseId } = event
    const person = personId && personFiles.get(personId)
    if (personId !== undefined && person !== undefined)
      personFiles.set(personId, applyToPerson(person, event))
    if (event.type === 'case.member_added' && personId !== undefined && caseId !== undefined) {
      const known = casesOf.get(personId)
      if (known === undefined) casesOf.set(personId, new Set([caseId]))
      else known.add(caseId)
    }
    const touched = caseId === undefined ? (personId && casesOf.get(personId)) || [] : [caseId]
    for (const id of touched) {
      const file = applyToCase(caseFiles.get(id), id, event)
      if (file !== undefined) caseFiles.set(id, file)
    }
  }
  return { personFiles, caseFiles }
}
