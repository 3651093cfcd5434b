import { recordEngagement } from './camp-l-cases.ts'
import type { Camp } from './camp-l-world.ts'
import type { CaseLife } from './case-life.ts'
import { advance, forget, holdCase, resumeCase, signConsent } from './case-life.ts'
import { dayNumber } from './day-number.ts'

/** Cases of 2015 that the officers or the reviewer stop, send back or take up again. */
export function tellOfStoppedCases(camp: Camp): void {
  const { office } = camp
  const late = camp.lives.filter(
    (life) =>
      !life.told && life.day > dayNumber('2015-06-01') && life.day < dayNumber('2015-11-25'),
  )
  const at = (stage: CaseLife['stage'], count: number): CaseLife[] => {
    const found = late.filter((life) => life.stage === stage).slice(0, count)
    for (const life of found) life.told = true
    return found
  }
  const review = at('submission_review', 4)
  for (const life of review.slice(0, 1))
    stop(camp, life, 'case.not_recommended', 'Another solution is at hand.')
  for (const [n, life] of review.slice(1).entries()) sendBack(camp, life, n > 0)
  for (const life of at('interview', 3)) {
    recordEngagement(camp, life, 'unreachable', life.day + 3)
    office.clerk.write(life, life.day + 20, life.drafter, {
      type: 'case.no_show',
      caseId: life.handle.id,
      reason: 'No show / cannot be contacted.',
      data: { efforts: 3 },
    })
    abandon(life)
  }
  const [again, ...deprioritised] = at('needs_assessment', 4)
  for (const life of deprioritised) stop(camp, life, 'case.deprioritised', 'No need at present.')
  if (again !== undefined) deprioritiseAndReopen(camp, again)
  for (const life of at('initial_review', 2)) {
    const back = life.stage
    holdCase(
      office,
      life,
      'best_interests',
      'A best-interests procedure is under way.',
      life.day + 3,
    )
    resumeCase(office, life, back, life.day + 15)
  }
}

function stop(
  camp: Camp,
  life: CaseLife,
  type: 'case.not_recommended' | 'case.deprioritised',
  reason: string,
): void {
  camp.office.clerk.write(life, life.day + 8, life.reviewer, {
    type,
    caseId: life.handle.id,
    reason,
    data: { counselled: true },
  })
  if (type === 'case.not_recommended') abandon(life)
  else life.stage = 'deprioritised'
}

function abandon(life: CaseLife): void {
  for (const { resident } of life.members) forget(life, resident)
}

function deprioritiseAndReopen(camp: Camp, life: CaseLife): void {
  stop(camp, life, 'case.deprioritised', 'No need at present.')
  life.stage = 'needs_assessment'
  camp.office.clerk.write(life, life.day + 12, life.reviewer, {
    type: 'case.reopened',
    caseId: life.handle.id,
    reason: 'After the attack the need is another one.',
    data: {},
  })
}

/** Back to the drafter; a substantial change needs a new signed declaration. */
function sendBack(camp: Camp, life: CaseLife, substantial: boolean): void {
  const { clerk } = camp.office
  const caseId = life.handle.id
  clerk.write(life, life.day + 5, life.reviewer, {
    type: 'case.returned',
    caseId,
    reason: substantial ? 'The claim of one member was not asked about.' : 'Two dates differ.',
    data: { substantial },
  })
  if (substantial) {
    clerk.write(life, life.day + 6, life.drafter, {
      type: 'case.declaration_signed',
      caseId,
      data: {},
    })
    signConsent(camp.office, life, life.day)
  }
  clerk.write(life, life.day + 2, life.drafter, { type: 'case.sent_to_review', caseId, data: {} })
  life.stage = 'submission_review'
  advance(camp.office, life, 'ready', life.day, life.day + 3)
}
