import type { Tx } from '../database.ts'

/** Tables whose rows people know by a reference or a handle. */
const KNOWN_BY: Readonly<Record<string, { readonly table: string; readonly column: string }>> = {
  person: { table: 'persons', column: 'reference' },
  case: { table: 'cases', column: 'reference' },
  offer: { table: 'offers', column: 'reference' },
  plan: { table: 'plans', column: 'reference' },
  account: { table: 'accounts', column: 'handle' },
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What people call these subjects; without those that are not on file any more. */
export async function referencesOf(
  tx: Tx,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const [kind, { table, column }] of Object.entries(KNOWN_BY)) {
    const ids = subjects
      .filter((one) => one.startsWith(`${kind}:`))
      .map((one) => one.slice(kind.length + 1))
      .filter((one) => UUID.test(one))
    if (ids.length === 0) continue
    const rows = await tx.query<{ id: string; reference: string }>(
      `select id, ${column} as reference from ${table} where operation_id = $1 and id = any($2::uuid[])`,
      [tx.operationId, [...new Set(ids)]],
    )
    for (const { id, reference } of rows) found.set(`${kind}:${id}`, reference)
  }
  return found
}

/** The subject that people call so: a reference, a handle, or kind and id as entries have it. */
export async function subjectOf(tx: Tx, asked: string): Promise<string | undefined> {
  if (/^[a-z]+:/.test(asked)) return asked
  for (const [kind, { table, column }] of Object.entries(KNOWN_BY)) {
    const rows = await tx.query<{ id: string }>(
      `select id from ${table} where operation_id = $1 and ${column} = any($2::text[]) limit 1`,
      [tx.operationId, [asked, asked.toUpperCase()]],
    )
    if (rows[0] !== undefined) return `${kind}:${rows[0].id}`
  }
  return undefined
}
