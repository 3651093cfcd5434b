import pg from 'pg'

/** A streaming replica for reports, as long as it is not too far behind. */
export interface Replica {
  readonly pool: pg.Pool
  /** Whether what is read there is at most so old. */
  isFresh(): boolean
  close(): Promise<void>
}

const LOOK_EVERY_MS = 1_000
/** Reports may be this old; beyond it the primary answers. */
const MOST_LAG_MS = 10_000
/** Samples of the primary's position that are remembered. */
const SAMPLES = 30

interface Sample {
  readonly at: number
  readonly position: string
}

/**
 * Looks once a second how far the primary is and how far the replica has replayed. The replica's own
 * word on its lag is not enough: cut off, it believes to be up to date. All this needs no right
 * beyond a login.
 */
export function watchReplica(
  primary: pg.Pool,
  pool: pg.Pool,
  { lookEveryMs = LOOK_EVERY_MS, mostLagMs = MOST_LAG_MS } = {},
): Replica {
  pool.on('error', () => {})
  let samples: readonly Sample[] = []
  let freshAt = -Infinity
  let isLooking = false
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      const at = performance.now()
      const position = await ask(primary, 'select pg_current_wal_lsn()::text as position')
      samples = [...samples, { at, position }].slice(-SAMPLES)
      const replayed = await ask(
        pool,
        `select coalesce(pg_last_wal_replay_lsn()::text, '0/0') as position`,
      )
      const caughtUp = samples.findLast((one) => !isBefore(replayed, one.position))
      freshAt = Math.max(freshAt, caughtUp?.at ?? -Infinity)
    } catch {
      // Neither a primary nor a replica that is away makes the other fresher.
    } finally {
      isLooking = false
    }
  }
  void look()
  const timer = setInterval(() => void look(), lookEveryMs)
  timer.unref()
  return {
    pool,
    isFresh: () => performance.now() - freshAt <= mostLagMs,
    close: async () => {
      clearInterval(timer)
      await pool.end()
    },
  }
}

async function ask(pool: pg.Pool, sql: string): Promise<string> {
  const { rows } = await pool.query<{ position: string }>(sql)
  return rows[0]?.position ?? '0/0'
}

/** Whether a position in the write-ahead log, `16/B374D848`, comes before another. */
export function isBefore(one: string, other: string): boolean {
  const number = (text: string): bigint => {
    const [high = '0', low = '0'] = text.split('/')
    return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
  }
  return number(one) < number(other)
}
