import type { Database } from './database.ts'

/** The one clock of all instances: the database's. */
export interface SharedClock {
  readonly now: () => Date
  stop(): void
}

const ASK_EVERY_MS = 30_000

/**
 * Asks the database what time it is, and carries that on by the time that passes here. So instances
 * agree on what came first, and a jump of one machine's clock reaches neither events nor sessions.
 */
export async function startSharedClock(
  db: Database,
  askEveryMs = ASK_EVERY_MS,
): Promise<SharedClock> {
  let [base, at] = [Date.now(), performance.now()]
  const ask = async (): Promise<void> => {
    const asked = performance.now()
    const rows = await db.bare<{ ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    )
    const answered = performance.now()
    const { ms } = rows[0] ?? { ms: Date.now() }
    // The answer is as old as half the way.
    ;[base, at] = [ms + (answered - asked) / 2, answered]
  }
  await ask()
  // When the database is away the last answer goes on.
  const timer = setInterval(() => void ask().catch(() => {}), askEveryMs)
  timer.unref()
  return {
    now: () => new Date(base + (performance.now() - at)),
    stop: () => clearInterval(timer),
  }
}
