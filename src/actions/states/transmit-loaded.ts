import type { CaseId } from '../../domain/ids.ts'
import type { Members } from '../../domain/invariants.ts'
import { consentCovers } from '../../domain/invariants.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { isActiveSubmission } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import { listCaseIdsByStatus, listCasesById } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import { listPersons } from '../../storage/persons.ts'
import { memberFacts } from '../case-context.ts'
import type { SentBy } from './transmit.ts'
import { transmitSnapshots } from './transmit.ts'

/** Cases at a time. */
const PART = 1_000

/**
 * Snapshots of the invented cases that are before States when an operation is loaded. Where a
 * consent would not hold today the State sees nothing: the database would refuse the snapshot.
 */
export async function transmitLoaded(tx: Tx, on: PlainDate, by: SentBy): Promise<void> {
  const ids = await listCaseIdsByStatus(tx, [
    'submitted',
    'pending_departure',
    'departed',
    'on_hold',
  ])
  for (let start = 0; start < ids.length; start += PART) {
    const stored = await beforeStates(tx, ids.slice(start, start + PART), on)
    await transmitSnapshots(tx, stored, by)
  }
}

async function beforeStates(
  tx: Tx,
  ids: readonly CaseId[],
  on: PlainDate,
): Promise<readonly StoredCase[]> {
  const cases = [...(await listCasesById(tx, ids)).values()].filter((one) =>
    one.file.submissions.some(isActiveSubmission),
  )
  const persons = await listPersons(
    tx,
    cases.flatMap(({ file }) => file.members.map((member) => member.personId)),
  )
  return cases.filter(({ file }) => {
    const state = file.submissions.find(isActiveSubmission)?.state ?? ''
    const members: Members = new Map(
      file.members.flatMap(({ personId }) => {
        const stored = persons.get(personId)
        return stored === undefined ? [] : [[personId, memberFacts(stored, on)] as const]
      }),
    )
    return members.size > 0 && consentCovers(file, members, state).length === 0
  })
}
