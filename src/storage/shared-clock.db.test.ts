import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { openTestDatabase } from '../testing/test-database.ts'
import { startSharedClock } from './shared-clock.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

test('the time is the database’s, and a jump of this machine’s clock does not reach it', async () => {
  const database = await openTestDatabase()
  const clock = await startSharedClock(database.db, 20)
  const before = clock.now().getTime()
  const real = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(real - 3_600_000)
  await wait(100)
  const passed = clock.now().getTime() - before
  expect(passed).toBeGreaterThan(50)
  expect(passed).toBeLessThan(60_000)
  clock.stop()
  await database.close()
  // Without a database it goes on.
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(before + passed)
})
