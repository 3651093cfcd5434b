import type { SessionView } from '../domain/views.ts'
import { listAccounts } from '../storage/operations.ts'
import type { Desk } from './desk.ts'
import { operationView } from './desk.ts'

/** Which operation this is and who can work in it. */
export async function getSession(desk: Desk, version: string): Promise<SessionView> {
  const accounts = await desk.db.read(desk.operation.id, listAccounts)
  return { operation: operationView(desk), accounts, version }
}
