import type { AuditReport } from '../domain/audit-report.ts'
import { auditSource } from '../storage/audit/audit-source.ts'
import type { Checkpoint, KnownHeads } from '../storage/audit/checkpoints.ts'
import { makeCheckpoint, noHeads } from '../storage/audit/checkpoints.ts'
import type { VerifyOptions } from '../storage/audit/verify-audit.ts'
import { verifyAudit } from '../storage/audit/verify-audit.ts'
import type { Database } from '../storage/database.ts'
import type { Operation } from '../storage/operations.ts'
import { listOperations } from '../storage/operations.ts'

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

async function verifyOne(
  db: Database,
  { id }: Operation,
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
