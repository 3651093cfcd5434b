import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Log } from './log.ts'
import { createLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import { createMetrics } from './metrics.ts'

/** What a process tells about its own work. */
export interface Observer {
  readonly log: Log
  readonly metrics: Metrics
}

/** Tells nobody anything: for tests, and where nobody asked. */
export function silentObserver(): Observer {
  return { log: createLog({ level: 'silent', instance: 'none' }), metrics: createMetrics() }
}

/** Memory, delay and age of this process. */
export function observeProcess({ metrics }: Observer): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  metrics.gauge(
    'onward_event_loop_delay_p99_seconds',
    'How late the process gets to what waits for it, 99th percentile since the last reading.',
    () => {
      const seconds = delay.percentile(99) / 1e9
      delay.reset()
      return seconds
    },
  )
  metrics.gauge('onward_process_resident_bytes', 'Memory that the process holds.', () =>
    process.memoryUsage.rss(),
  )
  metrics.gauge('onward_process_uptime_seconds', 'Age of the process.', () => process.uptime())
}
