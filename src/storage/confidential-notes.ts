import type { AccountId, PersonId, SiteId } from '../domain/ids.ts'
import type { Actor } from '../domain/access.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'

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
  await tx.query(
    `insert into confidential_notes (operation_id, id, person_id, site, author_id, author, recorded_at, note)
     select $1::uuid, $2::uuid, p.id, p.site, $4::uuid, $5, $6::timestamptz, $7
     from persons p where p.operation_id = $1 and p.id = $3`,
    [tx.operationId, newId(), personId, author.accountId, author.handle, said.at, said.note],
  )
}

/** The notes on these records that this transaction sees, the first one first. */
export async function listNotes(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<readonly ConfidentialNote[]> {
  return tx.query<ConfidentialNote>(
    `select note, author as by, author_id as "authorId", site, recorded_at as at from confidential_notes
     where operation_id = $1 and person_id = any($2::uuid[]) order by recorded_at, id`,
    [tx.operationId, personIds],
  )
}
