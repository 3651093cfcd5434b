import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOperation } from '../actions/desk.ts'
import { createApp } from '../api/app.ts'
import { createLog } from '../observing/log.ts'
import { createMetrics } from '../observing/metrics.ts'
import { openDatabase } from '../storage/open-database.ts'
import { signIn } from './sign-in.ts'

/**
 * People with names, dates and stories that occur nowhere else go through every door, as they are
 * and spoilt. Afterwards nothing that was written may hold a trace: what commands say about their
 * work, error texts, the log, metrics, PostgreSQL's own log, files left over. Only what was asked
 * for may: a result on standard output, a file that a command was told to write.
 */
const PLANTED = {
  given: 'Zarqandeh',
  family: 'Nishanehzad',
  arabic: 'زرقندهنشان',
  born: '1977-03-19',
  bornOdd: '31.13.1977-qvx',
  id: 'QVX-77341',
  story: 'qvxstory of the checkpoint',
}
const TRACES = [
  ...['zarqandeh', 'nishanehzad', 'زرقنده', '1977-03-19', '31.13.1977', 'qvx'],
  // As they travel in addresses and in JSON.
  encodeURIComponent('زرقنده').toLowerCase(),
  JSON.stringify('زرقنده')
    .replaceAll(/[\u0080-\uffff]/g, (one) => `\\u0${one.charCodeAt(0).toString(16)}`)
    .slice(1, -1),
]

const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))
let folder = ''
let data = ''
const said: { readonly what: string; readonly text: string }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-planted-'))
  // As root the database's user must pass through; else the data would lie elsewhere and stay.
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  for (const name of ['temp', 'files']) await mkdir(join(folder, name))
})
afterAll(async () => {
  onward('stop')
  await rm(folder, { recursive: true, force: true })
})

function onward(...args: readonly string[]): { readonly code: number | null } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    cwd: join(folder, 'files'),
    env: {
      ...process.env,
      ONWARD_DATA: data,
      DATABASE_URL: '',
      TMPDIR: join(folder, 'temp'),
      ONWARD_LOG: 'info',
    },
    maxBuffer: 100_000_000,
  })
  said.push({ what: `${args[0]} ${args[1]}: standard error`, text: stderr })
  // A result may hold who was asked for; a refusal may not.
  if (status !== 0) said.push({ what: `${args[0]} ${args[1]}: refusal`, text: stdout })
  return { code: status }
}

function traces(): readonly string[] {
  return said.flatMap(({ what, text }) =>
    TRACES.filter((trace) => text.toLowerCase().includes(trace)).map(
      (trace) => `${what} holds ${trace}`,
    ),
  )
}

async function write(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, 'files', name)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

const HEADER =
  'person_id,given_name,family_name,name_original,sex,birth_date,nationality,case_id,relationship'
const row = (id: string, birth = PLANTED.born, sex = 'f') =>
  `${id},${PLANTED.given},${PLANTED.family},${PLANTED.arabic},${sex},${birth},IRN,c${id},PA`

test('what the commands say about their work names nobody', async () => {
  expect(onward('demo', '--size', '30').code).toBe(0)
  const good = await write('good.csv', [HEADER, row('p1'), row(PLANTED.id)])
  expect(onward('import', 'register', good, '--allow-duplicates').code).toBe(0)
  const bad = await write('bad.csv', [
    HEADER,
    row('p2', PLANTED.bornOdd),
    row('p3', PLANTED.born, PLANTED.story),
    row('p3'),
    `p4,"${PLANTED.given}`,
    row(PLANTED.id).replace(',IRN,', `,${PLANTED.family},`),
  ])
  const refused = [
    ['import', 'register', bad],
    ['import', 'register', bad, '--json'],
    ['import', 'offers', bad],
    ['errf', 'validate', bad],
    ['errf', 'import', bad],
    ['context', 'import', bad],
    ['person', PLANTED.family],
    ['case', PLANTED.id],
    ['register', 'person', '--name', `given=${PLANTED.given}`, '--born', PLANTED.bornOdd],
    ['register', 'person', '--name', `${PLANTED.story}=${PLANTED.given}`],
    ['record', PLANTED.id, 'case.referred', '--reason', PLANTED.story],
    ['record', 'C-NOTHING', 'case.referred', '--data', `{"${PLANTED.story}`],
    ['same', 'show', PLANTED.id, PLANTED.family],
  ]
  for (const command of refused) expect(onward(...command).code, command.join(' ')).not.toBe(0)
  onward('persons', PLANTED.given, PLANTED.arabic)
  onward('cases', PLANTED.family)
  onward('same', 'scan')
  onward('doctor', '--deep')
  expect(traces()).toEqual([])
}, 240_000)

test('answers that refuse, the log and the metrics name nobody', async () => {
  const lines: string[] = []
  const observer = {
    log: createLog({ level: 'info', instance: 'test', write: (line) => void lines.push(line) }),
    metrics: createMetrics(),
  }
  const db = await openDatabase({ dataFolder: data })
  try {
    const cookie = await signIn({ db }, 'reviewer.one')
    const app = createApp({ db, version: 'test', webFolder: '/nowhere', observer })
    const ask = async (path: string, body?: unknown): Promise<void> => {
      const answer = await app.request(`http://127.0.0.1:4100${path}`, {
        headers: { host: '127.0.0.1:4100', cookie, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (answer.status >= 400) said.push({ what: `answer of ${path.slice(0, 13)}`, text })
      said.push({ what: 'headers', text: JSON.stringify([...answer.headers]) })
    }
    const name = encodeURIComponent(PLANTED.arabic)
    for (const path of [
      `/api/persons?query=${PLANTED.given}`,
      `/api/cases?query=${name}`,
      `/api/persons/${name}`,
      `/api/cases/${PLANTED.id}`,
      `/api/same/${name}/${name}`,
      `/api/${name}`,
      `/api/figures?asOf=${PLANTED.bornOdd}`,
    ])
      await ask(path)
    const names = [{ role: 'given', text: PLANTED.given }]
    for (const [path, body] of [
      ['/api/persons/search', { query: [PLANTED.given] }],
      ['/api/persons/search', { query: PLANTED.given }],
      ['/api/persons', { draft: { names, birth: { text: PLANTED.bornOdd } } }],
      ['/api/persons', { draft: { names, sex: PLANTED.story } }],
      ['/api/persons', { draft: { names: [{ role: PLANTED.story, text: PLANTED.given }] } }],
      ['/api/persons', { [PLANTED.story]: PLANTED.given }],
      ['/api/persons/likely', { names, birth: { text: PLANTED.bornOdd } }],
      ['/api/cases/C-NOTHING/events', { type: 'case.referred', data: { a: PLANTED.story } }],
      ['/api/cases/search', { status: PLANTED.given }],
      ['/api/exports', { what: 'persons', format: PLANTED.story, purpose: PLANTED.given }],
    ] as const)
      await ask(path, body)
    said.push({ what: 'the log', text: lines.join('') })
    said.push({ what: 'metrics', text: observer.metrics.text() })
    expect(lines.length).toBeGreaterThan(10)
  } finally {
    await db.close()
  }
  expect(traces()).toEqual([])
})

test('statements that fail in PostgreSQL leave no words in its log, and none in the error', async () => {
  const db = (await openDatabase({ dataFolder: data })).asSystem()
  try {
    const operation = await findOperation(db)
    if (operation === undefined) throw new Error('There is no operation.')
    const failing = [
      [`select $2::date, $1::uuid`, PLANTED.bornOdd],
      [`select ('${PLANTED.story}' || $2)::int, $1::uuid`, PLANTED.given],
      [
        `insert into households (operation_id, id, site, source_id, reference)
        select $1, gen_random_uuid(), 'main', $2, $2 from generate_series(1, 2)`,
        PLANTED.given,
      ],
      [
        `insert into persons (operation_id, id, source_id) values ($1, gen_random_uuid(), $2)`,
        PLANTED.given,
      ],
      [`select 1 from "${PLANTED.family}" where $1::uuid is null and $2 = ''`, PLANTED.given],
      [`select pg_sleep(20), $1::uuid, $2::text`, PLANTED.given],
    ] as const
    for (const [sql, value] of failing) {
      const error = await db
        .write(operation.id, async (tx) => {
          await tx.query(`set local statement_timeout = '300ms'`)
          await tx.query(sql, [operation.id, value])
        })
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
      expect(error, sql).toBeDefined()
      // A refusal of Onward's is shown as it is; of any other error only the places in the code.
      if (error instanceof Error && error.name === 'DomainError')
        said.push({ what: 'refusal', text: error.message })
    }
  } finally {
    await db.close()
  }
  said.push({ what: 'server.log', text: await readFile(join(data, 'server.log'), 'utf8') })
  expect(traces()).toEqual([])
})

test('no file is left over that holds anybody, but those that were asked for and the database', async () => {
  const held: string[] = []
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const one of all.filter((entry) => entry.isFile())) {
    const path = join(one.parentPath, one.name)
    const name = relative(folder, path)
    if (/^data.pg\b/.test(name) || ['good.csv', 'bad.csv'].includes(one.name)) continue
    const text = (await readFile(path, 'utf8')).toLowerCase()
    if (TRACES.some((trace) => text.includes(trace))) held.push(name)
  }
  expect(held).toEqual([])
  expect(await readdir(join(folder, 'temp'))).toEqual([])
})
