import type { AccountId, PersonId, SiteId } from '../domain/ids.ts'
import type { Actor } from '../domain/access.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

export interface ConfidentialNote {
  readonly site: SiteId
  readonly authorId: AccountId
  readonly note: string
  readonly by: string
  readonly at: string
}

/** Keeps a note on a person; nobody can change or delete it. */
export async function insertNote(
  tx: Tx,
  personId: PersonId,
  author: Actor,
  said: { readonly note: string; readonly at: string },
): Promise<void> {
  const id = newId<string>()
  const sealer = await sealerFor(tx, [personId])
  await tx.query(
    `insert into confidential_notes (operation_id, id, person_id, site, author_id, author, recorded_at, note)
     select $1::uuid, $2::uuid, p.id, p.site, $4::uuid, $5, $6::timestamptz, $7
     from persons p where p.operation_id = $1 and p.id = $3`,
    [
      tx.operationId,
      id,
      personId,
      author.accountId,
      author.handle,
      said.at,
      sealer.seal(personId, { column: 'confidential_notes.note', row: id }, said.note),
    ],
  )
}

/** The notes on these records that this transaction sees, the first one first. */
export async function listNotes(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<readonly ConfidentialNote[]> {
  const rows = await tx.query<ConfidentialNote & { id: string; person_id: PersonId }>(
    `select id, person_id, note, author as by, author_id as "authorId", site, recorded_at as at from confidential_notes
     where operation_id = $1 and person_id = any($2::uuid[]) order by recorded_at, id`,
    [tx.operationId, personIds],
  )
  const sealer = await openerFor(tx, personIds)
  return rows.flatMap(({ id, person_id: owner, note, ...rest }) => {
    // Of a person who was erased nothing can be read any more.
    const opened = sealer.open<string>(owner, { column: 'confidential_notes.note', row: id }, note)
    return opened === undefined ? [] : [{ ...rest, note: opened }]
  })
}
