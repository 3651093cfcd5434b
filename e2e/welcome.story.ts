import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../src/api/serve.ts'
import type { Database } from '../src/storage/database.ts'
import { openTestDatabase } from '../src/testing/test-database.ts'
import { visit } from './visit.ts'

/** A server on which nothing was imported yet. */
async function startEmptyServer(): Promise<{ readonly url: string; readonly db: Database }> {
  const database = await openTestDatabase()
  const webFolder = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'web')
  const server = await serve({ db: database.db, version: 'test', webFolder, port: 0 })
  onTestFinished(async () => {
    await server.close()
    await database.close()
  })
  return { url: server.url, db: database.db }
}

describe('someone opens Onward before anything is in it', () => {
  test('every page says calmly what to do next', async () => {
    const at = await startEmptyServer()
    for (const path of ['/', '/cases', '/offers', '/plan', '/appeal']) {
      // The browser itself complains of an answer with status 404.
      const page = await visit(path, { at, account: undefined, mayComplain: true })
      await page.getByRole('heading', { name: 'Onward: Welcome' }).waitFor()
      const commands = await page.locator('code').allInnerTexts()
      expect(commands).toEqual(['npx onward import register FILE.csv', 'npx onward demo'])
      expect(await page.getByRole('alert').count()).toBe(0)
    }
  })
})
