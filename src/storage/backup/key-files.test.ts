import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { placeKeyFiles, readKeyFiles } from './key-files.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-key-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const paths = () => ({ 'master.key': join(folder, 'keys', 'master.key') })
const files = new Map([['master.key', Buffer.from('from the backup')]])
const held = () => readFile(paths()['master.key'], 'utf8')

test('on a fresh machine a key comes to its place, private, and can be taken back', async () => {
  const undo = await placeKeyFiles(paths(), files, false)
  expect(await held()).toBe('from the backup')
  expect((await stat(paths()['master.key'])).mode & 0o777).toBe(0o600)
  expect(await readKeyFiles(paths())).toEqual(files)
  await undo()
  expect(await readKeyFiles(paths())).toEqual(new Map())
})

test('another key is not lost: refused unasked, kept beside when replaced, back when undone', async () => {
  await placeKeyFiles(paths(), new Map([['master.key', Buffer.from('mine')]]), false)
  await expect(placeKeyFiles(paths(), files, false)).rejects.toMatchObject({ code: 'conflict' })
  expect(await held()).toBe('mine')
  const undo = await placeKeyFiles(paths(), files, true)
  expect(await held()).toBe('from the backup')
  expect(await readdir(join(folder, 'keys'))).toHaveLength(2)
  await undo()
  expect(await held()).toBe('mine')
})

test('a file of the backup that belongs nowhere here is not written', async () => {
  await placeKeyFiles(paths(), new Map([['../elsewhere', Buffer.from('x')]]), true)
  expect(await readdir(folder)).toEqual([])
  await writeFile(join(folder, 'untouched'), '')
})
