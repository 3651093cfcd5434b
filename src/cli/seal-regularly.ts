import type { SealMemory } from '../actions/seal-audit.ts'
import { sealAudit } from '../actions/seal-audit.ts'
import type { Log } from '../observing/log.ts'
import type { Database } from '../storage/database.ts'

const EVERY_MS = 5 * 60_000

export interface Sealing {
  /** The last checkpoint, at the server's stop. */
  stop(): Promise<void>
}

/** Makes checkpoints of the audit every five minutes while the server runs, and one at its end. */
export function sealRegularly(db: Database, log: Log): Sealing {
  const memory: SealMemory = new Map()
  let running = Promise.resolve()
  const seal = async (): Promise<void> => {
    try {
      for (const { refusedLanes } of await sealAudit(db, memory))
        if (refusedLanes.length === 0) log.info('audit_sealed')
        else log.error('audit_unsound')
    } catch {
      // The database is away or stopping; the next one goes on from there.
      log.error('audit_not_sealed')
    }
  }
  const timer = setInterval(() => {
    running = running.then(seal)
  }, EVERY_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
      await seal()
    },
  }
}
