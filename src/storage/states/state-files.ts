import type { SubmissionId } from '../../domain/ids.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { Tx } from '../database.ts'
import { newId } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'

export interface StateFile {
  readonly reference: string
  readonly state: StateCode
  readonly fileSha256: string
  readonly wordSha256: string
  readonly actor: string
  readonly recordedAt: string
  readonly cases: readonly StateFileCase[]
}

export interface StateFileCase {
  readonly submissionId: SubmissionId
  readonly reference: string
  readonly version: number
  readonly sha256: string
}

/** Keeps what was sent as a file. */
export async function insertStateFile(
  tx: Tx,
  file: StateFile,
  sites: ReadonlyMap<SubmissionId, string>,
): Promise<void> {
  const id = newId()
  await tx.query(
    `insert into state_files (operation_id, id, reference, state, file_sha256, word_sha256, actor, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.operationId,
      id,
      file.reference,
      file.state,
      file.fileSha256,
      file.wordSha256,
      file.actor,
      file.recordedAt,
    ],
  )
  await insertRows(
    tx,
    'state_file_cases',
    {
      file_id: 'uuid',
      submission_id: 'uuid',
      site: 'text',
      reference: 'text',
      version: 'integer',
      sha256: 'text',
    },
    file.cases.map(({ submissionId, reference, version, sha256 }) => ({
      file_id: id,
      submission_id: submissionId,
      site: sites.get(submissionId) ?? '',
      reference,
      version,
      sha256,
    })),
  )
}

/** A file that was sent, with its cases. */
export async function findStateFile(
  tx: Tx,
  reference: string,
): Promise<(StateFile & { readonly id: string }) | undefined> {
  const [row] = await tx.query<{
    id: string
    reference: string
    state: string
    file_sha256: string
    word_sha256: string
    actor: string
    recorded_at: string
  }>(
    `select id, reference, state, file_sha256, word_sha256, actor, recorded_at from state_files
     where operation_id = $1 and reference = $2`,
    [tx.operationId, reference],
  )
  if (row === undefined) return undefined
  const cases = await tx.query<{
    submission_id: string
    reference: string
    version: number
    sha256: string
  }>(
    `select submission_id, reference, version, sha256 from state_file_cases
     where operation_id = $1 and file_id = $2 order by reference`,
    [tx.operationId, row.id],
  )
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    fileSha256: row.file_sha256,
    wordSha256: row.word_sha256,
    actor: row.actor,
    recordedAt: row.recorded_at,
    cases: cases.map((one) => ({
      submissionId: one.submission_id as SubmissionId,
      reference: one.reference,
      version: one.version,
      sha256: one.sha256,
    })),
  }
}

/** Says that a file of answers was read; false when it was read before. */
export async function noteAnswersRead(
  tx: Tx,
  fileId: string,
  answersSha256: string,
  by: { readonly actor: string; readonly recordedAt: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into state_answers (operation_id, file_id, answers_sha256, actor, recorded_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning file_id`,
    [tx.operationId, fileId, answersSha256, by.actor, by.recordedAt],
  )
  return rows.length === 1
}
