import type pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import type { DroppedLanes } from '../storage/audit/drop-old-lanes.ts'
import { dropOldLanes } from '../storage/audit/drop-old-lanes.ts'
import type { Database } from '../storage/database.ts'
import { listOperations } from '../storage/operations.ts'
import { sealAudit, verifyAllAudits } from './seal-audit.ts'

export interface DroppedAudit extends DroppedLanes {
  readonly operation: string
}

/** A lane lives for a day; nothing that is younger than this may go. */
const YOUNGEST_DAYS = 2
const DAY_MS = 24 * 3_600_000

/**
 * Drops what the audit has kept for longer than it must, with a signed statement of what went.
 * Errors: `rule_broken` while the audit is not sound; nothing is dropped then.
 */
export async function dropOldAudit(
  db: Database,
  owner: pg.Client,
  before: Date,
): Promise<readonly DroppedAudit[]> {
  if (before.getTime() > Date.now() - YOUNGEST_DAYS * DAY_MS)
    throw new DomainError(
      'invalid_input',
      `Entries younger than ${YOUNGEST_DAYS} days are never dropped. Name an earlier day.`,
    )
  const unsound = (await verifyAllAudits(db)).find((one) => !one.ok)
  if (unsound !== undefined)
    throw new DomainError(
      'rule_broken',
      `Nothing was dropped: the audit of ${unsound.operation} is not sound. \`onward audit verify\` says where.`,
    )
  await sealAudit(db)
  const key = await db.auditKey()
  const dropped: DroppedAudit[] = []
  for (const { id, name } of await listOperations(db)) {
    const one = await dropOldLanes(owner, id, before, key)
    if (one.checkpoint !== undefined) await key.remember(id, one.checkpoint)
    dropped.push({ operation: name, ...one })
  }
  return dropped
}
