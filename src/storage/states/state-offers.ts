import type { OfferId } from '../../domain/ids.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { StatedOffer, StatedOfferView, StatedStatus } from '../../domain/state-views.ts'
import type { Tx } from '../database.ts'

/** Keeps what a State stated, as it stated it. */
export async function insertStatedOffer(
  tx: Tx,
  one: {
    readonly offerId: OfferId
    readonly reference: string
    readonly state: StateCode
    readonly stated: StatedOffer
    readonly actor: string
    readonly recordedAt: string
  },
): Promise<void> {
  await tx.query(
    `insert into state_offers (operation_id, offer_id, reference, state, terms, status, actor, recorded_at)
     values ($1, $2, $3, $4, $5, 'stated', $6, $7)`,
    [
      tx.operationId,
      one.offerId,
      one.reference,
      one.state,
      JSON.stringify(one.stated),
      one.actor,
      one.recordedAt,
    ],
  )
}

/** Offers as States stated them, that the reader may see; the newest first. */
export async function listStatedOffers(
  tx: Tx,
): Promise<readonly (StatedOfferView & { readonly offerId: OfferId })[]> {
  const rows = await tx.query<{
    offer_id: string
    reference: string
    state: string
    terms: StatedOffer
    status: string
    recorded_at: string
  }>(
    `select offer_id, reference, state, terms, status, recorded_at from state_offers
     where operation_id = $1 order by recorded_at desc, reference`,
    [tx.operationId],
  )
  return rows.map((row) => ({
    ...row.terms,
    offerId: row.offer_id as OfferId,
    offer: row.reference,
    state: row.state,
    status: row.status as StatedStatus,
    statedAt: row.recorded_at,
  }))
}

/** What became of a stated offer. */
export async function setStatedStatus(
  tx: Tx,
  offerId: OfferId,
  status: StatedStatus,
): Promise<void> {
  await tx.query('update state_offers set status = $3 where operation_id = $1 and offer_id = $2', [
    tx.operationId,
    offerId,
    status,
  ])
}
