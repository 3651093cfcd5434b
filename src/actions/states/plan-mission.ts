import { requireAccess } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { addDays, daysBetween, isPlainDate } from '../../domain/plain-date.ts'
import type { MissionView } from '../../domain/state-views.ts'
import type { Tx } from '../../storage/database.ts'
import { endMission, insertMission, listMissions } from '../../storage/states/state-missions.ts'
import { look } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { recordInCase } from '../record-in-case.ts'
import { recordAnswer } from './answer-of-state.ts'
import type { AtCase } from './room-door.ts'
import { noteAct, stateOf, throughDoor } from './room-door.ts'

export interface MissionAsked {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly place: string
  readonly cases: readonly string[]
}

const MOST_DAYS = 120
const MOST_PLACE_LETTERS = 200
const YEARS_AHEAD_DAYS = 730

/** A State plans a selection mission: when, where, and which cases it wants to hear. */
export async function planMission(desk: Desk, asked: MissionAsked): Promise<MissionView> {
  const place = asked.place.trim()
  refuseOddMission({ ...asked, place }, today(desk))
  return throughDoor(desk, asked.cases, async (tx, at) => {
    for (const one of at) await schedule(tx, desk, one, asked.from)
    const reference = await insertMission(tx, {
      state: stateOf(desk),
      from: asked.from,
      to: asked.to,
      place,
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
      submissionIds: at.map((one) => one.submission.submissionId),
    })
    const { from, to } = asked
    const facts = { mission: reference, from, to, cases: String(at.length) }
    await noteAct(tx, desk, 'mission_planned', facts)
    return requireMission(tx, desk, reference)
  })
}

function refuseOddMission({ from, to, place }: MissionAsked, on: PlainDate): void {
  const isOrdered =
    isPlainDate(from) &&
    isPlainDate(to) &&
    from >= on &&
    to >= from &&
    daysBetween(from, to) < MOST_DAYS &&
    from <= addDays(on, YEARS_AHEAD_DAYS)
  if (!isOrdered)
    throw new DomainError(
      'invalid_input',
      `A mission starts today (${on}) or later, within two years, and ends within ${MOST_DAYS} days of its start. Correct the days.`,
    )
  if (place === '' || place.length > MOST_PLACE_LETTERS)
    throw new DomainError(
      'invalid_input',
      `Say where the mission is, in at most ${MOST_PLACE_LETTERS} letters. No address of a shelter.`,
    )
}

/** Whoever plans to hear a case has received it. */
async function schedule(tx: Tx, desk: Desk, at: AtCase, on: PlainDate): Promise<void> {
  const { submission } = at
  if (submission.status === 'transmitted')
    await recordAnswer(tx, desk, submission, { answer: 'acknowledge' })
  await recordInCase(tx, desk, submission.reference, {
    type: 'submission.interview_scheduled',
    effectiveOn: today(desk),
    submissionId: submission.submissionId,
    data: { on },
  })
}

/** A planned mission was held, so its cases were heard; or it does not take place. */
export async function endMissionAs(
  desk: Desk,
  mission: string,
  as: 'held' | 'cancelled',
): Promise<MissionView> {
  requireAccess(desk.actor, 'room.act')
  const own = await look(desk, (tx) => requireMission(tx, desk, mission))
  if (as === 'held' && own.from > today(desk))
    throw new DomainError(
      'invalid_input',
      `Mission ${own.mission} starts on ${own.from}; it cannot have been held yet.`,
    )
  return throughDoor(desk, own.cases, async (tx, at) => {
    if (!(await endMission(tx, own.mission, as)))
      throw new DomainError('conflict', `Mission ${own.mission} is not planned any more.`)
    const heard = at.filter((one) => one.submission.status === 'interview_scheduled')
    if (as === 'held')
      for (const { submission } of heard)
        await recordInCase(tx, desk, submission.reference, {
          type: 'submission.interviewed',
          effectiveOn: today(desk),
          submissionId: submission.submissionId,
          data: {},
        })
    await noteAct(tx, desk, as === 'held' ? 'mission_held' : 'mission_cancelled', {
      mission: own.mission,
      cases: String(at.length),
    })
    return requireMission(tx, desk, own.mission)
  })
}

async function requireMission(tx: Tx, desk: Desk, reference: string): Promise<MissionView> {
  const found = (await listMissions(tx)).find(
    (one) => one.mission === reference && one.state === desk.actor.state,
  )
  if (found === undefined)
    throw new DomainError(
      'not_found',
      `There is no mission ${reference.slice(0, 40)} of your State. The list of missions names them.`,
    )
  return found
}
