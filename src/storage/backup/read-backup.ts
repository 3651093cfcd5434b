import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { DomainError } from '../../domain/errors.ts'
import type { KeyFiles } from './key-files.ts'
import type { Head } from './manifest.ts'
import { HEAD, KEYS, parseHead, parseTail, TAIL } from './manifest.ts'
import type { OpenWith } from './sealed-file.ts'
import { unseal } from './sealed-file.ts'
import type { TarFile } from './tar.ts'
import { readTar } from './tar.ts'
import type { BackupSummary } from './write-backup.ts'
import { countRows } from './write-backup.ts'

/** Takes one table's bytes, and says how many rows they became when it knows. */
export type TakeTable = (
  table: Head['tables'][number],
  bytes: AsyncIterable<Buffer>,
) => Promise<number | undefined>

/**
 * Reads a backup from its first byte to its last, table by table, and throws unless all of it is
 * there, unchanged, with the sums and rows that its end states. Who takes tables must be able to
 * undo: the last sum is known only in the end.
 */
export async function readBackup(
  file: Readable,
  keys: OpenWith,
  begin: (head: Head, keyFiles: KeyFiles) => Promise<TakeTable>,
): Promise<BackupSummary> {
  const files = readTar(unzipped(await unseal(file, keys)))
  const first = await files.next()
  if (first.done === true || first.value.name !== HEAD) throw incomplete()
  const head = parseHead(first.value.content)
  const { keyFiles, next } = await takeKeyFiles(files)
  const take = await begin(head, keyFiles)
  const groups = byTable(files, next)
  const counted = new Map<string, { rows: number; bytes: number; sha256: string }>()
  for await (const { name, pieces } of groups.tables) {
    const table = head.tables.find((one) => one.name === name)
    if (table === undefined || counted.has(name)) throw incomplete()
    const sum = { rows: 0, bytes: 0 }
    const hash = createHash('sha256')
    const taken = await take(table, watched(pieces, hash, sum))
    if (taken !== undefined && taken !== sum.rows) throw incomplete()
    counted.set(name, { ...sum, sha256: hash.digest('hex') })
  }
  const content = groups.tail()
  if (content === undefined) throw incomplete()
  const empty = { rows: 0, bytes: 0, sha256: createHash('sha256').digest('hex') }
  const stated = parseTail(content).tables
  if (stated.length !== head.tables.length) throw incomplete()
  for (const { name, ...said } of stated) {
    const found = counted.get(name) ?? empty
    const same =
      found.rows === said.rows && found.bytes === said.bytes && found.sha256 === said.sha256
    if (!same) throw incomplete()
  }
  return {
    madeAt: head.madeAt,
    schema: head.schema.at(-1)?.id ?? '',
    tables: stated.length,
    rows: stated.reduce((sum, { rows }) => sum + rows, 0),
    bytes: stated.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** Looks the whole backup through without a database. */
export function checkBackup(file: Readable, keys: OpenWith): Promise<BackupSummary> {
  return readBackup(file, keys, async () => async (_table, bytes) => {
    for await (const _piece of bytes);
    return undefined
  })
}

function incomplete(): DomainError {
  return new DomainError(
    'invalid_input',
    'The backup does not hold what its own list says. Nothing was changed here. Take another copy of it.',
  )
}

async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: false })
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  source.on('error', (error) => gunzip.destroy(error))
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw incomplete()
    throw error
  } finally {
    source.destroy()
  }
}

const PIECE = /^tables\/([a-z0-9_]+)\/\d{6}\.copy$/

async function takeKeyFiles(files: AsyncGenerator<TarFile>): Promise<{
  readonly keyFiles: KeyFiles
  readonly next: IteratorResult<TarFile>
}> {
  const keyFiles = new Map<string, Buffer>()
  for (;;) {
    const next = await files.next()
    if (next.done === true || !next.value.name.startsWith(KEYS)) return { keyFiles, next }
    keyFiles.set(next.value.name.slice(KEYS.length), next.value.content)
  }
}

/** The pieces of one table after the other; the tail once they are read. */
function byTable(
  files: AsyncGenerator<TarFile>,
  first: IteratorResult<TarFile>,
): {
  readonly tables: AsyncGenerator<{ name: string; pieces: AsyncGenerator<Buffer> }>
  readonly tail: () => Buffer | undefined
} {
  let tail: Buffer | undefined
  let next = first
  const nameOf = (file: TarFile): string => PIECE.exec(file.name)?.[1] ?? ''
  async function* piecesOf(name: string): AsyncGenerator<Buffer> {
    while (next.done !== true && nameOf(next.value) === name) {
      yield next.value.content
      next = await files.next()
    }
  }
  async function* tables(): AsyncGenerator<{ name: string; pieces: AsyncGenerator<Buffer> }> {
    while (next.done !== true) {
      if (next.value.name === TAIL) {
        tail = next.value.content
        // The archive's own end is still to come.
        next = await files.next()
        if (next.done !== true) throw incomplete()
        return
      }
      const name = nameOf(next.value)
      if (name === '') throw incomplete()
      yield { name, pieces: piecesOf(name) }
    }
  }
  return { tables: tables(), tail: () => tail }
}

async function* watched(
  pieces: AsyncIterable<Buffer>,
  hash: ReturnType<typeof createHash>,
  sum: { rows: number; bytes: number },
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece)
    sum.rows += countRows(piece)
    sum.bytes += piece.length
    yield piece
  }
}
