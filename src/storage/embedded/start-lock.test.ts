import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStartLock, withStartLock } from './start-lock.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const patient = { user: null, patienceMs: 30_000, note: () => undefined }

/** Lets many take the lock at once; the most that were ever inside together. */
async function crowd(size: number): Promise<number> {
  let inside = 0
  let most = 0
  const enter = () =>
    withStartLock(folder, patient, async () => {
      inside += 1
      most = Math.max(most, inside)
      await wait(2)
      inside -= 1
    })
  await Promise.all(Array.from({ length: size }, enter))
  return most
}

/** Leaves the lock as a process does that is killed while holding it. */
async function leaveDeadLock(): Promise<void> {
  await mkdir(join(folder, 'lock'))
  const script = `require('net').createServer().listen(process.argv[1], () => console.log())`
  const holder = spawn(process.execPath, ['-e', script, join(folder, 'lock', '77-dead')])
  await once(holder.stdout, 'data')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
}

test('only one holds the lock at a time', async () => {
  expect(await crowd(30)).toBe(1)
  expect(await readStartLock(folder)).toBeNull()
})

test('the lock of a killed process is taken over by one of many', async () => {
  await leaveDeadLock()
  expect(await readStartLock(folder)).toEqual({ pid: 77, alive: false })
  expect(await crowd(30)).toBe(1)
  expect(await readdir(join(folder, 'lock'))).toEqual([])
})

test('a failure inside frees the lock', async () => {
  const failing = withStartLock(folder, patient, () => Promise.reject(new Error('inside')))
  await expect(failing).rejects.toThrow('inside')
  expect(await crowd(2)).toBe(1)
})

test('who waits too long is told which process holds the lock, and leaves nothing', async () => {
  await withStartLock(folder, patient, async () => {
    const waiting = withStartLock(folder, { ...patient, patienceMs: 30 }, () => wait(0))
    await expect(waiting).rejects.toThrow(`Process ${process.pid} has been starting`)
  })
  expect(await readdir(folder)).toEqual(['lock'])
})
