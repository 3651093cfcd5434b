import { act, look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { headerKey } from '../exchange/match-headers.ts'
import type { HeaderReading } from '../exchange/match-headers.ts'
import { OFFER_FIELDS } from '../exchange/offer-rows.ts'
import { REGISTER_FIELDS } from '../exchange/register-fields.ts'
import type { ImportMapping } from '../storage/import-mappings.ts'
import {
  deleteImportMapping,
  listImportMappings,
  saveImportMapping,
} from '../storage/import-mappings.ts'
import type { Desk } from './desk.ts'
import type { ImportOptions } from './import-file.ts'

export type MappingKind = ImportMapping['kind']

export interface MappingView {
  readonly kind: MappingKind
  readonly name: string
  /** Field to header. */
  readonly map: Readonly<Record<string, string>>
  readonly by: string
  readonly at: string
}

const MOST_NAME = 80

/** The saved mappings, by kind and name. */
export async function listMappings(desk: Desk): Promise<readonly MappingView[]> {
  requireAccess(desk.actor, 'register.import')
  const all = await look(desk, listImportMappings)
  return all.map(({ kind, name, map, actor, savedAt }) => ({
    kind,
    name,
    map,
    by: actor,
    at: savedAt,
  }))
}

/** Saves which header means which field, to be used again by name; an older one is replaced. */
export async function saveMapping(
  desk: Desk,
  { kind, name, map }: Pick<MappingView, 'kind' | 'name' | 'map'>,
): Promise<MappingView> {
  requireAccess(desk.actor, kind === 'offers' ? 'offer.import' : 'register.import')
  const called = name.trim()
  if (called === '' || called.length > MOST_NAME)
    throw new DomainError('invalid_input', `Give the mapping a name of 1 to ${MOST_NAME} letters.`)
  const fields = fieldNames(kind)
  const unknown = Object.keys(map).filter((field) => !fields.includes(field))
  if (unknown.length > 0 || Object.keys(map).length === 0)
    throw new DomainError(
      'invalid_input',
      `The mapping names ${unknown.length === 0 ? 'no field' : `no field of this import: ${unknown.slice(0, 5).join(', ')}`}. Fields are ${fields.join(', ')}.`,
    )
  const at = desk.now().toISOString()
  const saved = { kind, name: called, map, actor: desk.actor.handle, savedAt: at }
  await act(desk, 'register.import', (tx) => saveImportMapping(tx, saved))
  return { kind, name: called, map, by: desk.actor.handle, at }
}

/** Deletes a saved mapping; `not_found` when there is none of that kind and name. */
export async function deleteMapping(desk: Desk, kind: MappingKind, name: string): Promise<void> {
  requireAccess(desk.actor, kind === 'offers' ? 'offer.import' : 'register.import')
  const found = await act(desk, 'register.import', (tx) => deleteImportMapping(tx, kind, name))
  if (!found) throw mappingNotFound(kind, name)
}

/** The fields that a file of this kind can have. */
export function fieldNames(kind: MappingKind): readonly string[] {
  return (kind === 'offers' ? OFFER_FIELDS : REGISTER_FIELDS).map((one) => one.field)
}

/** The options with the map of the named mapping in them; a map given by hand wins over it. */
export async function withMapping(
  desk: Desk,
  kind: MappingKind,
  options: ImportOptions,
): Promise<ImportOptions> {
  const { mapping } = options
  if (mapping === undefined) return options
  const all = await look(desk, listImportMappings)
  const saved = all.find((one) => one.kind === kind && one.name === mapping)
  if (saved === undefined) throw mappingNotFound(kind, mapping)
  return { ...options, map: { ...saved.map, ...options.map } }
}

/**
 * Names of saved mappings whose headers are all in a file and that would read it otherwise than it
 * was read.
 */
export async function fittingMappings(
  desk: Desk,
  kind: MappingKind,
  { matched }: HeaderReading,
  ignored: readonly string[],
): Promise<readonly string[]> {
  const all = await look(desk, listImportMappings)
  const headers = new Set([...matched.map((one) => one.header), ...ignored].map(headerKey))
  const read = new Map(matched.map((one) => [one.field, headerKey(one.header)]))
  return all
    .filter((one) => one.kind === kind)
    .filter(({ map }) => Object.values(map).every((to) => to === '' || headers.has(headerKey(to))))
    .filter(({ map }) =>
      Object.entries(map).some(([field, to]) => (read.get(field) ?? '') !== headerKey(to)),
    )
    .map((one) => one.name)
}

function mappingNotFound(kind: MappingKind, name: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no saved mapping ${name.slice(0, MOST_NAME)} for ${kind}. \`onward import mappings list\` shows them.`,
  )
}
