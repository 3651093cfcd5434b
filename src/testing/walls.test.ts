import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Compiles one room of the copy and says what the compiler said. */
function compile(copy: string, room: string): Promise<{ ok: boolean; said: string }> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, '-b', join(copy, 'src', room), '--pretty', 'false'],
      { cwd: copy },
      (error, stdout, stderr) => resolve({ ok: error === null, said: stdout + stderr }),
    )
  })
}

/** The same with one more file in the room, taken out again afterwards. */
async function compileWith(
  copy: string,
  room: string,
  source: string,
): Promise<{ ok: boolean; said: string }> {
  const file = join(copy, 'src', room, 'trespass.ts')
  await writeFile(file, `${source}\n`)
  try {
    return await compile(copy, room)
  } finally {
    await rm(file)
  }
}

describe('the walls between the rooms bite', () => {
  let copy = ''

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'onward-walls-'))
    await cp(join(ROOT, 'src'), join(copy, 'src'), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts'),
    })
    for (const file of ['tsconfig.base.json', 'tsconfig.json', 'package.json'])
      await cp(join(ROOT, file), join(copy, file))
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  })

  afterAll(async () => {
    await rm(copy, { recursive: true, force: true })
  })

  test.each(['domain', 'placement', 'planning'])(
    'the room %s compiles as it is, so what follows fails for its own reason',
    async (room) => {
      expect(await compile(copy, room)).toEqual({ ok: true, said: '' })
    },
  )

  test.each([
    ['domain', 'storage', "export type { Database } from '../storage/database.ts'"],
    ['domain', 'identity', "export * from '../identity/fold-name.ts'"],
    ['placement', 'domain', "export { DomainError } from '../domain/errors.ts'"],
    ['planning', 'storage', "export type { Database } from '../storage/database.ts'"],
    ['domain', 'testing', "export { aCase } from '../testing/builders.ts'"],
    ['planning', 'testing', "export { aCase } from '../testing/builders.ts'"],
  ])('a file in %s that imports from %s does not compile', async (room, other, source) => {
    const { ok, said } = await compileWith(copy, room, source)
    expect(ok).toBe(false)
    // Not in the file list of the room's project, and no reference to the other room's.
    expect(said).toMatch(new RegExp(`TS6307: File '.*src/${other}/.*' is not listed`))
  })

  test.each(['domain', 'placement', 'planning'])(
    'a file in %s cannot reach the process or the disk',
    async (room) => {
      const { ok, said } = await compileWith(
        copy,
        room,
        "import { readFileSync } from 'node:fs'\nexport const home = process.env\nexport { readFileSync }",
      )
      expect(ok).toBe(false)
      expect(said).toMatch(/trespass\.ts.*Cannot find name 'process'/)
      expect(said).toMatch(/trespass\.ts.*Cannot find (module|name) 'node:fs'/)
    },
  )
})

/** The rooms that each room may use (ARCHITECTURE.md). A room that is not named may use none. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  placement: [],
  identity: ['domain'],
  observing: [],
  planning: ['domain', 'placement'],
  figures: ['domain'],
  publishing: ['domain', 'figures'],
  exchange: ['domain', 'identity'],
  reference: ['domain'],
  storage: ['domain', 'identity', 'observing'],
  actions: [
    'domain',
    'placement',
    'planning',
    'identity',
    'figures',
    'publishing',
    'exchange',
    'reference',
    'observing',
    'storage',
  ],
  api: ['domain', 'actions', 'observing', 'storage'],
  cli: ['domain', 'actions', 'observing', 'storage', 'api'],
}

interface RoomConfig {
  readonly references?: readonly { readonly path: string }[]
  readonly compilerOptions: { readonly types?: readonly string[] }
  readonly include: readonly string[]
}

async function readRoom(room: string): Promise<RoomConfig> {
  return JSON.parse(await readFile(join(ROOT, 'src', room, 'tsconfig.json'), 'utf8')) as RoomConfig
}

test('no room refers to one that the architecture does not open to it', async () => {
  const entries = await readdir(join(ROOT, 'src'), { withFileTypes: true })
  const rooms = entries.filter((one) => one.isDirectory() && one.name !== 'testing')
  expect(rooms.map((one) => one.name).toSorted()).toEqual(Object.keys(MAY_USE).toSorted())
  for (const { name } of rooms) {
    const { references = [], include } = await readRoom(name)
    const used = references.map(({ path }) => path.replace('../', ''))
    expect(
      used.filter((other) => !MAY_USE[name]?.includes(other)),
      name,
    ).toEqual([])
    expect(include, name).toEqual(['.'])
  }
})

test('no file imports past its room’s references: the compiler would let it, through a third room', async () => {
  const past: string[] = []
  for (const [room, mayUse] of Object.entries(MAY_USE)) {
    const entries = await readdir(join(ROOT, 'src', room), { recursive: true })
    for (const file of entries.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
      const source = await readFile(join(ROOT, 'src', room, file), 'utf8')
      for (const [, to = ''] of source.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)) {
        const other = relative(join(ROOT, 'src'), join(ROOT, 'src', room, dirname(file), to)).split(
          sep,
        )[0] as string
        if (other !== room && !mayUse.includes(other)) past.push(`${room}/${file} imports ${to}`)
      }
    }
  }
  expect(past).toEqual([])
})

test.each(['domain', 'placement', 'planning', 'figures', 'identity', 'reference'])(
  'the room %s is pure: no types of Node are let in',
  async (room) => {
    expect((await readRoom(room)).compilerOptions.types).toEqual([])
  },
)
