import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { QueueView } from '../domain/person-views.ts'
import type { PairStatus } from '../domain/same-person.ts'
import { selectQueue } from '../storage/pairs.ts'
import { listPersons } from '../storage/persons.ts'
import type { Desk } from './desk.ts'

const PAGE_SIZE = 50

/** Pairs that wait for a judgement, or stand judged; what weighs most comes first. */
export async function listPairs(
  desk: Desk,
  asked: { readonly status?: PairStatus; readonly page?: number },
): Promise<QueueView> {
  requireAccess(desk.actor, 'pair.read')
  const status = asked.status ?? 'open'
  const page = Math.max(1, asked.page ?? 1)
  return lookNoted(desk, 'pair.read', async (tx) => {
    const found = await selectQueue(tx, {
      status,
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    })
    for (const { aId, bId } of found.rows) tx.touched.add(`person:${aId}`).add(`person:${bId}`)
    const persons = await listPersons(
      tx,
      found.rows.flatMap((one) => [one.aId, one.bId]),
    )
    return {
      status,
      counts: found.counts,
      page,
      pageSize: PAGE_SIZE,
      rows: found.rows.map(({ aId, bId, aReference, bReference, band, bits, changed }) => ({
        left: aReference,
        right: bReference,
        leftNames: persons.get(aId)?.person.names ?? [],
        rightNames: persons.get(bId)?.person.names ?? [],
        band,
        bits,
        changed,
      })),
    }
  })
}
