import type { PatientsView, PatientView } from '../domain/role-views.ts'
import type { SpecificNeed } from '../domain/specific-need.ts'
import type { TravelCheck } from '../domain/travel-check.ts'
import type { Tx } from './database.ts'
import type { IdentityRow } from './seen-identity.ts'
import { IDENTITY, toIdentity } from './seen-identity.ts'
import type { Sealer } from './sealing/sealed.ts'
import { openerFor } from './sealing/sealed.ts'

interface Row extends IdentityRow {
  medical_needs: string[]
  needs_medical_place: boolean
  check_status: string | null
  check_issued: string | null
  check_expires: string | null
  total: number
}

const MOST = 2_000

/** Who was referred to the medical team, open checks first (view `patients`). */
export async function selectPatients(tx: Tx): Promise<PatientsView> {
  const rows = await tx.query<Row>(
    `select ${IDENTITY}, medical_needs, needs_medical_place, check_status, check_issued, check_expires,
            count(*) over ()::int as total
     from patients where operation_id = $1
     order by (check_status = 'requested') desc nulls last, check_expires, person limit ${MOST}`,
    [tx.operationId],
  )
  const sealer = await openerFor(
    tx,
    rows.map((row) => row.person_id),
  )
  return {
    total: { persons: rows[0]?.total ?? 0 },
    rows: rows.map((row) => toPatient(sealer, row)),
  }
}

function toPatient(sealer: Sealer, row: Row): PatientView {
  return {
    ...toIdentity(sealer, row),
    medicalNeeds: row.medical_needs as SpecificNeed[],
    needsMedicalPlace: row.needs_medical_place,
    ...(row.check_status === null
      ? {}
      : {
          check: {
            status: row.check_status as TravelCheck['status'],
            ...(row.check_issued === null ? {} : { issued: row.check_issued }),
            ...(row.check_expires === null ? {} : { expires: row.check_expires }),
          },
        }),
  }
}
