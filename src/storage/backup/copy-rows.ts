/** PostgreSQL's COPY as a stream of bytes, in both directions; the driver itself has no such thing. */
import { once } from 'node:events'
import { Readable } from 'node:stream'
import type pg from 'pg'

/** What the driver's connection has beyond its published types. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

const PIECE_BYTES = 256 * 1024

/** The bytes of `copy … to stdout`; the server waits while nobody reads. */
export function copyOut(client: pg.Client, sql: string): Readable {
  let connection: pg.Connection | undefined
  let piece = Buffer.allocUnsafe(PIECE_BYTES)
  let filled = 0
  const out = new Readable({
    highWaterMark: 4 * PIECE_BYTES,
    read: () => void connection?.stream.resume(),
  })
  const flush = (): void => {
    if (filled === 0) return
    const room = out.push(piece.subarray(0, filled))
    piece = Buffer.allocUnsafe(PIECE_BYTES)
    filled = 0
    if (!room) connection?.stream.pause()
  }
  client.query({
    submit: (given: pg.Connection) => {
      connection = given
      given.query(sql)
    },
    // One message for each row: gathered, since the chunk is only lent until the next one.
    handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => {
      if (filled + chunk.length > PIECE_BYTES) flush()
      if (chunk.length > PIECE_BYTES) {
        if (!out.push(Buffer.from(chunk))) connection?.stream.pause()
        return
      }
      chunk.copy(piece, filled)
      filled += chunk.length
    },
    handleCommandComplete: () => {},
    handleReadyForQuery: () => {
      flush()
      out.push(null)
    },
    handleError: (error: Error) => void out.destroy(error),
  })
  return out
}

/** Sends the source to `copy … from stdin`; the result is the number of rows that PostgreSQL took. */
export function copyIn(
  client: pg.Client,
  sql: string,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    let failure: unknown
    client.query({
      submit: (connection: pg.Connection) => connection.query(sql),
      handleCopyInResponse: (connection: CopyConnection) => {
        void pump(connection, source, () => failure !== undefined).catch((error: unknown) => {
          failure ??= error
          connection.sendCopyFail('the source ended')
        })
      },
      handleCommandComplete: ({ text }: { readonly text: string }) => {
        rows = Number(text.split(' ').at(-1))
      },
      handleReadyForQuery: () => (failure === undefined ? resolve(rows) : reject(failure)),
      handleError: (error: Error) => {
        failure ??= error
        reject(failure)
      },
    })
  })
}

async function pump(
  connection: CopyConnection,
  source: AsyncIterable<Buffer>,
  hasFailed: () => boolean,
): Promise<void> {
  for await (const piece of source) {
    if (hasFailed()) return
    connection.sendCopyFromChunk(piece)
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
  }
  connection.endCopyFrom()
}
