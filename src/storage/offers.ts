import type { BatchId, OfferId } from '../domain/ids.ts'
import type { Offer, OfferCounters, OfferUse } from '../domain/offer.ts'
import { countUse } from '../domain/offer.ts'
import type { MemberOutcome } from '../domain/submission.ts'
import type { Tx } from './database.ts'
import { insertRows, overwrite } from './insert-rows.ts'

const COLUMNS = {
  id: 'uuid',
  source_id: 'text',
  reference: 'text',
  batch_id: 'uuid',
  removed_at: 'timestamptz',
  status: 'text',
  terms: 'jsonb',
}

/** Writes offers as they now are. */
export async function saveOffers(
  tx: Tx,
  offers: readonly Offer[],
  batchId?: BatchId,
): Promise<void> {
  const rows = offers.map((offer) => ({
    id: offer.id,
    source_id: offer.sourceId,
    reference: offer.reference,
    batch_id: batchId,
    status: offer.status,
    terms: offer.terms,
  }))
  const keep = batchId === undefined ? ['batch_id'] : []
  await insertRows(tx, 'offers', COLUMNS, rows, overwrite(COLUMNS, ['id'], keep))
}

/** An offer with how far it is used, in its own counting basis, and how many persons came how far. */
export interface OfferInUse {
  readonly offer: Offer
  readonly counters: OfferCounters
  readonly persons: {
    readonly submitted: number
    readonly accepted: number
    readonly departed: number
    readonly arrived: number
  }
  /** Held by active submissions with medical places and with emergency priority, in the counting basis. */
  readonly held: { readonly medical: number; readonly emergency: number }
}

interface OfferRow {
  id: string
  source_id: string
  reference: string
  status: string
  terms: Offer['terms']
}

interface UseRow {
  offer_id: string
  active: boolean
  outcomes: MemberOutcome[]
  accepted: number
  departed: number
  arrived: number
  medical: number
  emergency: boolean
}

const ASIDE: ReadonlySet<MemberOutcome> = new Set(['denied', 'declined_offer', 'died'])

function toUse(row: UseRow): OfferUse {
  return {
    memberOutcomes: row.outcomes.map((outcome) => {
      if (outcome === 'departed' || outcome === 'in_transit') return 'departed'
      if (outcome === 'arrived') return 'arrived'
      if (!row.active || ASIDE.has(outcome)) return 'out'
      return outcome === 'pending' ? 'waiting' : 'accepted'
    }),
  }
}

/** Every offer on file with its use, by reference. */
export async function listOffers(tx: Tx): Promise<readonly OfferInUse[]> {
  const offers = await tx.query<OfferRow>(
    `select id, source_id, reference, status, terms from offers
     where operation_id = $1 and removed_at is null order by reference`,
    [tx.operationId],
  )
  // Places are shared by all sites, so their use is counted over all; counts alone leave this.
  const uses = await tx.asSystem((all) =>
    all.query<UseRow>(
      `select s.offer_id, s.active, array_agg(m.outcome order by m.person_id) as outcomes,
            count(m.accepted_on)::int as accepted, count(m.departed_on)::int as departed,
            count(m.arrived_on)::int as arrived,
            count(*) filter (where p.needs_medical_place)::int as medical,
            bool_or(c.priority = 'EM') as emergency
     from submissions s
     join submission_members m on m.operation_id = s.operation_id and m.submission_id = s.id
     join persons p on p.operation_id = m.operation_id and p.id = m.person_id
     join cases c on c.operation_id = s.operation_id and c.id = s.case_id
     where s.operation_id = $1
     group by s.offer_id, s.id, s.active`,
      [tx.operationId],
    ),
  )
  const byOffer = new Map<string, UseRow[]>()
  for (const use of uses) {
    const known = byOffer.get(use.offer_id)
    if (known === undefined) byOffer.set(use.offer_id, [use])
    else known.push(use)
  }
  return offers.map((row) => inUse(row, byOffer.get(row.id) ?? []))
}

function inUse(row: OfferRow, uses: readonly UseRow[]): OfferInUse {
  const sum = (value: (use: UseRow) => number): number =>
    uses.reduce((total, use) => total + value(use), 0)
  const offer: Offer = {
    id: row.id as OfferId,
    sourceId: row.source_id,
    reference: row.reference,
    status: row.status as Offer['status'],
    terms: row.terms,
  }
  const byPersons = row.terms.countingBasis === 'persons'
  const holding = (use: UseRow): number =>
    toUse(use).memberOutcomes.filter((outcome) => outcome !== 'out').length
  return {
    offer,
    counters: countUse(row.terms, uses.map(toUse)),
    persons: {
      submitted: sum((use) => use.outcomes.length),
      accepted: sum((use) => use.accepted),
      departed: sum((use) => use.departed),
      arrived: sum((use) => use.arrived),
    },
    held: {
      medical: sum((use) => {
        const held = Math.min(use.medical, holding(use))
        return byPersons ? held : Math.min(1, held)
      }),
      emergency: sum((use) => {
        const held = use.emergency ? holding(use) : 0
        return byPersons ? held : Math.min(1, held)
      }),
    },
  }
}

/** What each offer is called, ended and removed ones too: the past still names them. */
export async function listOfferReferences(tx: Tx): Promise<ReadonlyMap<OfferId, string>> {
  const rows = await tx.query<{ id: string; reference: string }>(
    'select id, reference from offers where operation_id = $1',
    [tx.operationId],
  )
  return new Map(rows.map((row) => [row.id as OfferId, row.reference]))
}

/**
 * Writes to the rows of the offers as they are, so that of two transactions at once that take
 * places the second starts anew and sees what the first has taken.
 */
export async function holdOffers(tx: Tx, references: readonly string[]): Promise<void> {
  await tx.query(
    'update offers set status = status where operation_id = $1 and reference = any($2::text[])',
    [tx.operationId, references.toSorted()],
  )
}

/** Offers by the ids of their source, removed ones too: an import may bring them back. */
export async function listOffersBySource(
  tx: Tx,
  sourceIds: readonly string[],
): Promise<readonly (Offer & { readonly removed: boolean })[]> {
  const rows = await tx.query<OfferRow & { removed_at: string | null }>(
    `select id, source_id, reference, status, terms, removed_at from offers
     where operation_id = $1 and source_id = any($2::text[])`,
    [tx.operationId, sourceIds],
  )
  return rows.map((row) => ({
    id: row.id as OfferId,
    sourceId: row.source_id,
    reference: row.reference,
    status: row.status as Offer['status'],
    terms: row.terms,
    removed: row.removed_at !== null,
  }))
}
