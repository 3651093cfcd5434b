import { setTimeout as wait } from 'node:timers/promises'
import { serve as serveNode } from '@hono/node-server'
import { DomainError } from '../domain/errors.ts'
import { createApp } from './app.ts'
import type { AppOptions } from './app.ts'
import { watchNews } from './live-news.ts'

export interface Listening {
  readonly url: string
  /** Takes no new connection, lets open requests finish within the time given, then ends them. */
  close(graceMs?: number): Promise<void>
}

export interface ServeOptions extends AppOptions {
  readonly port: number
  /** The address to listen at; without it this machine's loopback. */
  readonly host?: string
  readonly patience?: Patience
}

/** How long a request may take to come in; whoever is slower is hung up on. */
interface Patience {
  readonly headersMs: number
  /** Headers and body. */
  readonly requestMs: number
  readonly lookEveryMs: number
}

/** A register of 100 MB at 1 Mbit/s is in after 14 minutes. */
const PATIENCE: Patience = { headersMs: 20_000, requestMs: 20 * 60_000, lookEveryMs: 5_000 }

const GRACE_MS = 20_000

/** Starts the HTTP server; port 0 takes any free one. */
export function serve(options: ServeOptions): Promise<Listening> {
  const news = options.updates ?? watchNews(options.db)
  const app = createApp({ ...options, updates: news })
  const hostname = options.host ?? '127.0.0.1'
  const { headersMs, requestMs, lookEveryMs } = options.patience ?? PATIENCE
  const serverOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookEveryMs,
  }
  const listen = { fetch: app.fetch, port: options.port, hostname, serverOptions }
  return new Promise((resolve, reject) => {
    const server = serveNode(listen, (address) => {
      const host = hostname.includes(':') ? `[${hostname}]` : hostname
      resolve({
        url: `http://${host}:${address.port}`,
        close: (graceMs = GRACE_MS) => {
          // Whoever listens would never end by themselves.
          news.close()
          return closeGently(server, graceMs)
        },
      })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(toDomainError(error, options.port))
    })
  })
}

async function closeGently(server: ReturnType<typeof serveNode>, graceMs: number): Promise<void> {
  const over = new AbortController()
  const closed = new Promise<void>((done) => {
    server.close(() => done())
  })
  // Browsers keep connections open between requests: those hold nobody's work.
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  const late = wait(graceMs, 'late' as const, { signal: over.signal }).catch(() => undefined)
  if ((await Promise.race([closed, late])) === 'late' && 'closeAllConnections' in server)
    server.closeAllConnections()
  await closed
  over.abort()
}

function toDomainError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new DomainError(
      'unavailable',
      `Port ${port} is taken by another program. Choose another with PORT, for example PORT=${port + 1}.`,
    )
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new DomainError(
      'unavailable',
      'This machine has no such address. Check ONWARD_LISTEN; 0.0.0.0 means every address of it.',
    )
  return error
}
