import { DomainError } from '../domain/errors.ts'
import type { Database, Tx } from './database.ts'

/** A database whose last write is committed together with what the caller has to say about it. */
export interface HeldWrite {
  readonly db: Database
  /** Whether a write is done and waits for its commit. */
  isHeld(): boolean
  /**
   * Adds `finish` to the transaction that waits and commits both. Throws when that fails: then
   * nothing of either was written. Without a write that waits, `finish` is not run.
   */
  settle(finish: (tx: Tx) => Promise<void>): Promise<void>
  /** Commits what waits as it is. */
  letGo(): Promise<void>
}

interface Waiting {
  readonly finish: (work: (tx: Tx) => Promise<void>) => void
  readonly committed: Promise<void>
}

/**
 * Holds back the commit of each write until it is known what comes of it: an answer to keep, a job
 * to end. When another transaction begins first, the one that waits is committed as it is, with
 * `early`, so that nobody waits for a lock of their own.
 */
export function holdWrites(
  database: Database,
  early: (tx: Tx) => Promise<void> = async () => {},
): HeldWrite {
  let waiting: Waiting | undefined

  const settle = async (finish: (tx: Tx) => Promise<void>): Promise<void> => {
    const held = waiting
    waiting = undefined
    held?.finish(finish)
    await held?.committed
  }

  const wrap = (db: Database): Database => ({
    ...db,
    as: (actor) => wrap(db.as(actor)),
    asSystem: () => wrap(db.asSystem()),
    read: async (operationId, work) => {
      await settle(early)
      return db.read(operationId, work)
    },
    readNoted: async (operationId, work) => {
      await settle(early)
      return db.readNoted(operationId, work)
    },
    write: async (operationId, work) => {
      await settle(early)
      return new Promise((resolve, reject) => {
        let isGiven = false
        let give: Waiting['finish'] = () => {}
        const finishing = new Promise<(tx: Tx) => Promise<void>>((done) => (give = done))
        const committed = db.write(operationId, async (tx) => {
          // Its result was given away already, so it cannot be worked out anew.
          if (isGiven)
            throw new DomainError(
              'unavailable',
              'Not written: another change got in between. Try again in a moment.',
            )
          const result = await work(tx)
          isGiven = true
          waiting = { finish: give, committed }
          resolve(result)
          await (
            await finishing
          )(tx)
        })
        committed.catch(reject)
      })
    },
  })

  return {
    db: wrap(database),
    isHeld: () => waiting !== undefined,
    settle,
    letGo: () => settle(async () => {}),
  }
}
