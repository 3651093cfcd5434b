import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OperationId } from '../domain/ids.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { readSnapshot } from './snapshot.ts'

const operationId = '01900000-0000-7000-8000-0000000000aa' as OperationId
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

test('reads that are noted leave the data as they are; a change does not', async () => {
  const db = database.db.asSystem()
  const mark = () => db.read(operationId, readSnapshot)
  const first = await mark()
  await db.readNoted(operationId, async (tx) => tx.note({ kind: 'read', action: 'case.read' }))
  expect(await mark()).toBe(first)
  await db.write(operationId, async (tx) => tx.note({ kind: 'change', action: 'case.record' }))
  const second = await mark()
  expect(second).not.toBe(first)
  await db.readNoted(operationId, async (tx) => tx.note({ kind: 'search', action: 'case.search' }))
  expect(await mark()).toBe(second)
})
