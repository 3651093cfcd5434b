import type { BatchId, PersonId } from '../domain/ids.ts'
import { identityMark } from '../domain/same-person.ts'
import { findLikely, LINKAGE_RULES, matchAll } from '../identity/linkage/find-likely.ts'
import type { IdentityRecord, Match } from '../identity/linkage/match.ts'
import { skeleton } from '../identity/name.ts'
import type { Tx } from '../storage/database.ts'
import {
  countPersons,
  countSkeletons,
  findCandidateIds,
  identityRecord,
} from '../storage/link-keys.ts'
import type { FoundPair } from '../storage/pairs.ts'
import { pairIds } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listAllPersons, listPersons } from '../storage/persons.ts'

/** Somebody on file who may be the subject, and what speaks for it. */
export interface LikelyOnFile {
  readonly match: Match
  readonly stored: StoredPerson
}

/** From this band on a pair is worth a look. */
export function isWorthALook(match: Match): boolean {
  return match.band !== 'unlikely'
}

/** From this band on nobody is registered without a word on the pair. */
export function isSuspected(match: Match): boolean {
  return match.band === 'sure' || match.band === 'likely'
}

/** Persons on file who may be the subject, the likeliest first. */
export async function findLikelyOnFile(
  tx: Tx,
  subject: IdentityRecord,
): Promise<readonly LikelyOnFile[]> {
  const ids = await findCandidateIds(tx, subject)
  return weighAmong(tx, subject, [...(await listPersons(tx, ids)).values()])
}

/** Weighs two records on file against each other. */
export async function weighTwo(tx: Tx, one: StoredPerson, other: StoredPerson): Promise<Match> {
  const subject = identityRecord(one.person, one.file)
  const [found] = await weigh(tx, subject, [identityRecord(other.person, other.file)])
  if (found === undefined) throw new Error('A candidate was not weighed.')
  return found
}

/** The candidates who may be the subject, the likeliest first. */
export async function weighAmong(
  tx: Tx,
  subject: IdentityRecord,
  candidates: readonly StoredPerson[],
): Promise<readonly LikelyOnFile[]> {
  const byId = new Map<string, StoredPerson>(candidates.map((one) => [one.person.id, one]))
  const records = candidates.map(({ person, file }) => identityRecord(person, file))
  const matches = await weigh(tx, subject, records)
  return matches.filter(isWorthALook).flatMap((match) => {
    const stored = byId.get(match.a === subject.id ? match.b : match.a)
    return stored === undefined ? [] : [{ match, stored }]
  })
}

/** A name that is rare on file says more: the engine asks how many have it. */
async function weigh(
  tx: Tx,
  subject: IdentityRecord,
  candidates: readonly IdentityRecord[],
): Promise<readonly Match[]> {
  if (candidates.length === 0) return []
  const words = subject.names.flatMap(({ text }) => skeleton(text).split(' '))
  const population = Math.max(1, await countPersons(tx))
  const counts = await countSkeletons(tx, [...new Set(words)])
  const share = (word: string): number => (counts.get(word) ?? 0) / population
  return findLikely(subject, candidates, { population, share })
}

/** More newcomers than this are matched all at once in memory, with the whole register. */
const ONE_BY_ONE = 100

/** What matching newcomers found: matches, and the persons they are of. */
export interface FoundMatches {
  readonly matches: readonly Match[]
  readonly persons: ReadonlyMap<string, StoredPerson>
}

/**
 * Matches persons who come in, or come otherwise than they are on file, against the register and
 * each other. Reads only.
 */
export async function matchNewcomers(
  tx: Tx,
  newcomers: readonly StoredPerson[],
): Promise<FoundMatches> {
  if (newcomers.length === 0) return { matches: [], persons: new Map() }
  const own = new Set<string>(newcomers.map((one) => one.person.id))
  const onFile =
    newcomers.length > ONE_BY_ONE ? await listAllPersons(tx) : await candidatesOf(tx, newcomers)
  const all = [...onFile.filter((one) => !own.has(one.person.id)), ...newcomers]
  const persons = new Map<string, StoredPerson>(all.map((one) => [one.person.id, one]))
  if (newcomers.length > ONE_BY_ONE) {
    const records = all.map(({ person, file }) => identityRecord(person, file))
    const matches = matchAll(records, { among: { newIds: own } })
    return { matches: heaviest(matches.filter(isWorthALook)), persons }
  }
  const matches = new Map<string, Match>()
  for (const { person, file } of newcomers)
    for (const { match } of await weighAmong(tx, identityRecord(person, file), all)) {
      const { aId, bId } = pairIds(match.a as PersonId, match.b as PersonId)
      if (!matches.has(aId + bId)) matches.set(aId + bId, match)
    }
  return { matches: heaviest([...matches.values()]), persons }
}

/** Pairs kept of one record: where hundreds have one name, the queue must stay of use. */
const MOST_PAIRS = 10

/** The heaviest pairs, so many of each record at most. */
export function heaviest(matches: readonly Match[]): readonly Match[] {
  const taken = new Map<string, number>()
  const count = (id: string): number => taken.get(id) ?? 0
  return matches
    .toSorted((x, y) => y.bits - x.bits || (x.a + x.b < y.a + y.b ? -1 : 1))
    .filter(({ a, b }) => {
      if (count(a) >= MOST_PAIRS || count(b) >= MOST_PAIRS) return false
      taken.set(a, count(a) + 1)
      taken.set(b, count(b) + 1)
      return true
    })
}

async function candidatesOf(
  tx: Tx,
  newcomers: readonly StoredPerson[],
): Promise<readonly StoredPerson[]> {
  const ids = new Set<PersonId>()
  for (const { person, file } of newcomers)
    for (const id of await findCandidateIds(tx, identityRecord(person, file))) ids.add(id)
  return [...(await listPersons(tx, [...ids])).values()]
}

/** A match as it is kept for the queue. */
export function toPair(
  match: Match,
  persons: ReadonlyMap<string, StoredPerson>,
  foundAt: string,
  batchId?: BatchId,
): FoundPair {
  // The engine gives back the ids that it was given.
  const { aId, bId } = pairIds(match.a as PersonId, match.b as PersonId)
  const mark = (id: PersonId): string => {
    const stored = persons.get(id)
    return stored === undefined ? '' : identityMark(stored.person)
  }
  const { band, bits, probability, why } = match
  return {
    aId,
    bId,
    band,
    bits,
    probability,
    why,
    rules: LINKAGE_RULES,
    aMark: mark(aId),
    bMark: mark(bId),
    foundAt,
    ...(batchId === undefined ? {} : { batchId }),
  }
}
