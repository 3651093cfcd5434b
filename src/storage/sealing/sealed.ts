/**
 * The one place where columns are sealed and opened. A sealed value is text that says so by its
 * first letters and is bound to its place: table, column and row. What was written before there
 * were keys has no such letters and is read as it is.
 */
import type { PersonId } from '../../domain/ids.ts'
import type { Tx } from '../database.ts'
import { openBytes, sealBytes } from './aead.ts'
import { operationKey, personKeys } from './data-keys.ts'
import type { HiddenWords } from './hidden-words.ts'

/** Not a letter that any text of people begins with. */
const MARK = '\u0002s1.'

/** Whose key: a person's, or the operation's for what is of several or of none. */
export type SealedFor = PersonId | undefined

/** A column and the row in it. */
export interface Place {
  readonly column: `${string}.${string}`
  readonly row: string
}

export interface Sealer {
  /** Any value that JSON carries, as text. Undefined stays so, and is all of who was erased. */
  seal(owner: SealedFor, place: Place, value: unknown): string | undefined
  /** The same of bytes, with the operation's key. */
  sealFile(place: Place, bytes: Uint8Array): Buffer
  openFile(place: Place, sealed: Buffer): Buffer
  /** Search keys that do not spell words; as they are where the operation has no key. */
  readonly words: HiddenWords
  /** The value again; undefined when the person was erased: their key is gone. */
  open<T>(owner: SealedFor, place: Place, value: T | string | null): T | undefined
}

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(MARK)
}

const UNHIDDEN: HiddenWords = { prefix: (word) => word, whole: (word) => word }

/** For writing: makes the keys that are missing. */
export function sealerFor(tx: Tx, persons: readonly PersonId[]): Promise<Sealer> {
  return makeSealer(tx, persons, true)
}

/** For reading what these rows hold: keys are fetched only when something is sealed. */
export function openerFor(tx: Tx, persons: readonly PersonId[]): Promise<Sealer> {
  return makeSealer(tx, persons, false)
}

async function makeSealer(tx: Tx, persons: readonly PersonId[], make: boolean): Promise<Sealer> {
  const operation = await operationKey(tx, make)
  const keys =
    operation === undefined || persons.length === 0
      ? new Map<PersonId, Buffer>()
      : await personKeys(tx, operation, persons, make)
  const keyOf = (owner: SealedFor): Buffer | undefined =>
    owner === undefined ? operation?.key : keys.get(owner)
  const context = ({ column, row }: Place): string => `${tx.operationId}/${column}/${row}`
  const mine = (place: Place): Buffer => {
    if (operation === undefined) throw new Error(`There is no key for ${place.column}.`)
    return operation.key
  }
  return {
    sealFile: (place, bytes) => sealBytes(mine(place), Buffer.from(bytes), context(place)),
    openFile: (place, sealed) => openBytes(mine(place), sealed, context(place)),
    words: operation?.words ?? UNHIDDEN,
    seal: (owner, place, value) => {
      if (value === undefined || value === null) return undefined
      const key = keyOf(owner)
      if (key === undefined) {
        if (owner !== undefined && operation !== undefined) return undefined
        throw new Error(`There is no key for ${place.column}.`)
      }
      const plain = Buffer.from(JSON.stringify(value))
      return MARK + sealBytes(key, plain, context(place)).toString('base64')
    },
    open: <T>(owner: SealedFor, place: Place, value: T | string | null) => {
      if (value === null) return undefined
      if (!isSealed(value)) return value as T
      const key = keyOf(owner)
      if (key === undefined) return undefined
      const sealed = Buffer.from(value.slice(MARK.length), 'base64')
      return JSON.parse(openBytes(key, sealed, context(place)).toString('utf8')) as T
    },
  }
}
