import { canonical } from '../domain/canonical.ts'
import type { ClaimFigure } from '../domain/claim-figure.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import { newReference } from './ids.ts'
import { insertRows } from './insert-rows.ts'

/** A version of a figure: known from an instant until the next version. */
export interface StoredFigure {
  readonly reference: string
  readonly version: number
  readonly partitionKey: string
  readonly knownFrom: string
  readonly figure: ClaimFigure
}

interface FigureRow {
  reference: string
  version: number
  partition_key: string
  known_from: string
  figure: ClaimFigure
}

function toFigure(row: FigureRow): StoredFigure {
  return {
    reference: row.reference,
    version: row.version,
    partitionKey: row.partition_key,
    knownFrom: row.known_from,
    figure: row.figure,
  }
}

/** The version of each figure that stood before an instant; without one the last. */
export async function listClaimFigures(
  tx: Tx,
  scope: {
    readonly statementKeys?: readonly string[]
    readonly reference?: string
    /** Handles of incidents. */
    readonly events?: readonly string[]
    readonly knownBefore?: string
  },
): Promise<readonly StoredFigure[]> {
  const rows = await tx.query<FigureRow>(
    `select distinct on (reference) reference, version, partition_key, known_from, figure
     from claim_figures
     where operation_id = $1
       and ($2::text[] is null or statement_key = any($2))
       and ($3::text is null or reference = $3)
       and ($4::timestamptz is null or known_from < $4)
       and ($5::text[] is null or event = any($5))
     order by reference, version desc`,
    [
      tx.operationId,
      scope.statementKeys ?? null,
      scope.reference ?? null,
      scope.knownBefore ?? null,
      scope.events ?? null,
    ],
  )
  return rows.map(toFigure)
}

/** Every version of these figures, or of those of these incidents; of each the oldest first. */
export async function listFigureVersions(
  tx: Tx,
  scope: { readonly references: readonly string[] } | { readonly events: readonly string[] },
): Promise<readonly StoredFigure[]> {
  const [column, values] =
    'events' in scope
      ? (['event', scope.events] as const)
      : (['reference', scope.references] as const)
  if (values.length === 0) return []
  const rows = await tx.query<FigureRow>(
    `select reference, version, partition_key, known_from, figure from claim_figures
     where operation_id = $1 and ${column} = any($2) order by reference, version`,
    [tx.operationId, values],
  )
  return rows.map(toFigure)
}

/** A figure to be kept, with the keys that it is found by. */
export interface FigureToKeep {
  readonly partitionKey: string
  readonly statementKey: string
  readonly figure: ClaimFigure
}

/** Appends a version of each figure that says something else than its last one; these are returned. */
export async function keepFigures(
  tx: Tx,
  figures: readonly FigureToKeep[],
  knownFrom: string,
): Promise<readonly StoredFigure[]> {
  const before = new Map(
    (
      await listClaimFigures(tx, {
        statementKeys: [...new Set(figures.map((one) => one.statementKey))],
      })
    ).map((one) => [one.partitionKey, one]),
  )
  const news = figures.flatMap((one): (StoredFigure & { statementKey: string })[] => {
    const last = before.get(one.partitionKey)
    if (last !== undefined && canonical(last.figure) === canonical(one.figure)) return []
    const reference = last?.reference ?? newReference('F')
    return [{ ...one, reference, version: (last?.version ?? 0) + 1, knownFrom }]
  })
  await insertRows(
    tx,
    'claim_figures',
    {
      reference: 'text',
      version: 'integer',
      partition_key: 'text',
      statement_key: 'text',
      known_from: 'timestamptz',
      low: 'numeric',
      best: 'numeric',
      high: 'numeric',
      status: 'text',
      policy: 'text',
      figure: 'jsonb',
    },
    news.map(({ figure, ...one }) => ({
      reference: one.reference,
      version: one.version,
      partition_key: one.partitionKey,
      statement_key: one.statementKey,
      known_from: one.knownFrom,
      low: figure.low,
      best: figure.best,
      high: figure.high,
      status: figure.status,
      policy: figure.policy,
      figure,
    })),
  )
  return news
}

/** Keeps which versions of which figures a published text used. */
export async function insertFigureUses(
  tx: Tx,
  textId: string,
  used: readonly { readonly reference: string; readonly version: number }[],
): Promise<void> {
  await insertRows(
    tx,
    'published_claim_figures',
    { text_id: 'uuid', reference: 'text', version: 'integer' },
    used.map(({ reference, version }) => ({ text_id: textId, reference, version })),
  )
}

/** What a version of a figure says. */
type FigureSays = Pick<ClaimFigure, 'low' | 'best' | 'high' | 'approximate' | 'status'>

/** A published text that used a version of a figure that says something else now. */
export interface OutdatedText {
  readonly text: string
  readonly publishedAt: string
  readonly asOf: PlainDate
  readonly figure: string
  readonly usedVersion: number
  readonly used: FigureSays
  readonly version: number
  readonly now: FigureSays
}

/**
 * Every published text that used what these figures do not say any more, the oldest first; of all
 * figures when none are named. A version with another trail and the same number outdates nothing.
 */
export async function listOutdatedTexts(
  tx: Tx,
  references?: readonly string[],
): Promise<readonly OutdatedText[]> {
  const rows = await tx.query<
    Omit<OutdatedText, 'used' | 'now'> & { used: ClaimFigure; now: ClaimFigure }
  >(
    `select t.id as text, t.published_at as "publishedAt", t.as_of as "asOf",
            u.reference as figure, u.version as "usedVersion", used.figure as used,
            last.version, last.figure as now
     from published_claim_figures u
     join published_texts t on t.operation_id = u.operation_id and t.id = u.text_id
     join claim_figures used on used.operation_id = u.operation_id
       and used.reference = u.reference and used.version = u.version
     cross join lateral (
       select version, figure from claim_figures f
       where f.operation_id = u.operation_id and f.reference = u.reference
       order by version desc limit 1) last
     where u.operation_id = $1 and ($2::text[] is null or u.reference = any($2))
       and last.version > u.version
     order by t.published_at, u.reference`,
    [tx.operationId, references ?? null],
  )
  return rows
    .map(({ used, now, ...text }) => ({ ...text, used: saysOf(used), now: saysOf(now) }))
    .filter(({ used, now }) => canonical(used) !== canonical(now))
}

export function saysOf({ low, best, high, approximate, status }: FigureSays): FigureSays {
  return { low, best, high, approximate, status }
}
