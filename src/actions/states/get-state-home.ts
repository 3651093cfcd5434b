import { requireAccess } from '../../domain/access.ts'
import type { StateHomeView } from '../../domain/state-views.ts'
import type { Tx } from '../../storage/database.ts'
import { listLatestHeads } from '../../storage/states/snapshots.ts'
import { listMissions } from '../../storage/states/state-missions.ts'
import { listStatedOffers } from '../../storage/states/state-offers.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { lookNoted } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { viewOf } from './offer-places.ts'
import { stateOf } from './room-door.ts'
import { byClock, stateRow } from './state-rows.ts'

/** What lies before the liaison's State, by clock; its missions; places it offered here. */
export async function getStateHome(desk: Desk): Promise<StateHomeView> {
  requireAccess(desk.actor, 'room.read')
  const state = stateOf(desk)
  const on = today(desk)
  const work = async (tx: Tx): Promise<StateHomeView> => {
    const heads = await listLatestHeads(tx)
    const submissions = await listStateSubmissions(tx)
    const cases = submissions.flatMap((one) => {
      const head = heads.get(one.submissionId)
      return head === undefined || one.state !== state ? [] : [stateRow(one, head, on)]
    })
    return {
      state,
      today: on,
      cases: cases.toSorted(byClock),
      missions: (await listMissions(tx)).filter((one) => one.state === state),
      offers: (await listStatedOffers(tx)).filter((one) => one.state === state).map(viewOf),
    }
  }
  return lookNoted(desk, 'room.read', work, ({ cases }) => ({ state, cases: cases.length }))
}
