import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../observing/log.ts'
import type { Database } from '../storage/database.ts'
import { hasThisSchema } from '../storage/migrate.ts'

/** What stands in the way of serving; `ready` when nothing does. */
export type Readiness = 'ready' | 'database' | 'schema' | 'stopping'

/** Whether this process should be sent requests now. Being alive is another question. */
export interface ReadinessWatch {
  /** Answers within two seconds, also when the database does not. */
  look(): Promise<Readiness>
  /** From now on not ready, so that a proxy sends requests elsewhere. */
  stop(): void
}

const PATIENCE_MS = 2_000

export function watchReadiness(db: Database, log?: Log): ReadinessWatch {
  let isStopping = false
  let last: Readiness | undefined
  return {
    stop: () => {
      isStopping = true
    },
    look: async () => {
      const now = isStopping ? 'stopping' : await lookAtDatabase(db)
      if (now !== last) {
        if (now === 'ready') log?.info('ready')
        else log?.warn('not_ready', { why: now })
      }
      last = now
      return now
    },
  }
}

async function lookAtDatabase(db: Database): Promise<Readiness> {
  const tooLate = new AbortController()
  try {
    return await Promise.race([
      hasThisSchema(db).then((right) => (right ? 'ready' : 'schema')),
      wait(PATIENCE_MS, 'database' as const, { signal: tooLate.signal }),
    ])
  } catch {
    return 'database'
  } finally {
    tooLate.abort()
  }
}
