import type { BatchId, PersonId, SiteId } from '../domain/ids.ts'
import type { PairStatus, Verdict } from '../domain/same-person.ts'
import type { EvidenceBand, EvidenceReason } from '../domain/person-views.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'
import type { HiddenWords } from './sealing/hidden-words.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** What speaks for and against one person, and of whom it was weighed. */
export interface Evidence {
  readonly band: EvidenceBand
  readonly bits: number
  readonly why: readonly EvidenceReason[]
  /** Version of the rules that weighed it. */
  readonly rules: string
  readonly aMark: string
  readonly bMark: string
}

/** Two records; the smaller id first. */
export interface PairIds {
  readonly aId: PersonId
  readonly bId: PersonId
}

export interface FoundPair extends PairIds, Evidence {
  readonly aSite: SiteId
  readonly bSite: SiteId
  readonly probability: number
  readonly foundAt: string
  readonly batchId?: BatchId
}

export interface StoredPair extends PairIds, Evidence {
  readonly probability: number
  readonly status: PairStatus
  /** Judged before, and open again because one of the two is recorded otherwise since. */
  readonly changed: boolean
}

export interface Judgement extends PairIds, Evidence {
  readonly id: string
  /** From 1, within its pair. */
  readonly turn: number
  readonly verdict: Verdict | 'withdrawn'
  readonly actor: string
  readonly recordedAt: string
  readonly reason?: string
}

const EVIDENCE_COLUMNS = {
  a_id: 'uuid',
  b_id: 'uuid',
  band: 'text',
  bits: 'double precision',
  probability: 'double precision',
  why: 'jsonb',
  rules: 'text',
  a_mark: 'text',
  b_mark: 'text',
}

/** The same two records in the order in which pairs are kept. */
export function pairIds(one: PersonId, other: PersonId): PairIds {
  return one < other ? { aId: one, bId: other } : { aId: other, bId: one }
}

/**
 * Keeps pairs that were found. What was judged stays judged: it opens again only when one of the
 * two is recorded otherwise than when it was judged, and then says so. Who is one person already
 * stays so.
 */
export async function savePairs(tx: Tx, pairs: readonly FoundPair[]): Promise<void> {
  const { words } = await sealerFor(tx, [])
  const columns = {
    ...EVIDENCE_COLUMNS,
    found_at: 'timestamptz',
    batch_id: 'uuid',
    status: 'text',
    a_site: 'text',
    b_site: 'text',
  }
  const isNew = '(pairs.a_mark, pairs.b_mark) is distinct from (excluded.a_mark, excluded.b_mark)'
  const opens = `pairs.status in ('different', 'unsure') and ${isNew}`
  // Evidence of a judged pair stays what was judged until it opens.
  const refreshes = `pairs.status = 'open' or (${opens})`
  const names = ['band', 'bits', 'probability', 'why', 'rules', 'a_mark', 'b_mark', 'found_at']
  const set = names.map((name) => `${name} = excluded.${name}`).join(', ')
  await insertRows(
    tx,
    'pairs',
    columns,
    pairs.map((one) => ({
      ...evidenceRow(one, words),
      probability: one.probability,
      found_at: one.foundAt,
      batch_id: one.batchId,
      status: 'open',
      a_site: one.aSite,
      b_site: one.bSite,
    })),
    `(operation_id, a_id, b_id) do update
       set ${set}, status = 'open', changed = pairs.changed or (${opens}) where ${refreshes}`,
  )
}

/** A mark tells whether somebody is recorded otherwise; nobody needs to read it. */
function evidenceRow(one: PairIds & Evidence, { whole }: HiddenWords): Record<string, unknown> {
  return {
    a_id: one.aId,
    b_id: one.bId,
    band: one.band,
    bits: one.bits,
    why: one.why,
    rules: one.rules,
    a_mark: whole(one.aMark),
    b_mark: whole(one.bMark),
  }
}

interface PairRow {
  a_id: string
  b_id: string
  band: string
  bits: number
  probability: number
  why: EvidenceReason[]
  rules: string
  a_mark: string
  b_mark: string
  status: string
  changed: boolean
}

// The casts name what savePairs and insertJudgement wrote.
function toEvidence(row: Omit<PairRow, 'status' | 'changed' | 'probability'>): PairIds & Evidence {
  return {
    aId: row.a_id as PersonId,
    bId: row.b_id as PersonId,
    band: row.band as EvidenceBand,
    bits: row.bits,
    why: row.why,
    rules: row.rules,
    aMark: row.a_mark,
    bMark: row.b_mark,
  }
}

const toPair = (row: PairRow): StoredPair => ({
  ...toEvidence(row),
  probability: row.probability,
  status: row.status as PairStatus,
  changed: row.changed,
})

const PAIR_COLUMNS =
  'q.a_id, q.b_id, q.band, q.bits, q.probability, q.why, q.rules, q.a_mark, q.b_mark, q.status, q.changed'

/** A pair as it stands; locks it when it is about to be judged. */
export async function findPair(
  tx: Tx,
  { aId, bId }: PairIds,
  forUpdate = false,
): Promise<StoredPair | undefined> {
  const rows = await tx.query<PairRow>(
    `select ${PAIR_COLUMNS} from pairs q
     where q.operation_id = $1 and q.a_id = $2 and q.b_id = $3 ${forUpdate ? 'for update' : ''}`,
    [tx.operationId, aId, bId],
  )
  return rows[0] && toPair(rows[0])
}

/** Every pair of these records. */
export async function listPairsOf(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<readonly StoredPair[]> {
  const rows = await tx.query<PairRow>(
    `select ${PAIR_COLUMNS} from pairs q
     where q.operation_id = $1 and (q.a_id = any($2::uuid[]) or q.b_id = any($2::uuid[]))
     order by q.bits desc, q.a_id, q.b_id`,
    [tx.operationId, ids],
  )
  return rows.map(toPair)
}

/** Of the two, both are on file: an import that was undone takes its pairs out of the queue. */
const ON_FILE = `
  join persons a on a.operation_id = $1 and a.id = q.a_id and a.removed_at is null
  join persons b on b.operation_id = $1 and b.id = q.b_id and b.removed_at is null`

/** Two records that one judged one person already, by way of others: nothing is left to judge. */
const NOT_ONE_PERSON = `
  not exists (
    select from (select coalesce((select s.shown_id from same_persons s
                   where s.operation_id = $1 and s.person_id = q.a_id), q.a_id) as a,
                 coalesce((select s.shown_id from same_persons s
                   where s.operation_id = $1 and s.person_id = q.b_id), q.b_id) as b) as shown
    where q.status = 'open' and shown.a = shown.b)`

export interface QueuePage {
  readonly rows: readonly (StoredPair & {
    readonly aReference: string
    readonly bReference: string
  })[]
  readonly counts: Readonly<Record<PairStatus, number>>
}

/** One page of the pairs of a status, those that weigh most first. */
export async function selectQueue(
  tx: Tx,
  asked: { readonly status: PairStatus; readonly limit: number; readonly offset: number },
): Promise<QueuePage> {
  const rows = await tx.query<PairRow & { a_reference: string; b_reference: string }>(
    `select ${PAIR_COLUMNS}, a.reference as a_reference, b.reference as b_reference
     from pairs q ${ON_FILE}
     where q.operation_id = $1 and q.status = $2 and ${NOT_ONE_PERSON}
     order by q.bits desc, q.a_id, q.b_id limit $3 offset $4`,
    [tx.operationId, asked.status, asked.limit, asked.offset],
  )
  const counts = await tx.query<{ status: PairStatus; pairs: number }>(
    `select q.status, count(*)::int as pairs from pairs q ${ON_FILE}
     where q.operation_id = $1 and ${NOT_ONE_PERSON} group by q.status`,
    [tx.operationId],
  )
  const of = new Map(counts.map((row) => [row.status, row.pairs]))
  return {
    rows: rows.map((row) => ({
      ...toPair(row),
      aReference: row.a_reference,
      bReference: row.b_reference,
    })),
    counts: {
      open: of.get('open') ?? 0,
      same: of.get('same') ?? 0,
      different: of.get('different') ?? 0,
      unsure: of.get('unsure') ?? 0,
    },
  }
}

/** Keeps a judgement, and where its pair now stands. */
export async function insertJudgement(
  tx: Tx,
  judgement: Judgement,
  status: PairStatus,
): Promise<void> {
  const { aId, bId } = judgement
  const sealer = await sealerFor(tx, [])
  const [aMark, bMark] = [judgement.aMark, judgement.bMark].map(sealer.words.whole)
  await tx.query(
    `insert into judgements (operation_id, id, a_id, b_id, turn, verdict, actor, recorded_at, reason,
                             rules, bits, band, why, a_mark, b_mark, a_site, b_site)
     select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::integer, $6, $7, $8::timestamptz, $9, $10,
            $11::double precision, $12, $13::jsonb, $14, $15, a_site, b_site
     from pairs where operation_id = $1 and a_id = $3 and b_id = $4`,
    [
      tx.operationId,
      judgement.id,
      aId,
      bId,
      judgement.turn,
      judgement.verdict,
      judgement.actor,
      judgement.recordedAt,
      sealer.seal(undefined, reasonOf(judgement.id), judgement.reason),
      judgement.rules,
      judgement.bits,
      judgement.band,
      JSON.stringify(judgement.why),
      aMark,
      bMark,
    ],
  )
  await tx.query(
    `update pairs set status = $4, changed = false, a_mark = $5, b_mark = $6
     where operation_id = $1 and a_id = $2 and b_id = $3`,
    [tx.operationId, aId, bId, status, aMark, bMark],
  )
}

/** The judgements of a pair, the first one first. */
export async function listJudgements(tx: Tx, { aId, bId }: PairIds): Promise<readonly Judgement[]> {
  const rows = await tx.query<
    Omit<PairRow, 'status' | 'changed' | 'probability'> & {
      id: string
      turn: number
      verdict: Judgement['verdict']
      actor: string
      recorded_at: string
      reason: string | null
    }
  >(`select * from judgements where operation_id = $1 and a_id = $2 and b_id = $3 order by turn`, [
    tx.operationId,
    aId,
    bId,
  ])
  const sealer = await openerFor(tx, [])
  return rows.map((row) => ({
    ...toEvidence(row),
    id: row.id,
    turn: row.turn,
    verdict: row.verdict,
    actor: row.actor,
    recordedAt: row.recorded_at,
    ...optionalReason(sealer.open<string>(undefined, reasonOf(row.id), row.reason)),
  }))
}

function reasonOf(row: string) {
  return { column: 'judgements.reason', row } as const
}

function optionalReason(reason: string | undefined): { readonly reason?: string } {
  return reason === undefined ? {} : { reason }
}

/** Whose kept status is not that of their last judgement: a fault, for `onward doctor --deep`. */
export async function countPairsOffJudgement(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ pairs: number }>(
    `select count(*)::int as pairs from pairs q
     left join lateral (
       select case verdict when 'withdrawn' then 'open' else verdict end as status from judgements j
       where j.operation_id = $1 and j.a_id = q.a_id and j.b_id = q.b_id order by turn desc limit 1
     ) as last on true
     where q.operation_id = $1 and q.status <> coalesce(last.status, 'open') and not q.changed`,
    [tx.operationId],
  )
  return row?.pairs ?? 0
}
