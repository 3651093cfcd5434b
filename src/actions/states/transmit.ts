import type { CaseFile } from '../../domain/case.ts'
import type { CaseId, PersonId } from '../../domain/ids.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Snapshot } from '../../domain/snapshot.ts'
import { SNAPSHOT_FORMAT, snapshotMember } from '../../domain/snapshot.ts'
import type { SubmissionFile } from '../../domain/submission.ts'
import { isActiveSubmission } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import { listCasesById } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import { listOffers } from '../../storage/offers.ts'
import type { StoredPerson } from '../../storage/persons.ts'
import { listPersons } from '../../storage/persons.ts'
import type { NewSnapshot } from '../../storage/states/snapshots.ts'
import { insertSnapshots } from '../../storage/states/snapshots.ts'
import { insertStateSubmissions } from '../../storage/states/state-submissions.ts'

/** Who sends, and when it becomes known. */
export interface SentBy {
  readonly actor: string
  readonly recordedAt: string
}

/**
 * Writes the first snapshots of cases that were submitted just now, in the transaction that
 * submitted them: of a hard-linked group all at once, so that each names the others.
 */
export async function transmitSnapshots(
  tx: Tx,
  stored: readonly StoredCase[],
  by: SentBy,
): Promise<void> {
  const world = await readWorld(tx, stored)
  const made = stored.flatMap((one): NewSnapshot[] => {
    const submission = one.file.submissions.find(isActiveSubmission)
    if (submission === undefined) return []
    const on = submission.transmittedOn
    const now = snapshotNow(world, one, submission, { version: 1, on })
    return [{ ...now, caseId: one.file.id, submissionId: submission.id, site: one.site, ...by }]
  })
  await insertSnapshots(tx, made)
  await insertStateSubmissions(tx, stored)
}

/** What snapshots of these cases are made of. */
export interface SnapshotWorld {
  readonly persons: ReadonlyMap<PersonId, StoredPerson>
  readonly linked: ReadonlyMap<CaseId, StoredCase>
  /** Programme and reference of each offer, by its id. */
  readonly offers: ReadonlyMap<string, { readonly programme: string; readonly offer: string }>
}

export async function readWorld(tx: Tx, stored: readonly StoredCase[]): Promise<SnapshotWorld> {
  const files = stored.map((one) => one.file)
  const offers = (await listOffers(tx)).map(({ offer }) => offer)
  return {
    persons: await listPersons(
      tx,
      files.flatMap((file) => file.members.map((member) => member.personId)),
    ),
    linked: await listCasesById(
      tx,
      files.flatMap((file) => file.links.map((link) => link.toCaseId)),
    ),
    offers: new Map(
      offers.map(({ id, reference, terms }) => [
        id,
        { programme: terms.programme, offer: reference },
      ]),
    ),
  }
}

/** What would be transmitted of the case as it now is. */
export function snapshotNow(
  { persons, linked, offers }: SnapshotWorld,
  { reference, file }: StoredCase,
  submission: SubmissionFile,
  { version, on }: { readonly version: number; readonly on: PlainDate },
): Pick<NewSnapshot, 'snapshot' | 'personIds'> {
  const members = file.members.flatMap(({ personId, relationship }) => {
    const stored = persons.get(personId)
    return stored === undefined ? [] : [{ personId, member: snapshotMember(stored, relationship) }]
  })
  const snapshot: Snapshot = {
    format: SNAPSHOT_FORMAT,
    case: reference,
    version,
    state: submission.state,
    ...(offers.get(submission.offerId) ?? { programme: '', offer: '' }),
    transmittedOn: on,
    priority: file.priority,
    ...(file.primary === undefined ? {} : { primary: file.primary }),
    ...(file.secondary === undefined ? {} : { secondary: file.secondary }),
    links: linksBefore(file, submission, linked),
    members: members.map((one) => one.member),
  }
  return { snapshot, personIds: members.map((one) => one.personId) }
}

/** Links to cases that are before the same State too: of others it must not even know. */
function linksBefore(
  file: CaseFile,
  { state }: SubmissionFile,
  linked: SnapshotWorld['linked'],
): Snapshot['links'] {
  return file.links.flatMap(({ toCaseId, kind }) => {
    const other = linked.get(toCaseId)
    const isThere =
      other !== undefined &&
      other.file.status !== 'closed' &&
      other.file.submissions.some((one) => one.state === state && isActiveSubmission(one))
    return isThere ? [{ case: other.reference, kind }] : []
  })
}
