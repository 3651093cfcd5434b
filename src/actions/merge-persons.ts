import { DomainError } from '../domain/errors.ts'
import type { EventDraft } from '../domain/event.ts'
import type { PersonId } from '../domain/ids.ts'
import type { Violation } from '../domain/invariants.ts'
import type { RecordToMerge } from '../domain/same-person.ts'
import { mergeHindrances, shownOf } from '../domain/same-person.ts'
import { listCasesOfPersons } from '../storage/case-members.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { listPairsOf } from '../storage/pairs.ts'
import { listPersons } from '../storage/persons.ts'
import type { SamePerson } from '../storage/same-persons.ts'
import { listGroups, saveMerges } from '../storage/same-persons.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** Why the persons of these two records cannot be shown as one; empty when they can, or are. */
export async function planMerge(
  tx: Tx,
  aId: PersonId,
  bId: PersonId,
): Promise<readonly Violation[]> {
  const groups = await listGroups(tx, [aId, bId])
  if (groups.size < 2) return []
  const records = await readRecordsToMerge(tx, [...groups.values()].flat())
  const apart = await judgedApart(tx, [...groups.values()], records)
  return [...mergeHindrances([...records.values()]), ...apart]
}

/** Somebody said of a record here and a record there that they are different persons. */
async function judgedApart(
  tx: Tx,
  [one = [], other = []]: readonly (readonly PersonId[])[],
  records: ReadonlyMap<PersonId, RecordToMerge>,
): Promise<readonly Violation[]> {
  if (one.length + other.length < 3) return []
  const pairs = await listPairsOf(tx, one)
  return pairs
    .filter(({ aId, bId, status }) => {
      const across = (a: PersonId, b: PersonId): boolean => one.includes(a) && other.includes(b)
      return status === 'different' && (across(aId, bId) || across(bId, aId))
    })
    .map(({ aId, bId }) => ({
      rule: 'judged_different',
      message: `${records.get(aId)?.reference ?? ''} and ${records.get(bId)?.reference ?? ''} were judged different persons. Take that judgement back first, or judge these two different.`,
    }))
}

async function readRecordsToMerge(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, RecordToMerge>> {
  const persons = await listPersons(tx, ids)
  const cases = await listCasesOfPersons(tx, ids)
  return new Map(
    [...persons].map(([id, { person, file }]) => {
      const own = cases.filter((one) => one.personId === id)
      const active = own.find((one) => one.active)?.reference
      return [
        id,
        {
          id,
          reference: person.reference,
          file,
          hasCase: own.length > 0,
          ...(active === undefined ? {} : { activeCase: active }),
        },
      ]
    }),
  )
}

/** `rule_broken` when the persons of these two records cannot be shown as one. */
export async function requireMergeable(tx: Tx, aId: PersonId, bId: PersonId): Promise<void> {
  const hindrances = await planMerge(tx, aId, bId)
  if (hindrances.length === 0) return
  throw new DomainError(
    'rule_broken',
    `The two records cannot be shown as one person: ${hindrances.map((one) => one.message).join(' ')}`,
    { issues: hindrances.map(({ rule, message }) => ({ code: rule, message })) },
  )
}

/**
 * Shows as one person who was judged the same, and nobody else, among all who were or now are one
 * person with these two. Only who is shown for whom is written, and an event for each change.
 */
export async function followJudgements(
  tx: Tx,
  desk: Desk,
  ids: readonly [PersonId, PersonId],
  reason?: string,
): Promise<void> {
  const before = await listGroups(tx, ids)
  const members = [...before.values()].flat()
  const pairs = await listPairsOf(tx, members)
  const same = pairs.filter((one) => one.status === 'same')
  const records = await readRecordsToMerge(tx, members)
  const merges = groupsOf(members, same).flatMap((group) => merged(group, records))
  const wasShown = new Map(
    [...before].flatMap(([shown, group]) => group.slice(1).map((id) => [id, shown] as const)),
  )
  const isShown = new Map(merges.map((one) => [one.personId, one.shownId]))
  const drafts = members.flatMap((personId): EventDraft[] => {
    const was = wasShown.get(personId)
    const is = isShown.get(personId)
    if (was === is) return []
    const because = { effectiveOn: today(desk), personId, ...(reason && { reason }) }
    // A later word on the same record stands for the one before it.
    if (is !== undefined) return [{ type: 'person.merged', ...because, data: { intoId: is } }]
    return was === undefined ? [] : [{ type: 'person.unmerged', ...because, data: { intoId: was } }]
  })
  const at = desk.now().toISOString()
  await appendEvents(
    tx,
    drafts.map((draft) => stamp(draft, desk.actor.handle, at)),
  )
  await saveMerges(tx, members, merges)
}

/** The records that judgements tie together, in groups. */
function groupsOf(
  members: readonly PersonId[],
  same: readonly { readonly aId: PersonId; readonly bId: PersonId }[],
): readonly (readonly PersonId[])[] {
  const groups: PersonId[][] = []
  const seen = new Set<PersonId>()
  for (const first of members) {
    if (seen.has(first)) continue
    seen.add(first)
    const group = [first]
    for (const id of group)
      for (const { aId, bId } of same) {
        const other = aId === id ? bId : bId === id ? aId : undefined
        if (other === undefined || seen.has(other)) continue
        seen.add(other)
        group.push(other)
      }
    groups.push(group)
  }
  return groups
}

function merged(
  group: readonly PersonId[],
  records: ReadonlyMap<PersonId, RecordToMerge>,
): readonly SamePerson[] {
  const [first, ...rest] = group.flatMap((id) => records.get(id) ?? [])
  if (first === undefined) return []
  const shown = rest.reduce(shownOf, first)
  return [first, ...rest]
    .filter((one) => one !== shown)
    .map((one) => ({ personId: one.id, shownId: shown.id }))
}
