import { requireAccess } from '../domain/access.ts'
import type { AuditEntryView, AuditFilters, AuditListView } from '../domain/audit-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { EntryPlace, ListedEntry } from '../storage/audit/list-entries.ts'
import { listAuditEntries } from '../storage/audit/list-entries.ts'
import { referencesOf, subjectOf } from '../storage/audit/subject-references.ts'
import { purposesOf } from '../storage/exports.ts'
import { lookNoted } from './at-work.ts'
import type { Desk } from './desk.ts'

const PAGE_SIZE = 100
const MOST_ASKED = 5_000

export interface AuditQuery extends AuditFilters {
  /** As the page before gave it in `next`. */
  readonly after?: string
  /** Entries of a page; at most 5,000. */
  readonly limit?: number
}

/** Who did and saw what, the latest first. That it was read is noted too. */
export async function listAudit(
  desk: Desk,
  { after, limit = PAGE_SIZE, subject: asked, ...filters }: AuditQuery,
): Promise<AuditListView> {
  requireAccess(desk.actor, 'audit.read')
  const place = after === undefined ? undefined : readPlace(after)
  const most = Math.min(Math.max(1, limit), MOST_ASKED)
  // References alone, never a name: an auditor sees no file, but must know whom an entry is about.
  const system = desk.db.asSystem()
  const subject =
    asked === undefined
      ? undefined
      : await system.read(desk.operation.id, (tx) => subjectOf(tx, asked.trim()))
  if (asked !== undefined && subject === undefined)
    throw new DomainError(
      'not_found',
      `Nothing here is called ${asked.slice(0, 40)}. Give a reference such as P-… or C-…, an account, or kind and id as entries have it.`,
    )
  const fitting = { ...filters, ...(subject === undefined ? {} : { subject }) }
  const rows = await lookNoted(desk, 'audit.read', (tx) =>
    listAuditEntries(tx, fitting, {
      limit: most + 1,
      ...(place === undefined ? {} : { after: place }),
    }),
  )
  const shown = rows.slice(0, most)
  const names = await system.read(desk.operation.id, async (tx) => {
    const subjects = shown.flatMap((one) => one.subjects)
    return {
      references: await referencesOf(tx, subjects),
      purposes: await purposesOf(
        tx,
        subjects.flatMap((one) => (one.startsWith('export:') ? [one.slice('export:'.length)] : [])),
      ),
    }
  })
  const last = shown.at(-1)
  return {
    entries: shown.map((one) => toView(one, names)),
    ...(rows.length > most && last !== undefined ? { next: placeText(last) } : {}),
  }
}

interface Names {
  readonly references: ReadonlyMap<string, string>
  readonly purposes: ReadonlyMap<string, string>
}

function toView(one: ListedEntry, { references, purposes }: Names): AuditEntryView {
  const purpose = one.subjects
    .map((subject) => purposes.get(subject.slice('export:'.length)))
    .find((text) => text !== undefined)
  return {
    entry: `${one.lane}/${one.seq}`,
    at: one.at,
    by: one.actor,
    role: one.role,
    kind: one.kind,
    action: one.action,
    subjects: one.subjects.map((subject) => {
      const reference = references.get(subject)
      return { subject, ...(reference === undefined ? {} : { reference }) }
    }),
    facts: factsOf(one.facts),
    ...(purpose === undefined ? {} : { purpose }),
  }
}

/** Whoever edited the text may have left no JSON; that is shown, and `verify` says so. */
function factsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { unreadable: true }
  }
}

function placeText({ at, lane, seq }: EntryPlace): string {
  return [at, lane, seq].join('~')
}

function readPlace(text: string): EntryPlace {
  const [at = '', lane = '', seq = ''] = text.split('~')
  if (/^[0-9T:.-]+Z$/.test(at) && /^[0-9a-f-]{36}$/.test(lane) && /^[0-9]{1,15}$/.test(seq))
    return { at, lane, seq: Number(seq) }
  throw new DomainError('invalid_input', 'There is no such page. Start again with the first one.')
}
