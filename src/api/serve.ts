import { serve as serveNode } from '@hono/node-server'
import { DomainError } from '../domain/errors.ts'
import { createApp } from './app.ts'
import type { AppOptions } from './app.ts'

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Starts the HTTP server on this machine's loopback address; port 0 takes any free one. */
export function serve(options: AppOptions & { readonly port: number }): Promise<Listening> {
  const app = createApp(options)
  return new Promise((resolve, reject) => {
    const server = serveNode(
      { fetch: app.fetch, port: options.port, hostname: '127.0.0.1' },
      (address) => {
        resolve({
          url: `http://127.0.0.1:${address.port}`,
          close: () =>
            new Promise((done) => {
              server.close(() => done())
              if ('closeAllConnections' in server) server.closeAllConnections()
            }),
        })
      },
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new DomainError(
              'unavailable',
              `Port ${options.port} is taken by another program. Choose another with PORT, for example PORT=${options.port + 1}.`,
            )
          : error,
      )
    })
  })
}
