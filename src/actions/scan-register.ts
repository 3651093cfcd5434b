import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { matchAll } from '../identity/linkage/find-likely.ts'
import { deleteAllLinkKeys, identityRecord, insertLinkKeys } from '../storage/link-keys.ts'
import { savePairs } from '../storage/pairs.ts'
import type { Tx } from '../storage/database.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listAllPersons } from '../storage/persons.ts'
import type { Desk } from './desk.ts'
import { heaviest, isSuspected, toPair } from './weigh-persons.ts'

export interface ScannedRegister {
  readonly persons: number
  readonly pairs: number
  /** Pairs that are likely or surer. */
  readonly suspected: number
}

/**
 * Matches the whole register with itself and writes all keys anew: for persons who came before
 * there were keys, or after the rules changed. What was judged stays judged.
 */
export async function scanRegister(
  desk: Desk,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ScannedRegister> {
  requireAccess(desk.actor, 'pair.judge')
  const scan = async (tx: Tx): Promise<ScannedRegister> => {
    const all = await listAllPersons(tx)
    const records = all.map(({ person, file }) => identityRecord(person, file))
    await deleteAllLinkKeys(tx)
    await insertLinkKeys(tx, records, new Map(all.map(({ person }) => [person.id, person.site])))
    const matches = heaviest(matchAll(records, { onProgress }))
    const persons = new Map<string, StoredPerson>(all.map((one) => [one.person.id, one]))
    const at = desk.now().toISOString()
    await savePairs(
      tx,
      matches.map((match) => toPair(match, persons, at)),
    )
    return {
      persons: all.length,
      pairs: matches.length,
      suspected: matches.filter(isSuspected).length,
    }
  }
  // The whole register: records of two sites may be one person, and only reviewers see that pair.
  return act(desk, 'pair.judge', (tx) => tx.asSystem(scan))
}
