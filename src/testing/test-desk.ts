import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import type { Desk } from '../actions/desk.ts'
import { openDesk } from '../actions/desk.ts'
import { openTestDatabase } from './test-database.ts'
import type { TestDatabase } from './test-database.ts'

/** A database with an empty operation, the desk of its first reviewer, and a folder for files. */
export interface TestDesk {
  readonly database: TestDatabase
  readonly desk: Desk
  readonly folder: string
  readonly close: () => Promise<void>
}

export async function openTestDesk(): Promise<TestDesk> {
  const database = await openTestDatabase()
  await openOperation(database.db, draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' }))
  const desk = await openDesk(database.db)
  const folder = await mkdtemp(join(tmpdir(), 'onward-test-'))
  const close = async (): Promise<void> => {
    await database.close()
    await rm(folder, { recursive: true })
  }
  return { database, desk, folder, close }
}
