import { hkdfSync, randomBytes } from 'node:crypto'
import type { OperationId, PersonId } from '../../domain/ids.ts'
import type { Tx } from '../database.ts'
import { insertRows } from '../insert-rows.ts'
import { openBytes, sealBytes } from './aead.ts'
import type { HiddenWords } from './hidden-words.ts'
import { hiddenWords } from './hidden-words.ts'
import type { MasterKey } from './master-key.ts'

/** Stands for the operation itself among persons. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'
const KEY_BYTES = 32

/** The key of an operation, and the forms of words under it. */
export interface OperationKey {
  readonly key: Buffer
  readonly words: HiddenWords
}

/** What all transactions of one pool share: the master key, opened once, and operations' keys. */
export interface KeyRing {
  readonly master: () => Promise<MasterKey>
  readonly known: Map<OperationId, OperationKey>
}

export function keyRing(master: () => Promise<MasterKey>): KeyRing {
  return { master, known: new Map() }
}

function operationContext(operationId: OperationId): string {
  return `onward/operation/${operationId}`
}

function personContext(operationId: OperationId, personId: string): string {
  return `onward/person/${operationId}/${personId}`
}

function operationKeyOf(key: Buffer): OperationKey {
  const index = Buffer.from(hkdfSync('sha256', key, '', 'onward-search-1', KEY_BYTES))
  return { key, words: hiddenWords(index) }
}

/** The operation's key; undefined when it has none yet, unless this transaction may make it. */
export async function operationKey(tx: Tx, make: boolean): Promise<OperationKey | undefined> {
  const { keys, operationId } = tx
  const known = keys.known.get(operationId)
  if (known !== undefined) return known
  const found = await readOperationKey(tx)
  if (found !== undefined) {
    keys.known.set(operationId, found)
    return found
  }
  if (!make) return undefined
  const master = await keys.master()
  const wrapped = await master.wrap(randomBytes(KEY_BYTES), operationContext(operationId))
  await tx.query(
    `insert into data_keys (operation_id, person_id, wrapped, wrapped_by)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [operationId, NOBODY, wrapped, master.id],
  )
  // Not remembered: it may still be undone with this transaction.
  return readOperationKey(tx)
}

/** Wraps the operation's key by another master key; the key itself, and all data, stay. */
export async function rewrapOperationKey(tx: Tx, to: MasterKey): Promise<boolean> {
  const found = await operationKey(tx, false)
  if (found === undefined) return false
  await tx.query(
    `update data_keys set wrapped = $3, wrapped_by = $4, made_at = now()
     where operation_id = $1 and person_id = $2`,
    [tx.operationId, NOBODY, await to.wrap(found.key, operationContext(tx.operationId)), to.id],
  )
  return true
}

export interface KeyCounts {
  /** Of the master key that wraps the operation's; absent when it has none. */
  readonly wrappedBy?: string
  readonly wrappedAt?: string
  readonly persons: number
}

/** What keys an operation has. */
export async function countKeys(tx: Tx): Promise<KeyCounts> {
  const rows = await tx.query<{ wrapped_by: string; made_at: string }>(
    'select wrapped_by, made_at from data_keys where operation_id = $1 and person_id = $2',
    [tx.operationId, NOBODY],
  )
  const [counted] = await tx.query<{ persons: number }>(
    "select count(*)::int as persons from data_keys where operation_id = $1 and person_id <> $2 and wrapped <> ''",
    [tx.operationId, NOBODY],
  )
  const row = rows[0]
  return {
    ...(row === undefined ? {} : { wrappedBy: row.wrapped_by, wrappedAt: row.made_at }),
    persons: counted?.persons ?? 0,
  }
}

async function readOperationKey(tx: Tx): Promise<OperationKey | undefined> {
  const rows = await tx.query<{ wrapped: Buffer }>(
    'select wrapped from data_keys where operation_id = $1 and person_id = $2',
    [tx.operationId, NOBODY],
  )
  const wrapped = rows[0]?.wrapped
  if (wrapped === undefined) return undefined
  const master = await tx.keys.master()
  return operationKeyOf(await master.unwrap(wrapped, operationContext(tx.operationId)))
}

/** Destroys a person's key: nothing that was sealed with it opens again, wherever it lies. */
export async function destroyPersonKey(tx: Tx, id: PersonId): Promise<void> {
  await tx.query(
    `insert into data_keys (operation_id, person_id, wrapped, wrapped_by)
     values ($1, $2, '', 'destroyed')
     on conflict (operation_id, person_id) do update
       set wrapped = excluded.wrapped, wrapped_by = excluded.wrapped_by, made_at = now()`,
    [tx.operationId, id],
  )
}

/** The keys of these persons that are there; the missing are made when asked for. */
export async function personKeys(
  tx: Tx,
  operation: OperationKey,
  ids: readonly PersonId[],
  make: boolean,
): Promise<ReadonlyMap<PersonId, Buffer>> {
  const wanted = [...new Set(ids)]
  const rows = await tx.query<{ person_id: PersonId; wrapped: Buffer }>(
    'select person_id, wrapped from data_keys where operation_id = $1 and person_id = any($2::uuid[])',
    [tx.operationId, wanted],
  )
  const there = new Set(rows.map((row) => row.person_id))
  const keys = new Map<PersonId, Buffer>()
  for (const { person_id: id, wrapped } of rows)
    if (wrapped.length > 0)
      keys.set(id, openBytes(operation.key, wrapped, personContext(tx.operationId, id)))
  // A key that was destroyed is never made again.
  const missing = make ? wanted.filter((id) => !there.has(id)) : []
  if (missing.length === 0) return keys
  const made = missing.map((id) => {
    const key = randomBytes(KEY_BYTES)
    keys.set(id, key)
    const wrapped = sealBytes(operation.key, key, personContext(tx.operationId, id))
    return { person_id: id, wrapped: `\\x${wrapped.toString('hex')}`, wrapped_by: 'operation' }
  })
  const columns = { person_id: 'uuid', wrapped: 'bytea', wrapped_by: 'text' }
  await insertRows(tx, 'data_keys', columns, made)
  return keys
}
