import { requireAccess } from '../domain/access.ts'
import type { AuditReport } from '../domain/audit-report.ts'
import type { AuditStateView } from '../domain/audit-views.ts'
import type { OperationId } from '../domain/ids.ts'
import { auditSource } from '../storage/audit/audit-source.ts'
import type { Checkpoint, KnownHeads } from '../storage/audit/checkpoints.ts'
import { makeCheckpoint, noHeads } from '../storage/audit/checkpoints.ts'
import { lastCheckpoint } from '../storage/audit/list-entries.ts'
import type { VerifyOptions } from '../storage/audit/verify-audit.ts'
import { verifyAudit } from '../storage/audit/verify-audit.ts'
import type { Database } from '../storage/database.ts'
import type { Operation } from '../storage/operations.ts'
import { listOperations } from '../storage/operations.ts'
import { look } from './at-work.ts'
import type { DataFinding } from './data-finding.ts'
import type { Desk } from './desk.ts'

/** A checkpoint that was made, and of which operation. */
export interface SealedOperation extends Checkpoint {
  readonly operation: string
}

/** What is known of every operation's checkpoints, from one to the next. */
export type SealMemory = Map<string, KnownHeads>

/** Makes a checkpoint of every operation that has anything new. */
export async function sealAudit(
  db: Database,
  memory: SealMemory = new Map(),
): Promise<readonly SealedOperation[]> {
  const key = await db.auditKey()
  const made: SealedOperation[] = []
  for (const { id, name } of await listOperations(db)) {
    const known = memory.get(id) ?? noHeads(id)
    memory.set(id, known)
    const checkpoint = await makeCheckpoint(db.asSystem(), id, key, known)
    if (checkpoint === undefined) continue
    await key.remember(id, checkpoint)
    made.push({ ...checkpoint, operation: name })
  }
  return made
}

export interface VerifiedOperation extends AuditReport {
  readonly operation: string
}

/** Looks at the whole audit of every operation with this machine's key and those that are given. */
export async function verifyAllAudits(
  db: Database,
  options: Pick<VerifyOptions, 'onProgress'> & { readonly publicKeys?: readonly string[] } = {},
): Promise<readonly VerifiedOperation[]> {
  const reports: VerifiedOperation[] = []
  for (const operation of await listOperations(db))
    reports.push({ operation: operation.name, ...(await verifyOne(db, operation, options)) })
  return reports
}

/** The last look at the whole audit of an operation, by this program since it started. */
const lastLooks = new Map<OperationId, AuditReport & { readonly at: string }>()
const looking = new Map<OperationId, Promise<AuditReport>>()

/** Looks at the whole audit of the desk's operation; who asks meanwhile gets the same answer. */
export async function verifyAuditHere(desk: Desk): Promise<AuditStateView> {
  requireAccess(desk.actor, 'audit.read')
  const { id } = desk.operation
  const running = looking.get(id) ?? verifyOne(desk.db, desk.operation, {})
  looking.set(id, running)
  try {
    lastLooks.set(id, { ...(await running), at: desk.now().toISOString() })
  } finally {
    looking.delete(id)
  }
  return auditState(desk)
}

/** What is known of the audit's soundness without reading all of it. */
export async function auditState(desk: Desk): Promise<AuditStateView> {
  requireAccess(desk.actor, 'audit.read')
  const checkpoint = await look(desk, lastCheckpoint)
  const verified = lastLooks.get(desk.operation.id)
  return {
    key: (await desk.db.auditKey()).id,
    ...(checkpoint === undefined ? {} : { lastCheckpoint: checkpoint }),
    ...(verified === undefined ? {} : { verified }),
  }
}

/** The same as findings, for `onward doctor --deep`. */
export async function checkAudit(db: Database): Promise<readonly DataFinding[]> {
  return (await verifyAllAudits(db)).map(({ operation, ok, entries, notVouched, faultCount }) => ({
    id: 'audit',
    ok,
    what: `Operation ${operation}: ${entries} entries of the audit verified, ${notVouched} of them since the last checkpoint; ${faultCount} faults.`,
    ...(ok
      ? {}
      : {
          remedy: 'Run `onward audit verify`: it says which entries, and docs/audit.md what to do.',
        }),
  }))
}

async function verifyOne(
  db: Database,
  { id }: Pick<Operation, 'id'>,
  {
    publicKeys = [],
    onProgress,
  }: Pick<VerifyOptions, 'onProgress'> & { readonly publicKeys?: readonly string[] },
): Promise<AuditReport> {
  const key = await db.auditKey()
  const seen = await key.seen(id)
  return db.asSystem().read(id, async (tx) =>
    verifyAudit(await auditSource(tx), {
      publicKeys: [key.publicKey, ...publicKeys],
      secretKey: key.secret,
      ...(seen === undefined ? {} : { seen }),
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
  )
}
