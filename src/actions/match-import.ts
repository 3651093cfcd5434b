import type { Actor } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { maySeePair } from '../domain/may-see.ts'
import type { BatchId, SiteId } from '../domain/ids.ts'
import { identityMark } from '../domain/same-person.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { Match } from '../identity/linkage/match.ts'
import type { Tx } from '../storage/database.ts'
import { savePairs } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons } from '../storage/persons.ts'
import type { FoundMatches } from './weigh-persons.ts'
import { isSuspected, matchNewcomers, toPair } from './weigh-persons.ts'

/** A file with more suspected duplicates than this among its new persons stops. */
const MOST_SUSPECTED = { share: 0.1, persons: 20 }

interface Matched extends FoundMatches {
  /** Pairs of two records that the account may see; `elsewhere`: there are others. */
  readonly seen: number
  readonly elsewhere: boolean
  readonly suspected: number
}

/**
 * Matches the persons that an import brings, or records otherwise, against the register and each
 * other, before anything is written. Reads the whole register and counts what the actor may see. Errors: `conflict` when too many are suspected to be on file.
 */
export async function matchImport(
  tx: Tx,
  actor: Actor,
  persons: readonly StoredPerson[],
  options: { readonly allowDuplicates?: boolean } = {},
): Promise<Matched> {
  const onFile = await listPersons(
    tx,
    persons.map((one) => one.person.id),
  )
  const changed = persons.filter(({ person }) => {
    const before = onFile.get(person.id)
    return before === undefined || identityMark(before.person) !== identityMark(person)
  })
  const found = await matchNewcomers(tx, changed)
  const added = new Set<string>(
    changed.flatMap(({ person }) => (onFile.has(person.id) ? [] : [person.id])),
  )
  const siteOf = (id: string): SiteId => found.persons.get(id)?.person.site ?? FIRST_SITE.id
  const isSeen = ({ a, b }: Match): boolean => maySeePair(actor, siteOf(a), siteOf(b))
  const seen = found.matches.filter(isSeen)
  const suspects = seen.filter(isSuspected).flatMap(({ a, b }) => [a, b])
  const suspected = new Set(suspects.filter((id) => added.has(id))).size
  if (options.allowDuplicates !== true) refuseTooMany(suspected, added.size)
  return { ...found, suspected, seen: seen.length, elsewhere: seen.length < found.matches.length }
}

function refuseTooMany(suspected: number, added: number): void {
  if (suspected < MOST_SUSPECTED.persons || suspected <= added * MOST_SUSPECTED.share) return
  throw new DomainError(
    'conflict',
    `Nothing was written: ${suspected} of ${added} new persons are likely on file already, or twice in the file, which is more than ${MOST_SUSPECTED.share * 100} %. Is it a register that was imported before under other ids? If it is right, import it again with --allow-duplicates: the pairs then wait in the review queue.`,
    {
      issues: [
        {
          code: 'many_duplicates',
          message: `${suspected} of ${added} new persons are suspected duplicates.`,
        },
      ],
    },
  )
}

/** Parks what was found in the queue, once the persons are written. */
export function parkMatches(
  tx: Tx,
  { matches, persons }: FoundMatches,
  foundAt: string,
  batchId: BatchId,
): Promise<void> {
  return savePairs(
    tx,
    matches.map((match) => toPair(match, persons, foundAt, batchId)),
  )
}
