// A wire between instances and the database that can be cut: TCP on loopback to the private socket.
import { createServer, connect } from 'node:net'

/** Listens on a free port; `target` is what `net.connect` takes, asked anew for each connection. */
export function openProxy(target) {
  const pairs = new Set()
  let isCut = false
  const server = createServer((client) => {
    const upstream = connect(target())
    const pair = { client, upstream }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      socket.on('error', end)
      socket.on('close', end)
    }
    if (isCut) hold(pair)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  const hold = ({ client, upstream }) => {
    client.pause()
    upstream.pause()
  }
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: server.address().port,
        /** Every connection is reset, as by a switch that restarts. */
        reset: () => {
          for (const { client, upstream } of pairs) {
            client.resetAndDestroy()
            upstream.destroy()
          }
        },
        /** Nothing passes and nobody is told, as by a cable that is out. */
        cut: () => {
          isCut = true
          for (const pair of pairs) hold(pair)
        },
        mend: () => {
          isCut = false
          for (const { client, upstream } of pairs) {
            client.resume()
            upstream.resume()
          }
        },
        close: () => {
          for (const { client, upstream } of pairs) {
            client.destroy()
            upstream.destroy()
          }
          server.close()
        },
      }),
    )
  })
}
