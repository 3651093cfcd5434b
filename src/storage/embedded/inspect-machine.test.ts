import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { layOut } from './data-folder.ts'
import { inspectClock, inspectMachine, inspectNode } from './inspect-machine.ts'
import { memorySizes } from './server-settings.ts'
import { parseUsers } from './server-user.ts'

let dataFolder = ''
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'onward-doctor-'))
  await chmod(dataFolder, 0o711)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dataFolder, { recursive: true, force: true })
})

async function faults(folder = dataFolder): Promise<string[]> {
  const findings = await inspectMachine({ dataFolder: folder })
  for (const { ok, remedy } of findings) expect(ok || remedy !== undefined).toBe(true)
  return findings.filter(({ ok }) => !ok).map(({ id }) => id)
}

test('an empty folder on a sound machine has no faults', async () => {
  expect(await faults()).toEqual([])
  expect(await faults(join(dataFolder, 'not', 'yet'))).toEqual([])
})

test('programs that do not run are found', async () => {
  vi.stubEnv('ONWARD_PG_BIN', dataFolder)
  expect(await faults()).toEqual(['binaries-runnable'])
})

test('a database of another version, and a socket folder open to all, are found', async () => {
  await mkdir(join(dataFolder, 'pg'))
  await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '99\n')
  await mkdir(join(dataFolder, 'socket'))
  await chmod(join(dataFolder, 'socket'), 0o777)
  expect(await faults()).toEqual(['cluster-version', 'socket-path'])
})

test.runIf(process.getuid?.() === 0)(
  'a folder the server cannot reach is no fault, and it is said where the data will lie',
  async () => {
    await chmod(dataFolder, 0o700)
    const path = join(dataFolder, 'data')
    expect(await faults(path)).toEqual([])
    const found = await inspectMachine({ dataFolder: path })
    expect(found.find((one) => one.id === 'data-folder')?.what).toMatch(/below \/var\/lib\/onward/)
  },
)

test('a clock before the last write of the database is found', async () => {
  await mkdir(join(dataFolder, 'pg', 'global'), { recursive: true })
  await writeFile(join(dataFolder, 'pg', 'global', 'pg_control'), '')
  const folder = layOut(dataFolder, null)
  expect((await inspectClock(folder, Date.now())).ok).toBe(true)
  expect((await inspectClock(folder, Date.now() - 3_600_000)).ok).toBe(false)
})

test('an old Node is found', () => {
  expect(inspectNode('20.18.3').ok).toBe(false)
  expect(inspectNode('20.19.0').ok).toBe(true)
  expect(inspectNode('24.1.0').ok).toBe(true)
})

test('memory sizes stay modest on small and large machines', () => {
  expect(memorySizes(512 * 2 ** 20)['shared_buffers']).toBe('32MB')
  expect(memorySizes(4 * 2 ** 30)['shared_buffers']).toBe('256MB')
  expect(memorySizes(256 * 2 ** 30)['shared_buffers']).toBe('512MB')
})

test('users are read from lines of /etc/passwd, and damaged lines skipped', () => {
  const text = 'root:x:0:0:root:/root:/bin/sh\n\n# note\nbad:x:one:2:\nnobody:x:65534:65534:::\n'
  expect(parseUsers(text).map(({ name, uid }) => `${name} ${uid}`)).toEqual([
    'root 0',
    'nobody 65534',
  ])
})
