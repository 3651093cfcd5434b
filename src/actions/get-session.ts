import type { SessionView } from '../domain/views.ts'
import { listAccounts } from '../storage/operations.ts'
import { look } from './at-work.ts'
import type { Desk } from './desk.ts'
import { operationView } from './desk.ts'

/** Which operation this is, who works in it, and as whom else this session may. */
export async function getSession(
  desk: Desk,
  maySwitch: boolean,
  version: string,
): Promise<SessionView> {
  const accounts = await look(desk, listAccounts)
  const account = accounts.find((one) => one.handle === desk.actor.handle)
  const { handle, role } = desk.actor
  return {
    operation: operationView(desk),
    account: account ?? { handle, displayName: handle, role },
    mayActAs: maySwitch ? accounts : [],
    version,
  }
}
