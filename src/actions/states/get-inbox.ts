import { requireAccess } from '../../domain/access.ts'
import type { InboxView } from '../../domain/state-views.ts'
import { listLatestHeads } from '../../storage/states/snapshots.ts'
import { listActs, markSeen } from '../../storage/states/state-acts.ts'
import { listOpenQuestions } from '../../storage/states/state-messages.ts'
import { listMissions } from '../../storage/states/state-missions.ts'
import { listStatedOffers } from '../../storage/states/state-offers.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { act, lookNoted } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { viewOf } from './offer-places.ts'
import { byClock, stateRow } from './state-rows.ts'

const PAGE_SIZE = 50

/** What States did or asked, what waits for an answer of ours, and what is overdue there. */
export async function getInbox(desk: Desk, page = 1): Promise<InboxView> {
  requireAccess(desk.actor, 'states.read')
  const on = today(desk)
  return lookNoted(desk, 'states.read', async (tx) => {
    const heads = await listLatestHeads(tx)
    const rows = (await listStateSubmissions(tx)).flatMap((one) => {
      const head = heads.get(one.submissionId)
      return head === undefined ? [] : [{ ...stateRow(one, head, on), state: one.state }]
    })
    return {
      today: on,
      page,
      pageSize: PAGE_SIZE,
      ...(await listActs(tx, page, PAGE_SIZE)),
      openQuestions: await listOpenQuestions(tx),
      overdue: rows.filter((row) => (row.clock?.daysLeft ?? 0) < 0).toSorted(byClock),
      offers: (await listStatedOffers(tx)).filter((one) => one.status === 'stated').map(viewOf),
      missions: (await listMissions(tx)).filter((one) => one.status === 'planned'),
    }
  })
}

/** Says of acts that they were seen, in the account's name. */
export async function seeActs(desk: Desk, acts: readonly string[]): Promise<number> {
  requireAccess(desk.actor, 'states.answer')
  const by = { actor: desk.actor.handle, at: desk.now().toISOString() }
  return act(desk, 'states.answer', (tx) => markSeen(tx, acts, by))
}
