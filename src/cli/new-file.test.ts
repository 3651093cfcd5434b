import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeNewFile } from './new-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-new-file-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('pieces of any size arrive whole and in order, for the owner’s eyes alone', async () => {
  const path = join(folder, 'whole')
  const place = new Uint8Array(100_000)
  const done = await writeNewFile(path, async (take) => {
    for (let n = 0; n < 3; n += 1) await take(place.fill(n + 65))
    for (let n = 0; n < 20_000; n += 1) await take(`${n}\n`)
    return 'done'
  })
  expect(done).toBe('done')
  const lines = Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join('')
  const letters = ['A', 'B', 'C'].map((letter) => letter.repeat(100_000)).join('')
  expect((await readFile(path, 'utf8')) === letters + lines).toBe(true)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('work that fails leaves nothing, under that name or another', async () => {
  const before = await readdir(folder)
  const failing = writeNewFile(join(folder, 'half'), async (take) => {
    await take('x'.repeat(100_000))
    throw new Error('the rest does not come')
  })
  await expect(failing).rejects.toThrow('the rest does not come')
  expect(await readdir(folder)).toEqual(before)
})

test('a name that is taken, or in no folder, is refused before anything is asked for', async () => {
  const taken = join(folder, 'taken')
  await writeFile(taken, 'kept')
  const never = async (): Promise<never> => {
    throw new Error('asked for')
  }
  await expect(writeNewFile(taken, never)).rejects.toMatchObject({ code: 'conflict' })
  expect(await readFile(taken, 'utf8')).toBe('kept')
  const nowhere = join(folder, 'no folder', 'file')
  await expect(writeNewFile(nowhere, never)).rejects.toMatchObject({ code: 'invalid_input' })
})
