import type { Desk } from '../actions/desk.ts'
import { openDesk } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import type { AccountId } from '../domain/ids.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { PlanView } from '../domain/views.ts'
import { generateLoad } from '../reference/load.ts'
import { newId } from '../storage/ids.ts'
import type { TestDatabase } from './test-database.ts'
import { openTestDatabase } from './test-database.ts'

/** A small planned operation with cases before several States, and its desks. */
export interface StatesWorld {
  readonly database: TestDatabase
  readonly plan: PlanView
  readonly officer: Desk
  /** Neither made the plan nor reviewed the cases. */
  readonly reviewer: Desk
  readonly liaison: (state: StateCode) => Promise<Desk>
}

export async function openStatesWorld(persons = 400): Promise<StatesWorld> {
  const database = await openTestDatabase()
  await loadGenerated(database.db, generateLoad({ persons }))
  const officer = await openDesk(database.db, { handle: 'officer.one' })
  const plan = await solvePlan(officer, {})
  const reviewer = await openDesk(database.db, { handle: 'reviewer.two' })
  const liaison = async (state: StateCode): Promise<Desk> => {
    const handle = `liaison.${state.toLowerCase()}`
    await database.db.asSystem().write(officer.operation.id, (tx) =>
      tx.query(
        `insert into accounts (operation_id, id, handle, display_name, role, state)
         values ($1, $2, $3, $3, 'state_liaison', $4) on conflict do nothing`,
        [tx.operationId, newId<AccountId>(), handle, state],
      ),
    )
    return openDesk(database.db, { handle })
  }
  return { database, plan, officer, reviewer, liaison }
}
