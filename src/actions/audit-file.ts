import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { auditSource } from '../storage/audit/audit-source.ts'
import type { CheckpointRow, EntryRow } from '../storage/audit/read-entries.ts'
import type { VerifyOptions } from '../storage/audit/verify-audit.ts'
import { verifyAudit } from '../storage/audit/verify-audit.ts'
import { takeOut } from './at-work.ts'
import type { Desk } from './desk.ts'
import type { VerifiedOperation } from './seal-audit.ts'

export interface ExportedAudit {
  readonly out: string
  readonly entries: number
  readonly checkpoints: number
  readonly sha256: string
}

const FORMAT = 'onward-audit-1'
const LINES_AT_ONCE = 2_000

/**
 * Writes the whole audit of the operation as JSON lines: a head, the checkpoints by number, the
 * entries by lane and number. Errors: `conflict` when the file is there.
 */
export async function exportAudit(
  desk: Desk,
  out: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ExportedAudit> {
  requireAccess(desk.actor, 'audit.read')
  const file = await open(out, 'wx', 0o600).catch(() => {
    throw new DomainError(
      'conflict',
      `${out} cannot be made, or is there already. Name a new file.`,
    )
  })
  const hash = createHash('sha256')
  let waiting: string[] = []
  const flush = async (): Promise<void> => {
    const text = waiting.join('')
    waiting = []
    hash.update(text)
    await file.write(text)
  }
  const put = async (value: unknown): Promise<void> => {
    waiting.push(`${JSON.stringify(value)}\n`)
    if (waiting.length >= LINES_AT_ONCE) await flush()
  }
  try {
    const counts = await takeOut(
      desk,
      'audit.read',
      async (tx) => {
        const source = await auditSource(tx)
        const { name, id } = desk.operation
        await put({ format: FORMAT, operation: name, operationId: id, entries: source.about })
        let [checkpoints, entries] = [0, 0]
        for await (const checkpoint of source.checkpoints()) {
          await put({ checkpoint })
          checkpoints += 1
        }
        for await (const entry of source.entries()) {
          await put({ entry })
          entries += 1
          onProgress(entries, source.about)
        }
        await flush()
        return { checkpoints, entries }
      },
      ({ entries }) => ({ what: 'audit', format: 'jsonl', rows: entries }),
    )
    return { out, ...counts, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

type Line =
  | {
      readonly format: string
      readonly operation: string
      readonly operationId: string
      readonly entries: number
    }
  | { readonly checkpoint: CheckpointRow }
  | { readonly entry: EntryRow }

/** Verifies an exported audit; needs no database. Errors: `invalid_input`. */
export async function verifyAuditFile(
  path: string,
  options: VerifyOptions,
): Promise<VerifiedOperation> {
  const lines = linesOf(path)
  const { value: head, done } = await lines.next()
  if (done === true || !('format' in head) || head.format !== FORMAT) throw notAnAudit(path)
  let first: EntryRow | undefined
  const report = await verifyAudit(
    {
      operationId: head.operationId,
      about: head.entries,
      // The file has them in the order in which they are asked for, so it is read once.
      checkpoints: async function* () {
        // Not by for-await: ending that would close the file.
        for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
          if ('entry' in next.value) first = next.value.entry
          if (!('checkpoint' in next.value)) return
          yield next.value.checkpoint
        }
      },
      entries: async function* () {
        if (first !== undefined) yield first
        for await (const line of lines) if ('entry' in line) yield line.entry
      },
    },
    options,
  )
  return { operation: head.operation, ...report }
}

async function* linesOf(path: string): AsyncGenerator<Line, undefined> {
  const input = createReadStream(path)
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line !== '') yield JSON.parse(line) as Line
  } catch (error) {
    throw error instanceof DomainError ? error : notAnAudit(path)
  } finally {
    input.destroy()
  }
  return undefined
}

function notAnAudit(path: string): DomainError {
  return new DomainError(
    'invalid_input',
    `${path} is not what \`onward audit export\` writes. Name such a file.`,
  )
}
