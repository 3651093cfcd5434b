import { randomUUID } from 'node:crypto'
import type { MetricsAddress } from '../api/serve-metrics.ts'
import { DomainError } from '../domain/errors.ts'
import type { LogLevel } from '../observing/log.ts'
import { createLog, LOG_LEVELS } from '../observing/log.ts'
import { createMetrics } from '../observing/metrics.ts'
import type { Observer } from '../observing/observer.ts'

/** How a server behaves towards the machine it runs on. */
export interface ServerSettings {
  /** The address to listen at. */
  readonly host: string
  readonly metrics?: MetricsAddress
  readonly logLevel: LogLevel
  /** Seconds between being no longer ready and taking no more connections, for a proxy to notice. */
  readonly drainSeconds: number
  /** Whether this process does jobs too. */
  readonly hasWorker: boolean
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])
const MOST_DRAIN_SECONDS = 300

/** Reads them from the environment; `invalid_input` for what cannot be meant. */
export function readServerSettings(environment: NodeJS.ProcessEnv): ServerSettings {
  const metrics = environment['ONWARD_METRICS']
  return {
    host: listenAddress(environment),
    ...(metrics === undefined || metrics === '' ? {} : { metrics: metricsAddress(metrics) }),
    logLevel: logLevel(environment['ONWARD_LOG']),
    drainSeconds: drainSeconds(environment['ONWARD_DRAIN_SECONDS']),
    hasWorker: environment['ONWARD_WORKER'] !== 'off',
  }
}

/**
 * Another machine may only reach this one through the address that people type (ONWARD_ORIGIN):
 * sign-in and the guard against foreign pages are bound to it. Without it only loopback.
 */
function listenAddress(environment: NodeJS.ProcessEnv): string {
  const host = environment['ONWARD_LISTEN'] || '127.0.0.1'
  const origin = environment['ONWARD_ORIGIN'] ?? ''
  if (LOOPBACK.has(host) || origin.startsWith('https://')) return host
  throw new DomainError(
    'invalid_input',
    'ONWARD_LISTEN names an address that other machines reach, but ONWARD_ORIGIN does not say under which https address people open Onward there. Set it to the address of the proxy that ends TLS, for example https://onward.example.org (docs/running.md).',
  )
}

function metricsAddress(text: string): MetricsAddress {
  const parts = /^(?:(.+):)?(\d{1,5})$/.exec(text)
  const port = Number(parts?.[2])
  if (parts === null || port > 65_535)
    throw new DomainError(
      'invalid_input',
      'ONWARD_METRICS is no address and port. Give for example 127.0.0.1:9464.',
    )
  return { host: (parts[1] ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1'), port }
}

function logLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return 'error'
  const found = LOG_LEVELS.find((one) => one === text)
  if (found !== undefined) return found
  throw new DomainError('invalid_input', `ONWARD_LOG is one of ${LOG_LEVELS.join(', ')}.`)
}

function drainSeconds(text: string | undefined): number {
  const seconds = Number(text === undefined || text === '' ? 0 : text)
  if (seconds >= 0 && seconds <= MOST_DRAIN_SECONDS) return seconds
  throw new DomainError(
    'invalid_input',
    `ONWARD_DRAIN_SECONDS is a number of seconds from 0 to ${MOST_DRAIN_SECONDS}.`,
  )
}

/** What this process tells of its work; its lines carry a name made for this run. */
export function makeObserver({ logLevel: level }: ServerSettings): Observer {
  return {
    log: createLog({ level, instance: randomUUID().slice(0, 8) }),
    metrics: createMetrics(),
  }
}
