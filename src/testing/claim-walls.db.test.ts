import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeData, RECORDABLE } from '../domain/event-schema.ts'
import type { RecordableType } from '../domain/event-schema.ts'
import type { TestDatabase } from './test-database.ts'
import { openTestDatabase } from './test-database.ts'

const SRC = fileURLToPath(new URL('..', import.meta.url))

/** Tables of what others said; the walls are theirs. */
const OF_CLAIMS = [
  'bodies',
  'body_names',
  'source_documents',
  'claims',
  'claim_mentions',
  'claim_hops',
  'claim_links',
  'claim_evidence',
  'claim_decisions',
  'claim_figures',
  'published_claim_figures',
]

/** Tables of people, cases and what is decided about them. */
const OF_PEOPLE =
  /^(person|household|case|submission|travel|plan|pair|judgement|same_person|errf|offer|batch)/

/** Columns that nobody may have: only the attachment of a standard form may hold such a thing. */
const FORBIDDEN =
  /relig|ethnic|politic|party|member_of|membership|faith|sect\b|belief|ideolog|tribe|union_member|affiliat/i

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await openTestDatabase()
  client = new pg.Client(database.admin)
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.close()
})

interface Key {
  readonly from_table: string
  readonly to_table: string
}

async function foreignKeys(): Promise<readonly Key[]> {
  const { rows } = await client.query<Key>(
    `select conrelid::regclass::text as from_table, confrelid::regclass::text as to_table
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  return rows
}

/** Every table that keys lead to, either way, without passing through `operations`. */
function reachable(start: string, keys: readonly Key[]): ReadonlySet<string> {
  const seen = new Set([start])
  const queue = [start]
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const { from_table: from, to_table: to } of keys)
      for (const next of from === at ? [to] : to === at ? [from] : [])
        // Every table hangs on its operation: that joins nothing to anybody.
        if (next !== 'operations' && !seen.has(next)) {
          seen.add(next)
          queue.push(next)
        }
  return seen
}

describe('nothing leads from what others said to a person', () => {
  test('no path of foreign keys, in either direction, joins claims to persons, cases or plans', async () => {
    const keys = await foreignKeys()
    expect(keys.length).toBeGreaterThan(20)
    for (const table of OF_CLAIMS) {
      const found = [...reachable(table, keys)].filter((one) => OF_PEOPLE.test(one))
      expect(found, table).toEqual([])
    }
    // The walk itself finds people where a path exists.
    expect([...reachable('travel_checks', keys)]).toContain('persons')
  })

  test('every table of claims is known to the walk, and holds no id of a person or a case', async () => {
    const { rows } = await client.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns where table_schema = 'public'`,
    )
    const tables = new Set(rows.map((one) => one.table_name))
    expect(OF_CLAIMS.filter((one) => !tables.has(one))).toEqual([])
    const claimLike = [...tables].filter((one) => /claim|bod(y|ies)|source_doc/.test(one))
    expect(claimLike.filter((one) => !OF_CLAIMS.includes(one))).toEqual([])
    const ids = rows.filter(
      (one) =>
        OF_CLAIMS.includes(one.table_name) &&
        /person|case|household|submission|score|rank|plan/.test(one.column_name),
    )
    expect(ids).toEqual([])
  })

  test('no SQL reads claims together with people', async () => {
    const mixed: string[] = []
    for (const file of await sources('storage')) {
      const text = await readFile(join(SRC, file), 'utf8')
      for (const [, sql = ''] of text.matchAll(/`([^`]*)`/g)) {
        const tables = [...sql.matchAll(/\b(?:from|join|into|update)\s+([a-z_]+)/g)].map(
          (one) => one[1] ?? '',
        )
        const claims = tables.some((one) => OF_CLAIMS.includes(one))
        if (claims && tables.some((one) => OF_PEOPLE.test(one))) mixed.push(file)
      }
    }
    expect(mixed).toEqual([])
  })
})

describe('planning knows nothing of what others said', () => {
  test('no file of planning, placement or what reads for a plan names claims, bodies or documents', async () => {
    const files = [
      ...(await sources('planning')),
      ...(await sources('placement')),
      'actions/read-planning-input.ts',
      'actions/solve-plan.ts',
      'actions/propose-apart.ts',
      'storage/check-plan.ts',
      'domain/criteria.ts',
    ]
    expect(files.length).toBeGreaterThan(50)
    const naming: string[] = []
    for (const file of files) {
      const text = await readFile(join(SRC, file), 'utf8')
      if (/claims?\/|claim-|body\.ts|source-documents|claim_|measure\.ts'/.test(text))
        naming.push(file)
    }
    expect(naming).toEqual([])
  })
})

describe('no label of faith, politics or membership is a column', () => {
  test('of any table', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public'`,
    )
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter((one) => FORBIDDEN.test(one.name))).toEqual([])
  })

  test('nor a field of an event', () => {
    const types = Object.keys(RECORDABLE) as RecordableType[]
    const fields = types.flatMap(describeData)
    expect(fields.length).toBeGreaterThan(20)
    expect(fields.filter((one) => FORBIDDEN.test(one))).toEqual([])
  })

  test('and the attachment of the form is read by no plan', async () => {
    const readers: string[] = []
    for (const room of ['planning', 'placement', 'storage', 'actions', 'figures'])
      for (const file of await sources(room)) {
        const text = await readFile(join(SRC, file), 'utf8')
        if (/errf_cases/.test(text)) readers.push(file)
      }
    // The second moves it to another site with its case, unread.
    expect(readers.toSorted()).toEqual(['storage/errf-cases.ts', 'storage/sites.ts'])
    for (const file of await sources('planning'))
      expect(await readFile(join(SRC, file), 'utf8'), file).not.toMatch(/errf/i)
  })
})

async function sources(room: string): Promise<readonly string[]> {
  const entries = await readdir(join(SRC, room), { recursive: true })
  return entries
    .filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))
    .map((one) => `${room}/${one}`)
}
