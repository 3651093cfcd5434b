import type { SubmissionId } from '../../domain/ids.ts'
import type { MissionView } from '../../domain/state-views.ts'
import type { Tx } from '../database.ts'
import { newId, newReference } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'

export interface NewMission {
  readonly state: MissionView['state']
  readonly from: string
  readonly to: string
  readonly place: string
  readonly actor: string
  readonly recordedAt: string
  readonly submissionIds: readonly SubmissionId[]
}

/** Writes a mission; its reference. */
export async function insertMission(tx: Tx, one: NewMission): Promise<string> {
  const id = newId()
  const reference = newReference('M')
  await tx.query(
    `insert into state_missions (operation_id, id, reference, state, from_on, to_on, place, status, actor, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, $9)`,
    [
      tx.operationId,
      id,
      reference,
      one.state,
      one.from,
      one.to,
      one.place,
      one.actor,
      one.recordedAt,
    ],
  )
  await insertRows(
    tx,
    'state_mission_cases',
    { mission_id: 'uuid', submission_id: 'uuid', state: 'text' },
    one.submissionIds.map((submissionId) => ({
      mission_id: id,
      submission_id: submissionId,
      state: one.state,
    })),
  )
  return reference
}

/** Missions that the reader may see, the next first; of their cases those that are open. */
export async function listMissions(tx: Tx): Promise<readonly MissionView[]> {
  const rows = await tx.query<{
    reference: string
    state: string
    from_on: string
    to_on: string
    place: string
    status: string
    cases: (string | null)[]
  }>(
    `select m.reference, m.state, m.from_on, m.to_on, m.place, m.status,
            array_agg(s.reference order by s.reference) as cases
     from state_missions m
     left join state_mission_cases c on c.operation_id = m.operation_id and c.mission_id = m.id
     left join state_submissions s on s.operation_id = c.operation_id
       and s.submission_id = c.submission_id and s.open
     where m.operation_id = $1
     group by m.operation_id, m.id
     order by (m.status <> 'planned'), m.from_on, m.reference`,
    [tx.operationId],
  )
  return rows.map((row) => ({
    mission: row.reference,
    state: row.state,
    from: row.from_on,
    to: row.to_on,
    place: row.place,
    status: row.status as MissionView['status'],
    cases: row.cases.filter((one) => one !== null),
  }))
}

/** Ends a planned mission; false when it was not planned any more. */
export async function endMission(
  tx: Tx,
  reference: string,
  status: 'held' | 'cancelled',
): Promise<boolean> {
  const rows = await tx.query(
    `update state_missions set status = $3
     where operation_id = $1 and reference = $2 and status = 'planned' returning id`,
    [tx.operationId, reference, status],
  )
  return rows.length === 1
}
