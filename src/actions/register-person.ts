import { act, look } from './at-work.ts'
import { requireAccess, worksFor } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { namedRecord } from '../domain/named-record.ts'
import { DomainError } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { Household } from '../domain/household.ts'
import type { HouseholdId, PersonId, SiteId } from '../domain/ids.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { RegisteredView } from '../domain/person-views.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import {
  findHouseholdByReference,
  insertHouseholds,
  listHouseholds,
} from '../storage/households.ts'
import { newId, newReference } from '../storage/ids.ts'
import { savePairs } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersonsByReference, listPersonsBySource, savePersons } from '../storage/persons.ts'
import { listGroups } from '../storage/same-persons.ts'
import { listSites } from '../storage/sites.ts'
import type { Desk } from './desk.ts'
import { today, usualSite } from './desk.ts'
import { judgeTwo } from './judge-pair.ts'
import type { PersonDraft } from './person-draft.ts'
import { readDraft } from './person-draft.ts'
import type { LikelyOnFile } from './weigh-persons.ts'
import { findLikelySeen, isSuspected, toPair } from './weigh-persons.ts'

export interface AskedRegistration {
  readonly draft: PersonDraft
  /** References of persons on file who were looked at and are somebody else. */
  readonly others?: readonly string[]
  /** Made once for each form: sent twice, it registers once. */
  readonly token?: string
  readonly reason?: string
}

/**
 * Registers one person. Refused while somebody on file is likely the same and nobody said otherwise;
 * who is "another person" is kept as a judgement, whoever is only possible waits in the queue.
 */
export async function registerPerson(
  desk: Desk,
  asked: AskedRegistration,
): Promise<RegisteredView> {
  const { token } = asked
  requireAccess(desk.actor, 'person.register')
  const sourceId = `onward:${token ?? newId<string>()}`
  try {
    return await register(desk, asked, sourceId)
  } catch (error) {
    // The same form at the same moment: whoever came second meets the unique id of the first.
    const sent = await look(desk, (tx) => findSent(tx, sourceId))
    if (sent !== undefined) return sent
    throw error
  }
}

async function register(
  desk: Desk,
  { draft, others = [], reason }: AskedRegistration,
  sourceId: string,
): Promise<RegisteredView> {
  return act(desk, 'person.register', async (tx) => {
    const before = await findSent(tx, sourceId)
    if (before !== undefined) return before
    const { site, issue: siteIssue } = await readSite(tx, desk, draft.site)
    const { household, isNew, issue } = await readHousehold(tx, draft.household, site)
    const { person, issues } = readDraft(draft, {
      today: today(desk),
      sourceId,
      site: household?.site ?? site,
    })
    refuseFaults([...issues, ...[issue, siteIssue].filter((one) => one !== undefined)])
    const { own: likely, elsewhere } = await findLikelySeen(tx, desk.actor, person)
    const apart = await readOthers(tx, others, likely)
    refuseSuspects(likely, apart)
    if (household !== undefined && isNew) await insertHouseholds(tx, [household])
    const stored = await writePerson(tx, desk, person, household)
    const all = [...likely, ...elsewhere]
    const persons = new Map(
      [stored, ...all.map((one) => one.stored)].map((one) => [one.person.id as string, one]),
    )
    const at = desk.now().toISOString()
    // A pair with somebody of another site is for reviewers: whoever registers does not see it.
    await tx.asSystem((whole) =>
      savePairs(
        whole,
        all.map(({ match }) => toPair(match, persons, at)),
      ),
    )
    for (const one of apart)
      await judgeTwo(tx, desk, stored, one, { verdict: 'different', ...(reason && { reason }) })
    const judged = new Set(apart.map((one) => one.person.id))
    return {
      person: person.reference,
      ...(household === undefined ? {} : { household: household.reference }),
      isNew: true,
      judgedDifferent: apart.map((one) => one.person.reference),
      parked: likely.filter((one) => !judged.has(one.stored.person.id)).length,
      elsewhere: elsewhere.length > 0,
    }
  })
}

/** The person of a form that was sent before. */
async function findSent(tx: Tx, sourceId: string): Promise<RegisteredView | undefined> {
  const stored = (await listPersonsBySource(tx, [sourceId]))[0]
  if (stored === undefined || stored.removed) return undefined
  const { householdId } = stored.file
  const [household] = householdId === undefined ? [] : await listHouseholds(tx, [householdId])
  return {
    person: stored.person.reference,
    ...(household === undefined ? {} : { household: household.reference }),
    isNew: false,
    judgedDifferent: [],
    parked: 0,
    elsewhere: false,
  }
}

interface ReadHousehold {
  readonly household?: Household
  readonly isNew: boolean
  readonly issue?: Issue
}

/** The site that a draft names, else where the account works. */
async function readSite(
  tx: Tx,
  desk: Desk,
  asked: string | undefined,
): Promise<{ readonly site: SiteId; readonly issue?: Issue }> {
  if (asked === undefined || asked === '') return { site: usualSite(desk) }
  const found = (await listSites(tx)).find((one) => one.id === asked)
  if (found !== undefined && worksFor(desk.actor, found.id)) return { site: found.id }
  const message =
    'There is no such site where this account works. Leave it out, or name one that it works for.'
  return { site: usualSite(desk), issue: { code: 'no_such_site', path: 'site', message } }
}

async function readHousehold(
  tx: Tx,
  asked: string | undefined,
  site: SiteId,
): Promise<ReadHousehold> {
  if (asked === undefined || asked === '') return { isNew: false }
  if (asked === 'new') {
    const id = newId<HouseholdId>()
    const household = { id, sourceId: `onward:${id}`, reference: newReference('H'), site }
    return { household, isNew: true }
  }
  const household = await findHouseholdByReference(tx, asked)
  if (household !== undefined) return { household, isNew: false }
  const message = `There is no ${namedRecord('household', asked)} here. Give the reference of one on file, or new.`
  return { isNew: false, issue: { code: 'no_such_household', path: 'household', message } }
}

function refuseFaults(issues: readonly Issue[]): void {
  if (issues.length === 0) return
  throw new DomainError(
    'invalid_input',
    `Nobody was registered: ${issues.map((one) => one.message).join(' ')}`,
    { issues },
  )
}

/** Everyone who is one person with a record that was named, among the likely and beside them. */
async function readOthers(
  tx: Tx,
  references: readonly string[],
  likely: readonly LikelyOnFile[],
): Promise<readonly StoredPerson[]> {
  const asked = [...new Set(references.map((one) => one.trim().toUpperCase()))]
  const named = await listPersonsByReference(tx, asked)
  const missing = asked.filter((one) => !named.some(({ person }) => person.reference === one))
  if (missing.length > 0)
    throw new DomainError(
      'not_found',
      `There is no ${missing.map((one) => namedRecord('person', one)).join(', ')} here. Name the persons that were shown as likely.`,
    )
  const groups = await listGroups(
    tx,
    named.map((one) => one.person.id),
  )
  const ids = new Set<PersonId>([...groups.values()].flat())
  const known = new Set(named.map((one) => one.person.id))
  const further = likely.filter(
    ({ stored }) => ids.has(stored.person.id) && !known.has(stored.person.id),
  )
  return [...named, ...further.map((one) => one.stored)]
}

function refuseSuspects(likely: readonly LikelyOnFile[], apart: readonly StoredPerson[]): void {
  const judged = new Set(apart.map((one) => one.person.id))
  const open = likely.filter(
    ({ match, stored }) => isSuspected(match) && !judged.has(stored.person.id),
  )
  if (open.length === 0) return
  throw new DomainError(
    'conflict',
    `Nobody was registered: ${open.length} persons on file are likely the same person. Look at each: if it is the same person, use that file; if it is somebody else, say so and register again.`,
    {
      issues: open.map(({ match, stored }) => ({
        code: 'likely_same',
        path: stored.person.reference,
        message: `${stored.person.reference} is ${match.band === 'sure' ? 'almost surely' : 'likely'} the same person (${Math.round(match.bits)} bits).`,
      })),
    },
  )
}

async function writePerson(
  tx: Tx,
  desk: Desk,
  person: Person,
  household: Household | undefined,
): Promise<StoredPerson> {
  const at = desk.now().toISOString()
  const on = { effectiveOn: today(desk), personId: person.id }
  const drafts: EventDraft[] = [{ type: 'person.registered', ...on, data: {} }]
  if (household !== undefined)
    drafts.push({ type: 'household.joined', ...on, data: { householdId: household.id } })
  const events: readonly RecordedEvent[] = drafts.map((draft) =>
    stamp(draft, desk.actor.handle, at),
  )
  const file: PersonFile = events.reduce(applyToPerson, emptyPersonFile(person.id))
  const stored = { person, file }
  await savePersons(tx, [stored])
  await appendEvents(tx, events)
  return stored
}
