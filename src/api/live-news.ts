import { setTimeout as wait } from 'node:timers/promises'
import type { NewsKind } from '../domain/news-kind.ts'
import type { OperationId } from '../domain/ids.ts'
import { listNews } from '../storage/news.ts'
import type { Database } from '../storage/database.ts'

type Told = (kinds: ReadonlySet<NewsKind>) => void

/** Tells those who look at screens of this process what others changed, on whichever instance. */
export interface LiveNews {
  /** Calls back with the kinds that changed, soon after; the result ends it. */
  listen(operationId: OperationId, told: Told): () => void
  /** Of all operations. */
  listeners(): number
  /** Ends everything that listens. */
  readonly ended: AbortSignal
  close(): void
}

const LOOK_EVERY_MS = 1_000
/** Further back than any commit takes to become visible. */
const LOOK_BACK_SECONDS = 10

/**
 * Looks at the database once a second for each operation that somebody looks at, however many do.
 * No LISTEN: poolers and distributed PostgreSQL lack it, and a second is soon enough.
 */
export function watchNews(db: Database, lookEveryMs = LOOK_EVERY_MS): LiveNews {
  const rooms = new Map<OperationId, Set<Told>>()
  const ended = new AbortController()
  return {
    listen: (operationId, told) => {
      const room = rooms.get(operationId) ?? new Set<Told>()
      const isFirst = room.size === 0
      rooms.set(operationId, room)
      room.add(told)
      if (isFirst) void look(db, operationId, room, ended.signal, lookEveryMs)
      return () => {
        room.delete(told)
        if (room.size === 0) rooms.delete(operationId)
      }
    },
    listeners: () => [...rooms.values()].reduce((sum, room) => sum + room.size, 0),
    ended: ended.signal,
    close: () => ended.abort(),
  }
}

/** Until the room is empty. */
async function look(
  db: Database,
  operationId: OperationId,
  room: ReadonlySet<Told>,
  ended: AbortSignal,
  lookEveryMs: number,
): Promise<void> {
  let known: ReadonlySet<string> | undefined
  while (room.size > 0 && !ended.aborted) {
    const recent = await db
      .asSystem()
      .read(operationId, (tx) => listNews(tx, LOOK_BACK_SECONDS))
      .catch(() => undefined)
    if (recent !== undefined) {
      const before = known
      // What changed before somebody listened is in what they read since.
      const news = before === undefined ? [] : recent.filter((one) => !before.has(one.id))
      known = new Set(recent.map((one) => one.id))
      const kinds = new Set(news.flatMap((one) => one.kinds))
      if (kinds.size > 0) for (const told of room) told(kinds)
    }
    await wait(lookEveryMs, undefined, { signal: ended }).catch(() => {})
  }
}
