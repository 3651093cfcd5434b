import type { Location } from '../domain/person.ts'
import type { TravellersView, TravellerView } from '../domain/role-views.ts'
import type { SpecificNeed } from '../domain/specific-need.ts'
import type { MemberOutcome } from '../domain/submission.ts'
import type { TravelCheck } from '../domain/travel-check.ts'
import type { Tx } from './database.ts'
import type { IdentityRow } from './seen-identity.ts'
import { IDENTITY, toIdentity } from './seen-identity.ts'
import type { Sealer } from './sealing/sealed.ts'
import { openerFor } from './sealing/sealed.ts'

interface Row extends IdentityRow {
  submission_id: string
  case: string
  nationality: string | null
  travel_needs: string[]
  state: string
  outcome: string
  travel_on: string | null
  departed_on: string | null
  pick_up: string | null
  checks: TravelCheck[]
  total: number
}

/** More on the way at once than any operation has had; the total tells when there are more. */
const MOST = 2_000

/** Accepted members who have not arrived, who travels first first (view `travellers`). */
export async function selectTravellers(tx: Tx): Promise<TravellersView> {
  const rows = await tx.query<Row>(
    `select ${IDENTITY}, t.submission_id, t."case", t.nationality, t.travel_needs, t.state, t.outcome, t.travel_on,
            t.departed_on, t.pick_up, count(*) over ()::int as total,
            (select coalesce(json_agg(json_strip_nulls(json_build_object(
               'kind', k.kind, 'status', k.status, 'issued', k.issued, 'expires', k.expires,
               'document', k.document)) order by k.kind), '[]')
             from traveller_checks k
             where k.operation_id = $1 and k.submission_id = t.submission_id and k.person_id = t.person_id) as checks
     from travellers t where t.operation_id = $1
     order by t.travel_on, t."case", t.person limit ${MOST}`,
    [tx.operationId],
  )
  const sealer = await openerFor(
    tx,
    rows.map((row) => row.person_id),
  )
  return {
    total: { persons: rows[0]?.total ?? 0 },
    rows: rows.map((row) => toTraveller(sealer, row)),
  }
}

function toTraveller(sealer: Sealer, row: Row): TravellerView {
  return {
    ...toIdentity(sealer, row),
    case: row.case,
    ...(row.nationality === null ? {} : { nationality: row.nationality }),
    travelNeeds: row.travel_needs as SpecificNeed[],
    state: row.state,
    outcome: row.outcome as MemberOutcome,
    ...(row.travel_on === null ? {} : { travelOn: row.travel_on }),
    ...(row.departed_on === null ? {} : { departedOn: row.departed_on }),
    ...(row.pick_up === null ? {} : { pickUp: row.pick_up as Location }),
    checks: row.checks.map(({ document, ...check }) => {
      const opened = sealer.open<string>(
        row.person_id,
        {
          column: 'travel_checks.document',
          row: `${row.submission_id}/${row.person_id}/${check.kind}`,
        },
        document ?? null,
      )
      return { ...check, ...(opened === undefined ? {} : { document: opened }) }
    }),
  }
}

/** Whether somebody of the case (this person, where one is named) is on the way to a State. */
export async function isOnTheWay(tx: Tx, reference: string, person?: string): Promise<boolean> {
  const rows = await tx.query(
    `select from travellers where operation_id = $1 and "case" = $2 and ($3::text is null or person = $3) limit 1`,
    [tx.operationId, reference.toUpperCase(), person?.toUpperCase()],
  )
  return rows.length > 0
}
