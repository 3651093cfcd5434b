import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_PLANNER, openDesk } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { referenceOperation } from '../actions/reference-operation.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import { startWorker } from '../actions/work-jobs.ts'
import { serve } from '../api/serve.ts'
import { silentObserver } from '../observing/observer.ts'
import type { Database } from '../storage/database.ts'
import { openTestDatabase } from './test-database.ts'

/** The real server on a free port, with the reference operation loaded and planned. */
export interface ReferenceServer {
  readonly url: string
  readonly db: Database
  close(): Promise<void>
}

export async function startReferenceServer(): Promise<ReferenceServer> {
  const database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation())
  await solvePlan(await openDesk(database.db, { handle: DEFAULT_PLANNER }), {})
  const webFolder = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist', 'web')
  const worker = startWorker(database.db, { observer: silentObserver(), lookEveryMs: 100 })
  const server = await serve({ db: database.db, version: 'test', webFolder, port: 0 })
  return {
    url: server.url,
    db: database.db,
    close: async () => {
      await worker.stop(0)
      await server.close()
      await database.close()
    },
  }
}
