// Instances and a worker as processes of their own, the database behind a wire that can be cut.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openEmbedded, stopEmbedded } from '../../dist/storage/embedded/open-embedded.js'
import { findRunning } from '../../dist/storage/embedded/postmaster-file.js'
import { openProxy } from './proxy.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const RUN = `import(${JSON.stringify(new URL('../../dist/cli/main.js', import.meta.url).href)}).then((m) => m.main(process.argv.slice(1))).then((code) => process.exit(code))`

/** Everything that runs, in folders below `folder`; the database's files on `disk` when there is one. */
export async function openStage(folder, disk) {
  const databaseFolder = join(disk?.mount ?? folder, 'database')
  let server = await openEmbedded({ dataFolder: databaseFolder })
  const { socketFolder: host, port, superuser: user } = server
  const proxy = await openProxy(() => join(host, `.s.PGSQL.${port}`))
  const admin = async (database = 'onward') => {
    const client = new pg.Client({ host, port, user, database })
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const first = await admin('postgres')
  await first.query('create database onward')
  await first.end()
  const environment = {
    ...process.env,
    ONWARD_DATA: join(folder, 'instances'),
    DATABASE_URL: `postgres://${user}:loopback-only@127.0.0.1:${proxy.port}/onward`,
    ONWARD_LOG: 'silent',
  }
  const start = (args, env = {}) => {
    const child = spawn(
      process.execPath,
      ['--import', join(HERE, 'clock.mjs'), '-e', RUN, '--', ...args],
      { env: { ...environment, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr.on('data', (bytes) => (said = (said + bytes).slice(-4_000)))
    return { child, said: () => said }
  }
  const instance = (at) =>
    start(['start', '--empty', '--port', String(at)], { ONWARD_WORKER: 'off' })
  return {
    admin,
    environment,
    proxy,
    instance,
    worker: () => start(['worker']),
    /** Runs a command to its end. */
    command: (...args) =>
      new Promise((resolve, reject) => {
        const { child, said } = start(args)
        child.once('exit', (code) =>
          code === 0
            ? resolve()
            : reject(new Error(`onward ${args.join(' ')}: ${code}\n${said()}`)),
        )
      }),
    killDatabase: async () => {
      const running = await findRunning(join(databaseFolder, 'pg'))
      if (running !== undefined && running !== null) process.kill(running.pid, 'SIGKILL')
    },
    startDatabase: async () => {
      server = await openEmbedded({ dataFolder: databaseFolder })
    },
    close: async () => {
      proxy.close()
      await stopEmbedded({ dataFolder: databaseFolder }).catch(() => undefined)
      await server.close().catch(() => undefined)
    },
  }
}

export async function untilReady(url, patienceMs = 120_000) {
  const began = performance.now()
  for (;;) {
    const ready = await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    if (performance.now() - began > patienceMs) throw new Error(`${url} did not become ready.`)
    await wait(50)
  }
}

/** Changes the schema as a migration does, bit by bit in one transaction, until it is killed. */
export function startMigration(environment) {
  const code = `
    const pg = (await import(${JSON.stringify(import.meta.resolve('pg'))})).default
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await client.connect()
    await client.query("begin; set local role onward_owner; set local lock_timeout = '5s'")
    await client.query("insert into schema_migrations (id, sha256) values ('9999-half-way', 'x')")
    for (let n = 0; n < 100000; n += 1)
      await client.query('create table half_way_' + n + ' (operation_id uuid)' + (n === 5 ? '; alter table exports add column half_way text' : ''))
    await client.query('commit')`
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: environment,
    stdio: 'ignore',
  })
}
