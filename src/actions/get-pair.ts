import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { PairView, RecordView } from '../domain/person-views.ts'
import type { Tx } from '../storage/database.ts'
import { countPersons, identityRecord } from '../storage/link-keys.ts'
import type { StoredPair } from '../storage/pairs.ts'
import { findPair, listJudgements, pairIds } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listHouseholdMembers } from '../storage/persons.ts'
import { LINKAGE_RULES } from '../identity/linkage/find-likely.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { requirePerson } from './get-person.ts'
import { planMerge } from './merge-persons.ts'
import { readRecords } from './person-rows.ts'
import { isSuspected, weighAmong, weighTwo } from './weigh-persons.ts'

/** Two records side by side, with what speaks for one person; also when no search found them. */
export async function getPair(desk: Desk, left: string, right: string): Promise<PairView> {
  requireAccess(desk.actor, 'pair.read')
  return lookNoted(desk, 'pair.read', async (tx) => {
    const [one, other] = await requireTwo(tx, desk, left, right)
    return viewPair(tx, desk, one, other)
  })
}

/** Two different persons on file. */
export async function requireTwo(
  tx: Tx,
  desk: Desk,
  left: string,
  right: string,
): Promise<readonly [StoredPerson, StoredPerson]> {
  const one = await requirePerson(tx, desk, left)
  const other = await requirePerson(tx, desk, right)
  for (const { person } of [one, other]) tx.touched.add(`person:${person.id}`)
  if (one.person.id !== other.person.id) return [one, other]
  throw new DomainError(
    'invalid_input',
    'A pair is of two different records. Name another one beside it.',
  )
}

/** A pair as its reader sees it, in the order in which it was asked for. */
export async function viewPair(
  tx: Tx,
  desk: Desk,
  left: StoredPerson,
  right: StoredPerson,
): Promise<PairView> {
  const ids = pairIds(left.person.id, right.person.id)
  const kept = await findPair(tx, ids)
  const judgements = await listJudgements(tx, ids)
  const evidence = kept ?? (await weighTwo(tx, left, right))
  const records = await readRecords(tx, [left, right], today(desk))
  const [leftRecord, rightRecord] = await withMatches(tx, [left, right], records)
  const { band, bits, probability, why } = evidence
  return {
    status: kept?.status ?? 'open',
    changed: kept?.changed ?? false,
    turn: judgements.length,
    rules: rulesOf(kept),
    band,
    bits,
    probability,
    why,
    left: leftRecord,
    right: rightRecord,
    judgements: judgements.map((one) => ({
      verdict: one.verdict,
      by: one.actor,
      at: one.recordedAt,
      ...(one.reason === undefined ? {} : { reason: one.reason }),
      rules: one.rules,
      bits: one.bits,
    })),
    hindrances: (await planMerge(tx, ids.aId, ids.bId)).map(({ rule, message }) => ({
      code: rule,
      message,
    })),
  }
}

function rulesOf(kept: StoredPair | undefined): string {
  return kept?.rules ?? LINKAGE_RULES
}

/** Says of each member of one household who of the other household it may be. */
async function withMatches(
  tx: Tx,
  [left, right]: readonly [StoredPerson, StoredPerson],
  records: ReadonlyMap<string, RecordView>,
): Promise<readonly [RecordView, RecordView]> {
  const [one, other] = [records.get(left.person.id), records.get(right.person.id)]
  if (one === undefined || other === undefined) throw new Error('A record was not read.')
  const households = [left.file.householdId, right.file.householdId]
  const [leftId, rightId] = households
  if (leftId === undefined || rightId === undefined || leftId === rightId) return [one, other]
  const members = await listHouseholdMembers(tx, [leftId, rightId])
  const of = (id: string, without: StoredPerson): readonly StoredPerson[] =>
    members.filter((each) => each.file.householdId === id && each.person.id !== without.person.id)
  const [leftMembers, rightMembers] = [of(leftId, left), of(rightId, right)]
  const found = new Map<string, string>()
  const population = await countPersons(tx)
  for (const member of leftMembers) {
    const subject = identityRecord(member.person, member.file)
    const [best] = await weighAmong(tx, subject, rightMembers, population)
    if (best === undefined || !isSuspected(best.match)) continue
    found.set(member.person.reference, best.stored.person.reference)
    found.set(best.stored.person.reference, member.person.reference)
  }
  return [marked(one, found), marked(other, found)]
}

function marked(record: RecordView, found: ReadonlyMap<string, string>): RecordView {
  if (record.household === undefined) return record
  const members = record.household.members.map((member) => {
    const matches = found.get(member.person)
    return matches === undefined ? member : { ...member, matches }
  })
  return { ...record, household: { ...record.household, members } }
}
