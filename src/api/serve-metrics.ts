import { createServer } from 'node:http'
import { DomainError } from '../domain/errors.ts'
import type { Metrics } from '../observing/metrics.ts'
import type { ReadinessWatch } from './readiness.ts'

/** Where the numbers are read: an address of its own, which no proxy passes on. */
export interface MetricsAddress {
  readonly host: string
  readonly port: number
}

/**
 * Serves `/metrics`, `/health` and `/ready` to whoever runs the machine, apart from the screens.
 * Nothing here tells of a person; the number of requests may still tell of an office's work, so
 * the address is chosen on purpose.
 */
export function serveMetrics(
  at: MetricsAddress,
  metrics: Metrics,
  readiness: ReadinessWatch,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const send = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
    }
    const path = (request.url ?? '').split('?')[0]
    if (request.method !== 'GET') send(405, 'Only GET.\n')
    else if (path === '/metrics')
      send(200, metrics.text(), 'text/plain; version=0.0.4; charset=utf-8')
    else if (path === '/health') send(200, 'up\n')
    else if (path === '/ready')
      void readiness.look().then((state) => send(state === 'ready' ? 200 : 503, `${state}\n`))
    else send(404, 'Nothing here.\n')
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new DomainError(
          'unavailable',
          `The address for metrics cannot be opened (${error.code ?? 'unknown'}). Choose another with ONWARD_METRICS, for example 127.0.0.1:9464.`,
        ),
      ),
    )
    server.listen(at.port, at.host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : at.port
      resolve({
        url: `http://${at.host}:${port}`,
        close: () => {
          server.close()
          server.closeAllConnections()
        },
      })
    })
  })
}
