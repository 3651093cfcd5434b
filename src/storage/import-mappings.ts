import type { Tx } from './database.ts'

/** Which header means which field, under a name that people gave it. */
export interface ImportMapping {
  readonly kind: 'register' | 'offers'
  readonly name: string
  /** Field to header. */
  readonly map: Readonly<Record<string, string>>
  readonly actor: string
  readonly savedAt: string
}

/** Saves a mapping; one of the same kind and name is replaced. */
export async function saveImportMapping(tx: Tx, one: ImportMapping): Promise<void> {
  await tx.query(
    `insert into import_mappings (operation_id, kind, name, map, actor, saved_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (operation_id, kind, name)
     do update set map = excluded.map, actor = excluded.actor, saved_at = excluded.saved_at`,
    [tx.operationId, one.kind, one.name, JSON.stringify(one.map), one.actor, one.savedAt],
  )
}

/** Whether there was one to delete. */
export async function deleteImportMapping(tx: Tx, kind: string, name: string): Promise<boolean> {
  const rows = await tx.query(
    'delete from import_mappings where operation_id = $1 and kind = $2 and name = $3 returning name',
    [tx.operationId, kind, name],
  )
  return rows.length > 0
}

/** All mappings by name. */
export async function listImportMappings(tx: Tx): Promise<readonly ImportMapping[]> {
  return tx.query<ImportMapping>(
    `select kind, name, map, actor, saved_at as "savedAt" from import_mappings
     where operation_id = $1 order by kind, name`,
    [tx.operationId],
  )
}
