import type { Actor } from '../domain/access.ts'
import { worksFor } from '../domain/access.ts'
import type { BatchId, PersonId, SiteId } from '../domain/ids.ts'
import type { Person } from '../domain/person.ts'
import { identityMark } from '../domain/same-person.ts'
import { FIRST_SITE } from '../domain/site.ts'
import {
  candidateKeysOfAll,
  findLikely,
  LINKAGE_RULES,
  matchAll,
} from '../identity/linkage/find-likely.ts'
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
function isWorthALook(match: Match): boolean {
  return match.band !== 'unlikely'
}

/** From this band on nobody is registered without a word on the pair. */
export function isSuspected(match: Match): boolean {
  return match.band === 'sure' || match.band === 'likely'
}

/** Persons on file who may be the subject, the likeliest first. */
async function findLikelyOnFile(tx: Tx, subject: IdentityRecord): Promise<readonly LikelyOnFile[]> {
  const ids = await findCandidateIds(tx, subject)
  return weighAmong(tx, subject, [...(await listPersons(tx, ids)).values()])
}

/**
 * The same over the whole register, whoever asks: those whom the actor may see, and those of other
 * sites, of whom nothing but that a reviewer should look goes back.
 */
export function findLikelySeen(
  tx: Tx,
  actor: Actor,
  person: Person,
): Promise<{ readonly own: readonly LikelyOnFile[]; readonly elsewhere: readonly LikelyOnFile[] }> {
  return tx.asSystem(async (whole) => {
    const found = await findLikelyOnFile(whole, identityRecord(person, {}))
    const isOwn = (one: LikelyOnFile): boolean => worksFor(actor, one.stored.person.site)
    return { own: found.filter(isOwn), elsewhere: found.filter((one) => !isOwn(one)) }
  })
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
  population?: number,
): Promise<readonly LikelyOnFile[]> {
  const persons = byId(candidates)
  const records = candidates.map(({ person, file }) => identityRecord(person, file))
  const matches = await weigh(tx, subject, records, population)
  return matches.filter(isWorthALook).flatMap((match) => {
    const stored = persons.get(match.b)
    return stored === undefined ? [] : [{ match, stored }]
  })
}

/** Persons from which a share of them says how frequent a name is. */
const ENOUGH_TO_COUNT = 500

/** A name that is rare on file says more: the engine asks how many have it. */
async function weigh(
  tx: Tx,
  subject: IdentityRecord,
  all: readonly IdentityRecord[],
  known?: number,
): Promise<readonly Match[]> {
  const candidates = all.filter((one) => one.id !== subject.id)
  if (candidates.length === 0) return []
  const words = subject.names.flatMap(({ text }) => skeleton(text).split(' '))
  const population = Math.max(1, known ?? (await countPersons(tx)))
  const counts = await countSkeletons(tx, [...new Set(words)])
  const share = (word: string): number | undefined => {
    const persons = counts.get(word)
    return persons === undefined || population < ENOUGH_TO_COUNT ? undefined : persons / population
  }
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
  return newcomers.length > ONE_BY_ONE ? matchAtOnce(tx, newcomers) : matchEach(tx, newcomers)
}

async function matchAtOnce(tx: Tx, newcomers: readonly StoredPerson[]): Promise<FoundMatches> {
  const own = new Set<string>(newcomers.map((one) => one.person.id))
  const onFile = (await listAllPersons(tx)).filter((one) => !own.has(one.person.id))
  // New ones last, as the engine asks.
  const all = [...onFile, ...newcomers]
  const records = all.map(({ person, file }) => identityRecord(person, file))
  const matches = matchAll(records, { firstNew: onFile.length })
  return { matches: heaviest(matches), persons: byId(all) }
}

async function matchEach(tx: Tx, newcomers: readonly StoredPerson[]): Promise<FoundMatches> {
  const own = byId(newcomers)
  const records = newcomers.map(({ person, file }) => identityRecord(person, file))
  const keysOf = new Map(
    candidateKeysOfAll(records).map((keys, at) => [records[at]?.id ?? '', new Set(keys)]),
  )
  const population = await countPersons(tx)
  const found = new Map<string, Match>()
  const persons = new Map(own)
  for (const { person, file } of newcomers) {
    const subject = identityRecord(person, file)
    const keys = [...(keysOf.get(person.id) ?? [])]
    const onFile = await listPersons(tx, await findCandidateIds(tx, subject, keys))
    const beside = newcomers.filter((one) =>
      keys.some((key) => keysOf.get(one.person.id)?.has(key)),
    )
    const candidates = [...onFile.values()].filter((one) => !own.has(one.person.id))
    const among = [...candidates, ...beside]
    for (const { match, stored } of await weighAmong(tx, subject, among, population)) {
      persons.set(stored.person.id, stored)
      const { aId, bId } = pairIds(match.a as PersonId, match.b as PersonId)
      if (!found.has(aId + bId)) found.set(aId + bId, match)
    }
  }
  return { matches: heaviest([...found.values()]), persons }
}

function byId(persons: readonly StoredPerson[]): ReadonlyMap<string, StoredPerson> {
  return new Map(persons.map((one) => [one.person.id, one]))
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
  const site = (id: PersonId): SiteId => persons.get(id)?.person.site ?? FIRST_SITE.id
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
    aSite: site(aId),
    bSite: site(bId),
    foundAt,
    ...(batchId === undefined ? {} : { batchId }),
  }
}
