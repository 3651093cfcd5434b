/**
 * Does the embedded database keep what it acknowledged? Kills the server, kills the writer, and
 * cuts the power (an ext4 file system on a loop device that is shut down without flushing its
 * journal; needs root and Linux) at random moments while rows are written, then counts.
 *
 *   node bench/durability.mjs [--rounds 20] [--seed 1] [--only server|writer|power] [--careless]
 *
 * `--rounds` is per kind. `--careless` acknowledges before the write is on disk and must lose
 * rows: it proves that this harness can see a loss. Needs the built `dist` (npm run build).
 * Prints one line of JSON; exit code 1 when a row was lost or the ledger is not whole.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import {
  appendRows,
  createLedger,
  inspectLedger,
} from '../dist/storage/embedded/numbered-ledger.js'
import { openEmbedded, stopEmbedded } from '../dist/storage/embedded/open-embedded.js'
import { findRunning } from '../dist/storage/embedded/postmaster-file.js'
import { tryDisk } from './disk.mjs'
import { seededRandom } from './seeded.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    careless: { type: 'boolean', default: false },
    writer: { type: 'string' },
  },
})

async function connect(server) {
  const { socketFolder: host, port, superuser: user } = server
  const client = new pg.Client({ host, port, user, database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** The writer's own process: commits 1 or 60 rows at a time and says each number once committed. */
async function write(dataFolder) {
  const random = seededRandom(Number(options.seed))
  const client = await connect(await openEmbedded({ dataFolder }))
  await createLedger(client)
  if (options.careless) await client.query('SET synchronous_commit = off')
  for (;;) {
    const last = await appendRows(client, random() < 0.5 ? 1 : 60)
    process.stdout.write(`${last}\n`)
  }
}

/** Starts a writer; `acknowledged()` is the last number it said, held outside the disk at risk. */
async function startWriter(dataFolder, seed) {
  const args = [fileURLToPath(import.meta.url), '--writer', dataFolder, '--seed', String(seed)]
  if (options.careless) args.push('--careless')
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let last = 0
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => (last = Number(line)))
  // 'close' comes after the last line has been read.
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.once('close', () => reject(new Error('The writer ended before its first row.')))
  })
  return { child, ended, acknowledged: () => last }
}

const disturb = {
  async server({ dataFolder, writer }) {
    process.kill((await findRunning(join(dataFolder, 'pg'))).pid, 'SIGKILL')
    await writer.ended
  },
  async writer({ writer }) {
    writer.child.kill('SIGKILL')
    await writer.ended
  },
  async power({ dataFolder, writer, disk }) {
    const server = await findRunning(join(dataFolder, 'pg'))
    disk.cutPower()
    writer.child.kill('SIGKILL')
    process.kill(server.pid, 'SIGKILL')
    await writer.ended
    await disk.restart()
  },
}

/** Rounds of one kind on one data folder; rows acknowledged, rows lost, and whether all is whole. */
async function runRounds(kind, place, random) {
  const { dataFolder } = place
  const sum = { rounds: 0, acknowledged: 0, lost: 0, broken: 0 }
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    const before = sum.acknowledged
    const writer = await startWriter(dataFolder, Math.floor(random() * 2 ** 31))
    await wait(10 + random() * 500)
    await disturb[kind]({ ...place, writer })
    const server = await openEmbedded({ dataFolder })
    const client = await connect(server)
    const state = await inspectLedger(client, writer.acknowledged())
    await client.end()
    await server.close()
    sum.rounds += 1
    sum.acknowledged = Math.max(before, writer.acknowledged())
    sum.lost += state.lost
    sum.broken += state.whole ? 0 : 1
    console.error(`${kind} ${round}: ${writer.acknowledged()} acknowledged, ${state.lost} lost`)
  }
  return sum
}

async function main() {
  const began = Date.now()
  const random = seededRandom(Number(options.seed))
  const folder = mkdtempSync(join(tmpdir(), 'onward-durability-'))
  chmodSync(folder, 0o711)
  const summary = { kills: 0, powerLosses: 0, acknowledged: 0, lost: 0, broken: 0 }
  const add = (key, sum) => {
    summary[key] += sum.rounds
    for (const part of ['acknowledged', 'lost', 'broken']) summary[part] += sum[part]
  }
  try {
    for (const kind of ['server', 'writer']) {
      if (options.only !== undefined && options.only !== kind) continue
      const dataFolder = join(folder, kind)
      try {
        add('kills', await runRounds(kind, { dataFolder }, random))
      } finally {
        await stopEmbedded({ dataFolder })
      }
    }
    if (options.only === undefined || options.only === 'power') {
      const disk = tryDisk(folder)
      if (disk !== null) {
        const dataFolder = join(disk.mount, 'data')
        try {
          add('powerLosses', await runRounds('power', { dataFolder, disk }, random))
        } finally {
          await stopEmbedded({ dataFolder }).catch(() => undefined)
          await disk.remove()
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(JSON.stringify({ ...summary, seed: Number(options.seed), seconds }))
  if (summary.lost > 0 || summary.broken > 0) process.exitCode = 1
}

await (options.writer === undefined ? main() : write(options.writer))
