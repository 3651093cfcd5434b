import type { Body, BodyHandle, BodyName } from '../domain/body.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

interface BodyRow {
  handle: BodyHandle
  kind: Body['kind']
  name: string | null
  language: string
  script: string
  name_kind: BodyName['kind']
  used_from: string | null
  used_to: string | null
}

/** Every body with all its names, `source_only` ones too: a door shows `shownNames` alone. */
export async function listBodies(tx: Tx): Promise<readonly Body[]> {
  const rows = await tx.query<BodyRow>(
    `select b.handle, b.kind, n.name, n.language, n.script, n.kind as name_kind, n.used_from, n.used_to
     from bodies b left join body_names n on n.operation_id = b.operation_id and n.handle = b.handle
     where b.operation_id = $1 order by b.handle, n.kind, n.name`,
    [tx.operationId],
  )
  const bodies = new Map<
    BodyHandle,
    { handle: BodyHandle; kind: Body['kind']; names: BodyName[] }
  >()
  for (const row of rows) {
    const body = bodies.get(row.handle) ?? { handle: row.handle, kind: row.kind, names: [] }
    bodies.set(row.handle, body)
    if (row.name === null) continue
    body.names.push({
      text: row.name,
      language: row.language,
      script: row.script,
      kind: row.name_kind,
      ...(row.used_from === null ? {} : { from: row.used_from }),
      ...(row.used_to === null ? {} : { to: row.used_to }),
    })
  }
  return [...bodies.values()]
}

/** Adds bodies and names; what is on file already stays as it is. */
export async function addBodies(
  tx: Tx,
  bodies: readonly Body[],
  by: { readonly actor: string; readonly recordedAt: string },
): Promise<void> {
  await insertRows(
    tx,
    'bodies',
    { handle: 'text', kind: 'text', recorded_at: 'timestamptz', actor: 'text' },
    bodies.map(({ handle, kind }) => ({
      handle,
      kind,
      recorded_at: by.recordedAt,
      actor: by.actor,
    })),
    'do nothing',
  )
  await insertRows(
    tx,
    'body_names',
    {
      handle: 'text',
      name: 'text',
      language: 'text',
      script: 'text',
      kind: 'text',
      used_from: 'text',
      used_to: 'text',
    },
    bodies.flatMap(({ handle, names }) =>
      names.map((name) => ({
        handle,
        name: name.text,
        language: name.language,
        script: name.script,
        kind: name.kind,
        used_from: name.from ?? null,
        used_to: name.to ?? null,
      })),
    ),
    'do nothing',
  )
}
