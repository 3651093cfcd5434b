import type { SubmissionId } from '../../domain/ids.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { Tx } from '../database.ts'
import { newId } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'
import { openerFor, sealerFor } from '../sealing/sealed.ts'

export interface StateMessage {
  readonly submissionId: SubmissionId
  readonly state: StateCode
  readonly side: 'state' | 'office'
  readonly actor: string
  readonly recordedAt: string
  readonly message: string
}

/** Adds to the thread of a submission. */
export async function insertMessage(
  tx: Tx,
  { submissionId, ...one }: StateMessage & { readonly site: string },
): Promise<void> {
  const id = newId<string>()
  const sealer = await sealerFor(tx, [])
  await insertRows(
    tx,
    'state_messages',
    {
      id: 'uuid',
      submission_id: 'uuid',
      state: 'text',
      site: 'text',
      side: 'text',
      actor: 'text',
      recorded_at: 'timestamptz',
      message: 'text',
    },
    [
      {
        id,
        submission_id: submissionId,
        state: one.state,
        site: one.site,
        side: one.side,
        actor: one.actor,
        recorded_at: one.recordedAt,
        message: sealer.seal(undefined, messageOf(id), one.message),
      },
    ],
  )
}

/** Words may say anything of people: they are sealed. */
function messageOf(row: string) {
  return { column: 'state_messages.message', row } as const
}

/** The thread of a submission, oldest first. */
export async function listMessages(
  tx: Tx,
  submissionId: SubmissionId,
): Promise<readonly StateMessage[]> {
  const rows = await tx.query<{
    id: string
    state: string
    side: string
    actor: string
    recorded_at: string
    message: string
  }>(
    `select id, state, side, actor, recorded_at, message from state_messages
     where operation_id = $1 and submission_id = $2 order by recorded_at, id`,
    [tx.operationId, submissionId],
  )
  const sealer = await openerFor(tx, [])
  return rows.map((row) => ({
    submissionId,
    state: row.state,
    side: row.side as StateMessage['side'],
    actor: row.actor,
    recordedAt: row.recorded_at,
    message: sealer.open<string>(undefined, messageOf(row.id), row.message) ?? '',
  }))
}

/** Open threads whose last word is the State's, the longest waiting first. */
export async function listOpenQuestions(
  tx: Tx,
): Promise<readonly { readonly case: string; readonly state: StateCode; readonly at: string }[]> {
  return tx.query(
    `select reference as "case", state, recorded_at as at from (
       select distinct on (m.submission_id) s.reference, m.state, m.side, m.recorded_at
       from state_messages m
       join state_submissions s on s.operation_id = m.operation_id and s.submission_id = m.submission_id
       where m.operation_id = $1 and m.open and s.open
       order by m.submission_id, m.recorded_at desc, m.id desc
     ) as last where side = 'state' order by recorded_at`,
    [tx.operationId],
  )
}
