import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendRows, createLedger, inspectLedger } from './numbered-ledger.ts'
import { openEmbedded, stopEmbedded } from './open-embedded.ts'
import type { EmbeddedServer } from './open-embedded.ts'
import { findRunning } from './postmaster-file.ts'

let dataFolder = ''
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'onward-durability-'))
  await chmod(dataFolder, 0o711)
})
afterAll(async () => {
  await stopEmbedded({ dataFolder })
  await rm(dataFolder, { recursive: true, force: true })
})

async function connect(server: EmbeddedServer): Promise<pg.Client> {
  const { socketFolder: host, port, superuser: user } = server
  const client = new pg.Client({ host, port, user, database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

// The long version, with power losses, is bench/durability.mjs.
test('a server killed while writing keeps every acknowledged row, and no half transaction', async () => {
  let acknowledged = 0
  for (const killAfterMs of [40, 90, 210]) {
    const server = await openEmbedded({ dataFolder })
    const client = await connect(server)
    await createLedger(client)
    const writing = (async () => {
      for (let turn = 0; ; turn += 1) acknowledged = await appendRows(client, turn % 2 ? 60 : 1)
    })()
    // oxlint-disable-next-line vitest/valid-expect -- awaited below, after the kill
    const failed = expect(writing).rejects.toThrow()
    await wait(killAfterMs)
    process.kill((await findRunning(join(dataFolder, 'pg')))?.pid ?? 0, 'SIGKILL')
    await failed
    const again = await openEmbedded({ dataFolder })
    const reader = await connect(again)
    expect(await inspectLedger(reader, acknowledged)).toMatchObject({ lost: 0, whole: true })
    await reader.end()
    await again.close()
    await server.close()
  }
  expect(acknowledged).toBeGreaterThan(0)
})

test('the ledger notices a lost row, a gap and a wrong total', async () => {
  const server = await openEmbedded({ dataFolder })
  const client = await connect(server)
  await client.query('DROP TABLE IF EXISTS ledger_row, ledger_total')
  await createLedger(client)
  const last = await appendRows(client, 60)
  expect(await inspectLedger(client, last)).toEqual({ rows: 60, lost: 0, whole: true })
  expect(await inspectLedger(client, last + 1)).toEqual({ rows: 60, lost: 1, whole: true })
  await client.query('DELETE FROM ledger_row WHERE number = 30')
  expect(await inspectLedger(client, last)).toEqual({ rows: 59, lost: 1, whole: false })
  await client.end()
  await server.close()
})
