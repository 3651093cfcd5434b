import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { foldCase } from '../domain/apply-to-case.ts'
import { PRINCIPAL_APPLICANT } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import type { EventDraft } from '../domain/event.ts'
import type { CaseId } from '../domain/ids.ts'
import { isActiveSubmission } from '../domain/submission.ts'
import { findCaseByReference, saveCases } from '../storage/cases.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { caseNotFound } from './get-case.ts'
import { recordInCase } from './record-in-case.ts'

export interface SplitCase {
  /** Goes on to departure with the accepted members. */
  readonly case: string
  /** Holds the denied members, ready for another State, hard-linked to the first. */
  readonly newCase: string
}

/**
 * Carries out a split decision: the members who were denied go on in a new case, hard-linked to
 * the old one. It separates a family, so the adults concerned must have acknowledged it.
 */
export async function splitCase(
  desk: Desk,
  reference: string,
  acknowledged: boolean,
): Promise<SplitCase> {
  requireAccess(desk.actor, 'submission.decide')
  return act(desk, 'submission.decide', async (tx) => {
    const stored = await findCaseByReference(tx, reference, true)
    if (stored === undefined) throw caseNotFound(reference)
    const { file } = stored
    const submission = file.submissions.find(
      (one) => one.decision === 'split' && isActiveSubmission(one),
    )
    const denied = new Set(
      submission?.members.filter((one) => one.outcome === 'denied').map((one) => one.personId),
    )
    const parting = file.members.filter((member) => denied.has(member.personId))
    const first = parting[0]
    if (first === undefined)
      throw new DomainError(
        'rule_broken',
        `Case ${reference} has no split decision. Record the State's decision on each member first.`,
      )
    const newCaseId = newId<CaseId>()
    const effectiveOn = today(desk)
    await recordInCase(tx, desk, reference, {
      type: 'case.members_split_off',
      effectiveOn,
      data: { personIds: parting.map((one) => one.personId), newCaseId, acknowledged },
    })
    const at = { effectiveOn, caseId: newCaseId }
    const head = parting.find((one) => one.relationship === PRINCIPAL_APPLICANT) ?? first
    const { primary, secondary, priority, justified } = file
    const drafts: readonly EventDraft[] = [
      { ...at, type: 'case.split_from', data: { fromCaseId: file.id } },
      ...parting.map(({ personId, relationship }): EventDraft => ({
        ...at,
        type: 'case.member_added',
        personId,
        data: { relationship: personId === head.personId ? PRINCIPAL_APPLICANT : relationship },
      })),
      ...(primary === undefined || secondary === undefined
        ? []
        : [{ ...at, type: 'case.categories_set', data: { primary, secondary } } as const]),
      { ...at, type: 'case.priority_set', data: { priority, justified } },
    ]
    const events = drafts.map((draft) => stamp(draft, desk.actor.handle, desk.now().toISOString()))
    const newFile = foldCase(newCaseId, events)
    if (newFile === undefined) throw new TypeError('A split yields a case.')
    const newReferenceText = newReference('C')
    await saveCases(tx, [
      {
        sourceId: `${stored.sourceId}/${newReferenceText}`,
        reference: newReferenceText,
        site: stored.site,
        file: newFile,
      },
    ])
    // After the case: an event takes its site from there.
    await appendEvents(tx, events)
    return { case: reference, newCase: newReferenceText }
  })
}
