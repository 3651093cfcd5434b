import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuditReport } from '../../domain/audit-report.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { TestDatabase } from '../../testing/test-database.ts'
import { openTestDatabase } from '../../testing/test-database.ts'
import { auditKeyOf } from './audit-key.ts'
import { auditSource } from './audit-source.ts'
import { insertCheckpoint, makeCheckpoint, noHeads } from './checkpoints.ts'
import { dropOldLanes } from './drop-old-lanes.ts'
import { checkpointHash, entryHash, laneStart } from './entry-text.ts'
import { ENTRY_COLUMNS } from './read-entries.ts'
import type { EntryRow } from './read-entries.ts'
import type { VerifyOptions } from './verify-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const operationId = '01900000-0000-7000-8000-000000000001' as OperationId

let database: TestDatabase
let owner: pg.Client

beforeEach(async () => {
  database = await openTestDatabase()
  owner = new pg.Client(database.admin)
  await owner.connect()
})

afterEach(async () => {
  await owner.end()
  await database.close()
})

const system = () => database.db.asSystem()

async function noteOne(action: string): Promise<void> {
  await system().write(operationId, async (tx) => tx.note({ kind: 'change', action }))
}

async function noteMany(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await noteOne(`test.${n}`)
}

const checkpoint = () => makeCheckpoint(system(), operationId, database.auditKey)

function verify(options: Partial<VerifyOptions> = {}): Promise<AuditReport> {
  return system().read(operationId, async (tx) =>
    verifyAudit(await auditSource(tx), {
      publicKeys: [],
      secretKey: database.auditKey.secret,
      ...options,
    }),
  )
}

/** What an outsider can say, who has the public key only. */
const verifyOutside = () =>
  verify({ publicKeys: [database.auditKey.publicKey], secretKey: undefined as never })

const said = ({ faults }: AuditReport): readonly string[] =>
  faults.map((one) => `${one.fault} ${one.checkpoint ?? ''}${one.seq ?? ''}`.trim())

async function lane(): Promise<string> {
  const { rows } = await owner.query<{ lane: string }>('select lane from audit_entries limit 1')
  return rows[0]?.lane ?? ''
}

describe('what was written verifies', () => {
  test('with nothing in it, without a checkpoint, and with one', async () => {
    expect(await verify()).toMatchObject({ ok: true, entries: 0 })
    await noteMany(3)
    expect(await verify()).toMatchObject({ ok: true, entries: 3, notVouched: 3, sealsTried: 3 })
    expect(await checkpoint()).toMatchObject({ seq: 1, entries: 3, refusedLanes: [] })
    await noteMany(2)
    expect(await verify()).toMatchObject({ ok: true, entries: 5, vouched: 3, notVouched: 2 })
    expect(await verifyOutside()).toMatchObject({ ok: true, sealsTried: 0 })
    expect(await checkpoint()).toMatchObject({ seq: 2, entries: 2 })
    expect(await checkpoint()).toBeUndefined()
  })

  test('writers at once have lanes of their own, and a note is there only if its work is', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => noteMany(5 + n)))
    await expect(
      system().write(operationId, async (tx) => {
        tx.note({ kind: 'change', action: 'test.fails' })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await noteOne('test.after')
    const report = await verify()
    expect(report).toMatchObject({ ok: true, entries: 69 })
    expect(report.lanes).toBeGreaterThan(1)
    expect(report.lanes).toBeLessThanOrEqual(8)
    const { rows } = await owner.query("select 1 from audit_entries where action = 'test.fails'")
    expect(rows).toEqual([])
  })

  test('words of a search are kept as a keyed hash only', async () => {
    for (const words of ['Baran  NEMUNEH', 'baran nemuneh', 'other'])
      await system().readNoted(operationId, async (tx) =>
        tx.note({ kind: 'search', action: 'person.search', words, facts: { found: 2 } }),
      )
    const { rows } = await owner.query<{ facts: string; row: string }>(
      'select facts, e::text as row from audit_entries e order by lane, seq',
    )
    const hashes = rows.map((one) => (JSON.parse(one.facts) as { words: string }).words)
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hashes[2])
    expect(rows.map((one) => one.row).join()).not.toMatch(/baran/i)
  })

  test('a broken connection ends the lane, so that what was lost with it leaves no gap', async () => {
    await noteOne('test.before')
    const ours = "usename = 'onward_app' and datname = current_database()"
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`)
    const left = async (): Promise<number> =>
      (await owner.query(`select 1 from pg_stat_activity where ${ours}`)).rowCount ?? 0
    while ((await left()) > 0);
    await noteMany(1).catch(() => {})
    await noteOne('test.after')
    const report = await verify()
    expect(report.ok).toBe(true)
    expect(report.lanes).toBe(2)
  })
})

describe('an owner of the tables who changes history is found', () => {
  beforeEach(async () => {
    await noteMany(6)
  })

  const EDITS: readonly (readonly [column: string, to: string])[] = [
    ['operation_id', "'01900000-0000-7000-8000-000000000002'"],
    ['lane', "'01900000-0000-7000-8000-000000000003'"],
    ['seq', '40'],
    ['at', "at + interval '1 microsecond'"],
    ['actor', "'somebody.else'"],
    ['role', "'analyst'"],
    ['kind', "'read'"],
    ['action', "'test.nothing'"],
    ['subjects', "array['person:x']"],
    ['facts', '\'{"rows":1}\''],
    ['key', "'0000000000000000'"],
    ['prev_hash', 'hash'],
    ['hash', 'prev_hash'],
    ['seal', 'hash'],
  ]

  test.each(EDITS)('when %s of one entry is edited', async (column, to) => {
    const columns = await owner.query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = 'audit_entries'",
    )
    expect(EDITS.map(([name]) => name).toSorted()).toEqual(
      columns.rows.map((one) => one.name).toSorted(),
    )
    await owner.query(`update audit_entries set ${column} = ${to} where seq = 3`)
    const { ok, faults } = await verify()
    expect(ok).toBe(false)
    expect(faults.some((one) => one.seq === 3 || one.seq === 40)).toBe(true)
  })

  test('when an entry in the middle is removed', async () => {
    await owner.query('delete from audit_entries where seq in (3, 4)')
    expect(said(await verify())).toEqual(['removed 3'])
    expect((await verify()).faults[0]).toMatchObject({ seq: 3, toSeq: 4 })
  })

  test('when the first is removed', async () => {
    await owner.query('delete from audit_entries where seq = 1')
    expect(said(await verify())).toEqual(['removed 1'])
  })

  test('when the tail that a checkpoint vouches for is removed', async () => {
    await checkpoint()
    await owner.query('delete from audit_entries where seq >= 5')
    expect((await verify()).faults).toMatchObject([{ fault: 'removed', seq: 5, toSeq: 6 }])
  })

  test('when a whole lane that a checkpoint vouches for is removed', async () => {
    await checkpoint()
    await owner.query('delete from audit_entries')
    expect((await verify()).faults).toMatchObject([{ fault: 'removed', seq: 1, toSeq: 6 }])
  })

  test('but not when the tail since the last checkpoint is removed: it is counted as not vouched for', async () => {
    await checkpoint()
    await noteMany(2)
    expect(await verify()).toMatchObject({ ok: true, notVouched: 2 })
    await owner.query('delete from audit_entries where seq > 6')
    expect(await verify()).toMatchObject({ ok: true, notVouched: 0 })
  })

  test('when two entries are swapped, whole or in their numbers', async () => {
    await owner.query('update audit_entries set seq = -seq + 100 where seq in (3, 4)')
    await owner.query('update audit_entries set seq = 7 - (100 - seq) where seq > 90')
    expect((await verify()).faults).toMatchObject([
      { fault: 'reordered', seq: 3, message: expect.stringContaining('as entry 4') },
      { fault: 'reordered', seq: 4, message: expect.stringContaining('as entry 3') },
    ])
  })

  test('when an entry is put at the end, into a lane of its own, or twice', async () => {
    const at = await lane()
    await owner.query(
      `insert into audit_entries select operation_id, lane, 7, at, actor, role, kind, action, subjects,
         facts, key, hash, hash, seal from audit_entries where seq = 6`,
    )
    expect(said(await verify())).toEqual(['edited 7'])
    await owner.query('delete from audit_entries where seq = 7')
    await owner.query(
      `insert into audit_entries select operation_id, '01900000-0000-7000-8000-000000000003', seq, at,
         actor, role, kind, action, subjects, facts, key, prev_hash, hash, seal
       from audit_entries where lane = '${at}' and seq = 1`,
    )
    expect(said(await verify())).toEqual(['edited 1'])
  })

  test('when an edited lane is chained anew: by its seals, and from outside by the checkpoint', async () => {
    await checkpoint()
    await chainAnew((one) => (one.seq === 2 ? { ...one, actor: 'somebody.else' } : one))
    expect(said(await verify())).toContain('forged 2')
    expect(said(await verify())).toContain('rewritten 6')
    expect((await verifyOutside()).faults).toMatchObject([{ fault: 'rewritten', seq: 6 }])
  })

  test('when a lane is chained anew before a checkpoint: by its seals, and no checkpoint is made of it', async () => {
    await chainAnew((one) => (one.seq === 2 ? { ...one, actor: 'somebody.else' } : one))
    expect(said(await verify())).toContain('forged 2')
    expect(await verifyOutside()).toMatchObject({ ok: true, notVouched: 6 })
    expect(await checkpoint()).toMatchObject({ entries: 0, refusedLanes: [await lane()] })
    expect(await verify()).toMatchObject({ ok: false, vouched: 0 })
  })

  test('when a checkpoint is edited, removed, moved or forged', async () => {
    await checkpoint()
    await noteOne('test.7')
    await checkpoint()
    await noteOne('test.8')
    const last = await checkpoint()
    await owner.query("update audit_checkpoints set heads = '[]' where seq = 2")
    expect(said(await verify())).toEqual(['edited 2'])
    await owner.query('delete from audit_checkpoints where seq = 2')
    expect(said(await verify())).toEqual(['removed 2'])
    await owner.query('delete from audit_checkpoints where seq = 3')
    expect(await verify()).toMatchObject({ ok: true, notVouched: 2 })
    const seen = { seq: last?.seq ?? 0, hash: last?.hash ?? '' }
    expect(said(await verify({ seen }))).toEqual(['removed 3'])
  })

  test('when a checkpoint is made with another key, under its own name or under ours', async () => {
    await checkpoint()
    const other = auditKeyOf(generateKeyPairSync('ed25519').privateKey)
    await owner.query('update audit_entries set actor = $1 where seq = 6', ['somebody.else'])
    await system().write(operationId, async (tx) => {
      const known = { ...noHeads(operationId), seq: 1, hash: await hashOf(1) }
      await insertCheckpoint(tx, other, known, 'reached', [[await lane(), 6, '00']])
    })
    const report = await verify()
    expect(said(report)).toContain('unknown_key')
    expect(said(report)).toContain('edited 6')
    await owner.query('update audit_checkpoints set key = $1 where seq = 2', [database.auditKey.id])
    expect(said(await verify())).toContain('edited 2')
    await hashAnew(2)
    expect(said(await verify())).toContain('forged 2')
  })
})

async function hashOf(seq: number): Promise<string> {
  const { rows } = await owner.query<{ hash: string }>(
    "select encode(hash, 'hex') as hash from audit_checkpoints where seq = $1",
    [seq],
  )
  return rows[0]?.hash ?? ''
}

async function hashAnew(seq: number): Promise<void> {
  const { rows } = await owner.query<Record<'at' | 'heads' | 'key' | 'prev', string>>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, heads, key,
       encode(prev_hash, 'hex') as prev from audit_checkpoints where seq = $1`,
    [seq],
  )
  const [one] = rows
  if (one === undefined) throw new Error('no such checkpoint')
  const { at, heads, key, prev: prevHash } = one
  const hash = checkpointHash({ operationId, seq, at, kind: 'reached', heads, key, prevHash })
  await owner.query('update audit_checkpoints set hash = $1 where seq = $2', [hash, seq])
}

/** What whoever owns the tables and knows the format can do without the key. */
async function chainAnew(change: (one: EntryRow) => EntryRow): Promise<void> {
  const { rows } = await owner.query<EntryRow>(
    `select ${ENTRY_COLUMNS} from audit_entries order by seq`,
  )
  let prevHash = laneStart(operationId, await lane()).toString('hex')
  for (const row of rows) {
    const one = change({ ...row, seq: Number(row.seq) })
    const hash = entryHash({ ...one, operationId, prevHash })
    await owner.query(
      "update audit_entries set actor = $1, prev_hash = decode($2, 'hex'), hash = $3 where seq = $4",
      [one.actor, prevHash, hash, one.seq],
    )
    prevHash = hash.toString('hex')
  }
}

describe('the application’s own login', () => {
  test.each([
    "update audit_entries set actor = 'x'",
    'delete from audit_entries',
    'truncate audit_entries',
    "update audit_checkpoints set heads = '[]'",
    'delete from audit_checkpoints',
    'truncate audit_checkpoints',
    'alter table audit_entries disable row level security',
    'drop table audit_entries',
  ])('cannot: %s', async (sql) => {
    await noteOne('test.one')
    await checkpoint()
    await expect(system().write(operationId, (tx) => tx.query(sql))).rejects.toThrow(
      /permission denied|must be owner/,
    )
  })

  test('reads the audit only for the auditor and the machine, and only its own operation', async () => {
    await noteOne('test.one')
    const counts: Record<string, number> = {}
    const { ROLES } = await import('../../domain/role.ts')
    for (const role of [...ROLES, 'system', ''])
      counts[role] = await database.db.write(operationId, async (tx) => {
        await tx.query("select set_config('onward.role', $1, true)", [role])
        return (await tx.query('select 1 from audit_entries')).length
      })
    expect(Object.entries(counts).filter(([, count]) => count > 0)).toEqual([
      ['auditor', 1],
      ['system', 1],
    ])
    const other = '01900000-0000-7000-8000-000000000009' as OperationId
    const elsewhere = await system().read(other, (tx) => tx.query('select 1 from audit_entries'))
    expect(elsewhere).toEqual([])
  })
})

test('a key as text and as an object is the same key', () => {
  expect(auditKeyOf(createPrivateKey(database.auditKey.secret)).id).toBe(database.auditKey.id)
})

test('lanes that are old and vouched for are dropped with a signed statement, and it still verifies', async () => {
  await noteMany(4)
  await checkpoint()
  const later = new Date(Date.now() + 1_000)
  expect(await dropOldLanes(owner, operationId, new Date(0), database.auditKey)).toEqual({
    lanes: 0,
    entries: 0,
  })
  const dropped = await dropOldLanes(owner, operationId, later, database.auditKey)
  expect(dropped).toMatchObject({ lanes: 1, entries: 4, checkpoint: { seq: 2 } })
  expect(await verify()).toMatchObject({ ok: true, entries: 1, droppedEntries: 4, notVouched: 1 })
  const { rows } = await owner.query<{ facts: string }>(
    "select facts from audit_entries where kind = 'retention'",
  )
  expect(JSON.parse(rows[0]?.facts ?? '')).toMatchObject({ entries: 4 })
  // Without the statement the same would be a removal.
  await owner.query('delete from audit_checkpoints where seq = 2')
  expect(said(await verify())).toEqual(['removed 1'])
})

test('what came since the last checkpoint is never dropped', async () => {
  await noteMany(2)
  await checkpoint()
  await noteOne('test.3')
  const later = new Date(Date.now() + 1_000)
  expect(await dropOldLanes(owner, operationId, later, database.auditKey)).toMatchObject({
    lanes: 0,
  })
  expect(await verify()).toMatchObject({ ok: true, entries: 3 })
})
