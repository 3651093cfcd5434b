import { createHash } from 'node:crypto'
import { canonical } from '../../domain/canonical.ts'
import type { CaseId, PersonId, SubmissionId } from '../../domain/ids.ts'
import type { Snapshot, SnapshotHead, SnapshotMember } from '../../domain/snapshot.ts'
import { snapshotText } from '../../domain/snapshot.ts'
import type { Tx } from '../database.ts'
import { newId } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'
import type { Sealer } from '../sealing/sealed.ts'
import { openerFor, sealerFor } from '../sealing/sealed.ts'

/** One version as it is kept: its content, its hash, who sent it and when. */
export interface StoredSnapshot {
  readonly snapshot: Snapshot
  readonly sha256: string
  readonly submissionId: SubmissionId
  readonly recordedAt: string
  readonly actor: string
  /** Why a correction was sent. */
  readonly reason?: string
  /** In the order of the snapshot's members. */
  readonly personIds: readonly PersonId[]
}

export interface NewSnapshot {
  readonly snapshot: Snapshot
  readonly personIds: readonly PersonId[]
  readonly caseId: CaseId
  readonly submissionId: SubmissionId
  readonly site: string
  readonly recordedAt: string
  readonly actor: string
  readonly reason?: string
}

/** SHA-256 of the canonical text, as hex. */
export function snapshotHash(snapshot: Snapshot): string {
  return createHash('sha256').update(snapshotText(snapshot)).digest('hex')
}

/** Writes versions; what must hold of them the database looks at when the transaction ends. */
export async function insertSnapshots(tx: Tx, all: readonly NewSnapshot[]): Promise<void> {
  const made = all.map((one) => ({ ...one, id: newId() }))
  const sealer = await sealerFor(
    tx,
    made.flatMap(({ personIds }) => personIds),
  )
  await insertRows(
    tx,
    'snapshots',
    {
      id: 'uuid',
      submission_id: 'uuid',
      case_id: 'uuid',
      reference: 'text',
      version: 'integer',
      state: 'text',
      site: 'text',
      transmitted_on: 'date',
      recorded_at: 'timestamptz',
      actor: 'text',
      reason: 'text',
      persons: 'integer',
      head: 'text',
      sha256: 'text',
    },
    made.map(({ id, snapshot, ...one }) => {
      const { members, ...head } = snapshot
      return {
        id,
        submission_id: one.submissionId,
        case_id: one.caseId,
        reference: snapshot.case,
        version: snapshot.version,
        state: snapshot.state,
        site: one.site,
        transmitted_on: snapshot.transmittedOn,
        recorded_at: one.recordedAt,
        actor: one.actor,
        reason: one.reason,
        persons: members.length,
        head: sealer.seal(undefined, headOf(id), canonical(head)),
        sha256: snapshotHash(snapshot),
      }
    }),
  )
  await insertRows(
    tx,
    'snapshot_members',
    {
      snapshot_id: 'uuid',
      state: 'text',
      site: 'text',
      person_id: 'uuid',
      position: 'integer',
      member: 'text',
    },
    made.flatMap(({ id, snapshot, site, personIds }) =>
      snapshot.members.map((member, at) => ({
        snapshot_id: id,
        state: snapshot.state,
        site,
        person_id: personIds[at],
        position: at + 1,
        member: sealer.seal(personIds[at], memberOf(id, String(personIds[at])), canonical(member)),
      })),
    ),
  )
}

function headOf(row: string) {
  return { column: 'snapshots.head', row } as const
}

function openHead(
  sealer: Sealer,
  row: { readonly id: string; readonly head: string },
): SnapshotHead {
  // Written by insertSnapshots only, from this very type.
  return JSON.parse(
    sealer.open<string>(undefined, headOf(row.id), row.head) ?? '{}',
  ) as SnapshotHead
}

function memberOf(snapshotId: string, personId: string) {
  return { column: 'snapshot_members.member', row: `${snapshotId}/${personId}` } as const
}

interface SnapshotRow {
  id: string
  submission_id: string
  recorded_at: string
  actor: string
  reason: string | null
  head: string
  sha256: string
  members: string[]
  person_ids: string[]
}

/** The last version of a submission, without its members. */
export interface LatestHead {
  readonly head: SnapshotHead
  readonly persons: number
}

/** The heads of the last versions that the reader may see and that are open, by submission. */
export async function listLatestHeads(tx: Tx): Promise<ReadonlyMap<SubmissionId, LatestHead>> {
  const rows = await tx.query<{ id: string; submission_id: string; head: string; persons: number }>(
    `select distinct on (submission_id) id, submission_id, head, persons from snapshots
     where operation_id = $1 and open order by submission_id, version desc`,
    [tx.operationId],
  )
  const sealer = await openerFor(tx, [])
  return new Map(
    rows.map((row) => [
      row.submission_id as SubmissionId,
      { head: openHead(sealer, row), persons: row.persons },
    ]),
  )
}

/** All versions of these submissions that the reader may see, by submission, oldest first. */
export async function listSnapshots(
  tx: Tx,
  submissionIds: readonly SubmissionId[],
): Promise<readonly StoredSnapshot[]> {
  const rows = await tx.query<SnapshotRow>(
    `select s.id, s.submission_id, s.recorded_at, s.actor, s.reason, s.head, s.sha256,
            array_agg(m.member order by m.position) as members,
            array_agg(m.person_id::text order by m.position) as person_ids
     from snapshots s
     join snapshot_members m on m.operation_id = s.operation_id and m.snapshot_id = s.id
     where s.operation_id = $1 and s.submission_id = any($2::uuid[])
     group by s.operation_id, s.id
     order by s.submission_id, s.version`,
    [tx.operationId, submissionIds],
  )
  const sealer = await openerFor(
    tx,
    rows.flatMap((row) => row.person_ids as PersonId[]),
  )
  return rows.map((row) => ({
    // Written by insertSnapshots only, from these very types.
    snapshot: {
      ...openHead(sealer, row),
      members: row.members.flatMap((sealed, at) => {
        const personId = row.person_ids[at] as PersonId
        const member = sealer.open<string>(personId, memberOf(row.id, personId), sealed)
        return member === undefined ? [] : [JSON.parse(member) as SnapshotMember]
      }),
    },
    sha256: row.sha256,
    submissionId: row.submission_id as SubmissionId,
    recordedAt: row.recorded_at,
    actor: row.actor,
    ...(row.reason === null ? {} : { reason: row.reason }),
    personIds: row.person_ids as PersonId[],
  }))
}
