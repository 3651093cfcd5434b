import type { CaseFile } from '../../domain/case.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Snapshot } from '../../domain/snapshot.ts'
import { SNAPSHOT_FORMAT, snapshotMember } from '../../domain/snapshot.ts'
import type { SubmissionFile } from '../../domain/submission.ts'
import { isActiveSubmission } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import { listCasesById } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import type { OfferInUse } from '../../storage/offers.ts'
import { listOffers } from '../../storage/offers.ts'
import { listPersons } from '../../storage/persons.ts'
import type { NewSnapshot } from '../../storage/states/snapshots.ts'
import { insertSnapshots } from '../../storage/states/snapshots.ts'
import { insertStateSubmissions } from '../../storage/states/state-submissions.ts'
import { siteOfCases } from '../../storage/states/site-of-cases.ts'

/**
 * Writes the first snapshots of cases that were submitted just now, in the transaction that
 * submitted them: of a hard-linked group all at once, so that each names the others.
 */
export async function transmitSnapshots(
  tx: Tx,
  stored: readonly StoredCase[],
  by: { readonly actor: string; readonly recordedAt: string },
): Promise<void> {
  const offers = await listOffers(tx)
  const sites = await siteOfCases(
    tx,
    stored.map((one) => one.file.id),
  )
  const withSites = stored.map((one) => ({ ...one, site: sites.get(one.file.id) ?? '' }))
  const made: NewSnapshot[] = []
  for (const one of withSites) {
    const submission = one.file.submissions.find(isActiveSubmission)
    if (submission === undefined) continue
    const { snapshot, personIds } = await snapshotNow(tx, one, submission, {
      version: 1,
      on: submission.transmittedOn,
      offers,
    })
    made.push({
      snapshot,
      personIds,
      caseId: one.file.id,
      submissionId: submission.id,
      site: one.site,
      ...by,
    })
  }
  await insertSnapshots(tx, made)
  await insertStateSubmissions(tx, withSites)
}

interface NowOptions {
  readonly version: number
  readonly on: PlainDate
  readonly offers: readonly OfferInUse[]
}

/** What would be transmitted of the case as it now is. */
export async function snapshotNow(
  tx: Tx,
  { reference, file }: StoredCase,
  submission: SubmissionFile,
  { version, on, offers }: NowOptions,
): Promise<Pick<NewSnapshot, 'snapshot' | 'personIds'>> {
  const offer = offers.find((one) => one.offer.id === submission.offerId)?.offer
  const persons = await listPersons(
    tx,
    file.members.map((member) => member.personId),
  )
  const members = file.members.flatMap(({ personId, relationship }) => {
    const stored = persons.get(personId)
    return stored === undefined ? [] : [{ personId, member: snapshotMember(stored, relationship) }]
  })
  const snapshot: Snapshot = {
    format: SNAPSHOT_FORMAT,
    case: reference,
    version,
    state: submission.state,
    programme: offer?.terms.programme ?? '',
    offer: offer?.reference ?? '',
    transmittedOn: on,
    priority: file.priority,
    ...(file.primary === undefined ? {} : { primary: file.primary }),
    ...(file.secondary === undefined ? {} : { secondary: file.secondary }),
    links: await linksBefore(tx, file, submission),
    members: members.map((one) => one.member),
  }
  return { snapshot, personIds: members.map((one) => one.personId) }
}

/** Links to cases that are before the same State too: of others it must not even know. */
async function linksBefore(
  tx: Tx,
  file: CaseFile,
  { state }: SubmissionFile,
): Promise<Snapshot['links']> {
  const linked = await listCasesById(
    tx,
    file.links.map((link) => link.toCaseId),
  )
  return file.links.flatMap(({ toCaseId, kind }) => {
    const other = linked.get(toCaseId)
    const isThere =
      other !== undefined &&
      other.file.status !== 'closed' &&
      other.file.submissions.some((one) => one.state === state && isActiveSubmission(one))
    return isThere ? [{ case: other.reference, kind }] : []
  })
}
