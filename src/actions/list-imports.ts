import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { listBatches } from '../storage/batches.ts'
import type { Desk } from './desk.ts'

export interface ImportView {
  readonly batch: string
  readonly kind: string
  readonly file: string
  readonly rows: number
  readonly by: string
  readonly at: string
  readonly undoneAt?: string
}

/** The imports of the operation, the latest first. */
export async function listImports(desk: Desk): Promise<readonly ImportView[]> {
  requireAccess(desk.actor, 'register.import')
  const batches = await look(desk, listBatches)
  return batches.map((one) => ({
    batch: one.id,
    kind: one.kind,
    file: one.fileName,
    rows: one.rows,
    by: one.actor,
    at: one.recordedAt,
    ...(one.undoneAt === undefined ? {} : { undoneAt: one.undoneAt }),
  }))
}
