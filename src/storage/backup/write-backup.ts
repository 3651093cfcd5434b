import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { DomainError } from '../../domain/errors.ts'
import { OWNER } from '../migrate.ts'
import { copyOut } from './copy-rows.ts'
import type { KeyFiles } from './key-files.ts'
import type { Head, Tail } from './manifest.ts'
import { FORMAT, HEAD, KEYS, TAIL } from './manifest.ts'
import type { SealFor } from './sealed-file.ts'
import { seal } from './sealed-file.ts'
import type { BackupTable } from './tables.ts'
import { listTables, quoted } from './tables.ts'
import { TAR_END, tarFile } from './tar.ts'

/** What was written, in the end. */
export interface BackupSummary {
  readonly madeAt: string
  readonly schema: string
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}

const PIECE_BYTES = 4 * 1024 * 1024

/**
 * One consistent state of every table, as sealed bytes; `done` tells what is in them once they are
 * read to the end. The client is the schema's owner or stands above it; nothing is locked for others.
 */
export async function writeBackup(
  client: pg.Client,
  options: {
    readonly keys: SealFor
    readonly program: string
    /** What opens the sealed columns; without it the backup needs the key of this machine. */
    readonly keyFiles?: KeyFiles
    readonly onRows?: (done: number, expected: number) => void
  },
): Promise<{ readonly sealed: AsyncIterable<Uint8Array>; readonly done: () => BackupSummary }> {
  await client.query('begin isolation level repeatable read read only')
  await seeEverything(client)
  const head = await readHead(client, options.program)
  const expected = await expectedRows(client)
  const tail: Tail['tables'] = []
  async function* archive(): AsyncGenerator<Buffer> {
    yield tarFile(HEAD, Buffer.from(JSON.stringify(head, null, 1)))
    for (const [name, content] of options.keyFiles ?? []) yield tarFile(`${KEYS}${name}`, content)
    let before = 0
    for (const table of head.tables) {
      const counted = yield* tableFiles(client, table, (rows) =>
        options.onRows?.(before + rows, expected),
      )
      tail.push(counted)
      before += counted.rows
    }
    yield tarFile(TAIL, Buffer.from(JSON.stringify({ tables: tail }, null, 1)))
    yield TAR_END
    await client.query('commit')
  }
  const packed = Readable.from(archive(), { objectMode: false, highWaterMark: PIECE_BYTES })
  const zipped = createGzip({ level: 1, chunkSize: 256 * 1024 })
  packed.on('error', (error) => zipped.destroy(error))
  const sealed = await seal(packed.pipe(zipped), options.keys)
  return {
    sealed,
    done: () => ({
      madeAt: head.madeAt,
      schema: head.schema.at(-1)?.id ?? '',
      tables: tail.length,
      rows: tail.reduce((sum, { rows }) => sum + rows, 0),
      bytes: tail.reduce((sum, { bytes }) => sum + bytes, 0),
    }),
  }
}

/** The wall hides rows from everyone; a backup with some missing would be worse than none. */
async function seeEverything(client: pg.Client): Promise<void> {
  // Always the same order of rows, so that equal data make equal sums.
  await client.query('set local synchronize_seqscans = off')
  const { rows } = await client.query<{ above: boolean }>(
    'select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user',
  )
  if (rows[0]?.above === true) return
  await client.query(`set local role ${OWNER}`)
  await client.query(`select set_config('onward.whole', 'on', true)`)
  const { rows: closed } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and (
       not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'whole')
       or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('r', '*')
                  and p.polroles && array[0::oid, '${OWNER}'::regrole::oid]))`,
  )
  if (closed.length === 0) return
  throw new DomainError(
    'unavailable',
    `Not backed up: the tables ${closed.map(({ name }) => name).join(', ')} are closed to their owner. Start this version of Onward once, so that it opens them for backups, and try again.`,
  )
}

async function readHead(client: pg.Client, program: string): Promise<Head> {
  const { rows } = await client.query<{ at: string; postgres: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
       current_setting('server_version') as postgres`,
  )
  const schema = await client.query<{ id: string; sha256: string }>(
    'select id, sha256 from schema_migrations order by id',
  )
  return {
    format: FORMAT,
    program,
    madeAt: rows[0]?.at ?? '',
    postgres: rows[0]?.postgres ?? '',
    schema: schema.rows,
    tables: (await listTables(client)).map(({ name, columns }) => ({
      name,
      columns: [...columns],
    })),
  }
}

/** The planner's own guess; for the bar only. */
async function expectedRows(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(
    `select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return rows[0]?.rows ?? 0
}

/** A table's rows as files of some megabytes; in COPY's text format a line feed ends each row. */
async function* tableFiles(
  client: pg.Client,
  { name, columns }: BackupTable,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer, Tail['tables'][number]> {
  const hash = createHash('sha256')
  const counted = { rows: 0, bytes: 0, files: 0 }
  let held: Buffer[] = []
  let heldBytes = 0
  const file = (): Buffer => {
    counted.files += 1
    const content = Buffer.concat(held)
    held = []
    heldBytes = 0
    return tarFile(pieceName(name, counted.files), content)
  }
  const sql = `copy (select ${quoted(columns)} from public."${name}") to stdout`
  for await (const piece of copyOut(client, sql) as AsyncIterable<Buffer>) {
    hash.update(piece)
    counted.bytes += piece.length
    counted.rows += countRows(piece)
    held.push(piece)
    heldBytes += piece.length
    if (heldBytes < PIECE_BYTES) continue
    yield file()
    onRows(counted.rows)
  }
  if (heldBytes > 0) yield file()
  return { name, rows: counted.rows, bytes: counted.bytes, sha256: hash.digest('hex') }
}

function pieceName(table: string, n: number): string {
  return `tables/${table}/${String(n).padStart(6, '0')}.copy`
}

export function countRows(piece: Buffer): number {
  let rows = 0
  for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) rows += 1
  return rows
}
