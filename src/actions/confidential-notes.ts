import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { maySeeNote } from '../domain/may-see.ts'
import type { NotesView } from '../domain/role-views.ts'
import { insertNote, listNotes } from '../storage/confidential-notes.ts'
import type { Tx } from '../storage/database.ts'
import { listGroups } from '../storage/same-persons.ts'
import { act, lookNoted } from './at-work.ts'
import type { Desk } from './desk.ts'
import { requirePerson } from './get-person.ts'

const MOST_LETTERS = 4_000

/**
 * Keeps what a person said in confidence: their relatives in the same case, other officers and every
 * State must not learn it. Its author and the reviewers see it.
 */
export async function addNote(desk: Desk, reference: string, text: string): Promise<NotesView> {
  requireAccess(desk.actor, 'note.write')
  const note = text.trim()
  if (note === '' || note.length > MOST_LETTERS)
    throw new DomainError(
      'invalid_input',
      `A confidential note has 1 to ${MOST_LETTERS} letters. Write it in several notes if it is longer.`,
    )
  return act(desk, 'note.write', async (tx) => {
    const { person } = await requirePerson(tx, desk, reference)
    await insertNote(tx, person.id, desk.actor, { note, at: desk.now().toISOString() })
    return readNotes(tx, desk, reference)
  })
}

/** The confidential notes on a person that this account may see, of all records of the person. */
export async function getNotes(desk: Desk, reference: string): Promise<NotesView> {
  requireAccess(desk.actor, 'note.read')
  return lookNoted(desk, 'note.read', (tx) => readNotes(tx, desk, reference))
}

async function readNotes(tx: Tx, desk: Desk, reference: string): Promise<NotesView> {
  const { person } = await requirePerson(tx, desk, reference)
  tx.touched.add(`person:${person.id}`)
  const groups = await listGroups(tx, [person.id])
  const notes = await listNotes(tx, [...new Set([person.id, ...[...groups.values()].flat()])])
  return {
    person: person.reference,
    notes: notes
      .filter((one) => maySeeNote(desk.actor, one))
      .map(({ note, by, at }) => ({ note, by, at })),
  }
}
