import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { layOut } from './data-folder.ts'
import { followSignpost } from './signpost.ts'
import { findBinaries, readPackage } from './find-binaries.ts'
import { openEmbedded, stopEmbedded } from './open-embedded.ts'
import type { EmbeddedServer } from './open-embedded.ts'
import { findRunning, readPostmaster } from './postmaster-file.ts'
import { prepareBinaries } from './prepare-binaries.ts'
import { chooseServerUser } from './server-user.ts'
import { readStartLock } from './start-lock.ts'

const asRoot = process.getuid?.() === 0
const debian15 = '/usr/lib/postgresql/15/bin'
const has15 = (await lstat(debian15).catch(() => null)) !== null

let bundle = ''
let template = ''
const folders: string[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  // Node 20 cannot read TypeScript, and the starters below are processes of their own.
  // Inside the checkout, so that they find its packages.
  const dist = fileURLToPath(new URL('../../../dist', import.meta.url))
  await mkdir(dist, { recursive: true })
  bundle = await mkdtemp(join(dist, '.starters-'))
  const entry = fileURLToPath(new URL('open-embedded.ts', import.meta.url))
  const options = { ssr: entry, outDir: bundle, emptyOutDir: false }
  await build({ configFile: false, logLevel: 'silent', build: options })
  template = await emptyFolder()
  folders.length = 0
  const server = await openEmbedded({ dataFolder: template })
  await server.close()
})

afterAll(async () => {
  await rm(bundle, { recursive: true, force: true })
  await rm(template, { recursive: true, force: true })
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) {
    await stopEmbedded({ dataFolder: folder }).catch(() => undefined)
    await rm(layOut(folder, null).sockets, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
})

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-test-'))
  folders.push(folder)
  return folder
}

/** A data folder whose cluster is made already; copying is quicker than initdb. */
async function madeFolder(): Promise<string> {
  const folder = await emptyFolder()
  if (asRoot) await chmod(folder, 0o711)
  // cp keeps the owner, as fs.cp would not.
  const copying = spawn('cp', ['-a', join(template, 'pg'), folder])
  expect(await once(copying, 'exit')).toEqual([0, null])
  return folder
}

/** Opens the folder's server in a process of its own, which stays until it is killed or told. */
function starter(dataFolder: string, options: { group?: boolean } = {}) {
  const script = `
    const { openEmbedded } = await import(${JSON.stringify(join(bundle, 'open-embedded.js'))})
    try {
      const server = await openEmbedded({ dataFolder: ${JSON.stringify(dataFolder)} })
      console.log(JSON.stringify({ attached: server.attached }))
      process.stdin.resume().once('end', async () => { await server.close(); process.exit() })
    } catch (error) {
      console.log(JSON.stringify({ error: error.message }))
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: options.group ?? false,
  })
  children.push(child)
  const told = once(createInterface(child.stdout), 'line').then(([line]) =>
    JSON.parse(String(line)),
  )
  const kill = async (signal: NodeJS.Signals) => {
    const exit = once(child, 'exit')
    process.kill(options.group ? -Number(child.pid) : Number(child.pid), signal)
    await exit
  }
  const leave = async () => {
    const exit = once(child, 'exit')
    child.stdin.end()
    await exit
  }
  return { child, told, kill, leave }
}

async function connect(server: EmbeddedServer): Promise<pg.Client> {
  const client = new pg.Client({
    host: server.socketFolder,
    port: server.port,
    user: server.superuser,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function ask(server: EmbeddedServer, sql: string): Promise<unknown> {
  const client = await connect(server)
  try {
    const told = await client.query<Record<string, unknown>>(sql)
    return Object.values(told.rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

test('an empty folder becomes a durable, private, checksummed server', async () => {
  const dataFolder = join(await emptyFolder(), 'a', 'b')
  if (asRoot) await chmod(folders[0] ?? '', 0o711)
  const server = await openEmbedded({ dataFolder })
  expect(server.attached).toBe(false)
  expect(server.version).toMatch(/^\d+\.\d+$/)
  expect(await ask(server, 'SHOW fsync')).toBe('on')
  expect(await ask(server, 'SHOW synchronous_commit')).toBe('on')
  expect(await ask(server, 'SHOW data_checksums')).toBe('on')
  expect(await ask(server, 'SHOW listen_addresses')).toBe('')
  expect(await ask(server, 'SHOW server_encoding')).toBe('UTF8')
  expect((await lstat(server.socketFolder)).mode & 0o777).toBe(0o700)
  expect((await lstat(join(dataFolder, 'pg'))).mode & 0o777).toBe(0o700)
  expect((await lstat(join(dataFolder, 'server.log'))).mode & 0o777).toBe(0o600)
  await server.close()
  expect(await findRunning(join(dataFolder, 'pg'))).toBeNull()
})

test('a folder in use is joined, and left to the others on close', async () => {
  const dataFolder = await madeFolder()
  const first = await openEmbedded({ dataFolder })
  const second = await openEmbedded({ dataFolder })
  expect([first.attached, second.attached]).toEqual([false, true])
  await first.close()
  expect(await ask(second, 'SELECT 1')).toBe(1)
  await second.close()
  expect(await findRunning(join(dataFolder, 'pg'))).toBeNull()
})

test('close leaves the server to any other client, and a second close does nothing', async () => {
  const dataFolder = await madeFolder()
  const server = await openEmbedded({ dataFolder })
  const client = await connect(server)
  await server.close()
  await server.close()
  expect((await client.query('SELECT 1')).rowCount).toBe(1)
  await client.end()
  expect(await stopEmbedded({ dataFolder })).toBe(true)
})

test('of three starters at once on an empty folder one starts and two join', async () => {
  const dataFolder = await emptyFolder()
  const starters = [1, 2, 3].map(() => starter(dataFolder))
  const told = await Promise.all(starters.map((one) => one.told))
  expect(told).toHaveLength(3)
  expect(told).toContainEqual({ attached: false })
  expect(told.filter((one) => one.attached === true)).toEqual([
    { attached: true },
    { attached: true },
  ])
  await Promise.all(starters.map((one) => one.leave()))
  expect(await findRunning(join(dataFolder, 'pg'))).toBeNull()
})

test('starters and leavers that cross never lose a server they hold', async () => {
  const dataFolder = await madeFolder()
  const users = Array.from({ length: 8 }, async (_, turn) => {
    await wait(turn * 20)
    const server = await openEmbedded({ dataFolder })
    expect(await ask(server, 'SELECT 1')).toBe(1)
    await server.close()
  })
  await Promise.all(users)
  expect(await findRunning(join(dataFolder, 'pg'))).toBeNull()
})

test('a killed process leaves a server that the next one joins', async () => {
  const dataFolder = await madeFolder()
  const first = starter(dataFolder)
  expect(await first.told).toEqual({ attached: false })
  await first.kill('SIGKILL')
  const server = await openEmbedded({ dataFolder })
  expect(server.attached).toBe(true)
  await server.close()
  expect(await findRunning(join(dataFolder, 'pg'))).toBeNull()
})

test('Ctrl-C in the terminal does not reach the server', async () => {
  const dataFolder = await madeFolder()
  const first = starter(dataFolder, { group: true })
  await first.told
  await first.kill('SIGINT')
  await wait(50)
  expect((await findRunning(join(dataFolder, 'pg')))?.status).toBe('ready')
})

test('a killed server is started again with what it had acknowledged', async () => {
  const dataFolder = await madeFolder()
  const before = await openEmbedded({ dataFolder })
  await ask(before, 'CREATE TABLE kept AS SELECT 7 AS seven')
  process.kill((await readPostmaster(join(dataFolder, 'pg')))?.pid ?? 0, 'SIGKILL')
  const after = await openEmbedded({ dataFolder })
  expect(after.attached).toBe(false)
  expect(await ask(after, 'SELECT seven FROM kept')).toBe(7)
  // The process that held the killed server looks again, and finds the new one in use.
  await before.close()
  expect(await ask(after, 'SELECT seven FROM kept')).toBe(7)
  await after.close()
})

test('a killed server that nobody has collected, a zombie, is started again', async () => {
  const dataFolder = await madeFolder()
  const first = starter(dataFolder)
  await first.told
  // Its parent sleeps and cannot collect it.
  first.child.kill('SIGSTOP')
  process.kill((await readPostmaster(join(dataFolder, 'pg')))?.pid ?? 0, 'SIGKILL')
  const server = await openEmbedded({ dataFolder })
  expect(server.attached).toBe(false)
  await server.close()
})

test('a dead server whose process number is taken by another process is started again', async () => {
  const dataFolder = await madeFolder()
  const user = await chooseServerUser(dataFolder)
  const ids = user !== null && user !== 'no_such_user' ? { uid: user.uid, gid: user.gid } : {}
  const stranger = spawn('sleep', ['60'], { cwd: '/', ...ids })
  children.push(stranger)
  await writeFile(
    join(dataFolder, 'pg', 'postmaster.pid'),
    `${stranger.pid}\n${join(dataFolder, 'pg')}\n1700000000\n5432\n/nowhere\n\n  1 1\nready   \n`,
  )
  const server = await openEmbedded({ dataFolder })
  expect(server.attached).toBe(false)
  await server.close()
})

test('a start killed while it creates the database is made good by the next', async () => {
  const dataFolder = await emptyFolder()
  const first = starter(dataFolder)
  const isCreating = async () => {
    const draft = (await readdir(dataFolder)).find((name) => name.startsWith('pg-draft-'))
    return draft !== undefined && (await readdir(join(dataFolder, draft))).includes('base')
  }
  while (!(await isCreating())) await wait(5)
  await first.kill('SIGKILL')
  expect((await readStartLock(join(dataFolder, 'socket')))?.alive).toBe(false)
  const server = await openEmbedded({ dataFolder })
  expect(server.attached).toBe(false)
  expect(await ask(server, 'SELECT 1')).toBe(1)
  await server.close()
})

test('a folder with too long a path for a socket, with spaces and commas, works', async () => {
  const dataFolder = join(await emptyFolder(), 'a long, "long" folder '.repeat(6))
  if (asRoot) await chmod(folders[0] ?? '', 0o711)
  folders.push(dataFolder)
  const server = await openEmbedded({ dataFolder })
  expect(server.socketFolder.startsWith(tmpdir())).toBe(true)
  expect((await lstat(server.socketFolder)).mode & 0o777).toBe(0o700)
  const again = await openEmbedded({ dataFolder })
  expect(again.attached).toBe(true)
  await again.close()
  await server.close()
})

test.runIf(asRoot)(
  "a data folder that the server's user cannot reach points to a folder that it can",
  async () => {
    const parent = await emptyFolder()
    await chmod(parent, 0o700)
    const dataFolder = join(parent, 'data')
    const told: string[] = []
    const servers = await Promise.all(
      [1, 2].map(() => openEmbedded({ dataFolder, note: (message) => told.push(message) })),
    )
    const elsewhere = await followSignpost(dataFolder)
    expect(elsewhere).toMatch(/^\/var\/lib\/onward\//)
    expect(servers.map((one) => one.socketFolder)).toEqual([
      join(elsewhere, 'socket'),
      join(elsewhere, 'socket'),
    ])
    expect(told.join()).toContain(elsewhere)
    for (const server of servers) await server.close()
    const again = await openEmbedded({ dataFolder })
    expect(again.socketFolder).toBe(join(elsewhere, 'socket'))
    await again.close()
    await rm(elsewhere, { recursive: true })
  },
)

test.runIf(asRoot)('programs that the server user cannot reach are copied, once', async () => {
  const dataFolder = await madeFolder()
  const closed = await emptyFolder()
  await chmod(closed, 0o700)
  const found = await findBinaries({})
  if (found.source !== 'package') throw new Error('the platform package is not installed')
  for (const part of ['package.json', 'native']) {
    await cp(join(found.packageFolder, part), join(closed, part), { recursive: true })
  }
  const user = await chooseServerUser(dataFolder)
  if (user === 'no_such_user') throw new Error('no user to run as')
  const notes: string[] = []
  const prepare = async () =>
    prepareBinaries(await readPackage(closed), layOut(dataFolder, user), (told) => notes.push(told))
  const first = await prepare()
  expect(first.bin.startsWith(join(dataFolder, 'pg-binaries-'))).toBe(true)
  expect(await prepare()).toEqual(first)
  expect(notes).toHaveLength(1)
  vi.stubEnv('ONWARD_PG_BIN', first.bin)
  const server = await openEmbedded({ dataFolder })
  expect(await ask(server, 'SELECT 1')).toBe(1)
  await server.close()
})

test('a database of another major version is refused, naming both and the remedy', async () => {
  const dataFolder = await madeFolder()
  await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '99\n')
  const opening = openEmbedded({ dataFolder })
  await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
  await expect(opening).rejects.toThrow(/PostgreSQL 99,.*PostgreSQL \d+\.\d+.*ONWARD_PG_BIN/)
})

test.runIf(has15)('the programs of ONWARD_PG_BIN are used', async () => {
  vi.stubEnv('ONWARD_PG_BIN', debian15)
  const server = await openEmbedded({ dataFolder: await emptyFolder() })
  expect(server.version).toMatch(/^15\.\d+$/)
  expect(await ask(server, 'SHOW data_checksums')).toBe('on')
  await server.close()
})

test('a server that cannot start says why, and the lock is free again', async () => {
  const dataFolder = await madeFolder()
  await rm(join(dataFolder, 'pg', 'global', 'pg_control'))
  const opening = openEmbedded({ dataFolder })
  await expect(opening).rejects.toThrow(/did not start: .*pg_control.*onward doctor/)
  expect(await readStartLock(join(dataFolder, 'socket'))).toBeNull()
})

test('programs that are not there are named, with what would help', async () => {
  vi.stubEnv('ONWARD_PG_BIN', join(tmpdir(), 'no-such-programs'))
  const opening = openEmbedded({ dataFolder: await madeFolder() })
  await expect(opening).rejects.toThrow(/no-such-programs do not run.*DATABASE_URL/)
})

test('stopEmbedded stops a server in use, and says when none ran', async () => {
  const dataFolder = await madeFolder()
  expect(await stopEmbedded({ dataFolder })).toBe(false)
  expect(await stopEmbedded({ dataFolder: join(dataFolder, 'absent') })).toBe(false)
  const server = await openEmbedded({ dataFolder })
  const client = await connect(server)
  expect(await stopEmbedded({ dataFolder })).toBe(true)
  await expect(client.query('SELECT 1')).rejects.toThrow()
  await server.close()
  expect(await stopEmbedded({ dataFolder })).toBe(false)
})

test('the log holds no values of statements, not even of failed ones', async () => {
  const dataFolder = await madeFolder()
  const server = await openEmbedded({ dataFolder })
  const client = await connect(server)
  await client.query('CREATE TABLE secret (word text PRIMARY KEY, size int CHECK (size > 0))')
  const insert = 'INSERT INTO secret VALUES ($1, $2)'
  await client.query(insert, ['canary', 1])
  for (const values of [
    ['canary', 1],
    ['canary2', -1],
    ['canary3', 'canary4'],
  ]) {
    await expect(client.query(insert, values)).rejects.toThrow()
  }
  await expect(client.query(`SELECT 'canary'::int`)).rejects.toThrow()
  await client.query(`DO $$ BEGIN RAISE WARNING 'canary'; END $$`)
  await client.end()
  await server.close()
  const log = await readFile(join(dataFolder, 'server.log'), 'utf8')
  expect(log).toContain('ready to accept connections')
  expect(log).not.toContain('canary')
})

test('a log that has grown too large is emptied at the next start', async () => {
  const dataFolder = await madeFolder()
  await writeFile(join(dataFolder, 'server.log'), 'old line\n'.repeat(1_000_000))
  const server = await openEmbedded({ dataFolder })
  await server.close()
  expect((await lstat(join(dataFolder, 'server.log'))).size).toBeLessThan(100_000)
})
