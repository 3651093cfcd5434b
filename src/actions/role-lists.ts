import { requireAccess } from '../domain/access.ts'
import { maySeePerson } from '../domain/may-see.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type {
  PatientsView,
  ResearchView,
  TravellersView,
  TravellerView,
} from '../domain/role-views.ts'
import { selectPatients } from '../storage/patients.ts'
import { selectResearchPersons } from '../storage/research-persons.ts'
import { selectTravellers } from '../storage/travellers.ts'
import { lookNoted } from './at-work.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

const countOf = (list: { readonly rows: readonly unknown[] }) => ({ found: list.rows.length })

/** Accepted members until they arrive, with what travel needs to know of them. */
export async function listTravellers(desk: Desk): Promise<TravellersView> {
  requireAccess(desk.actor, 'traveller.read')
  const found = await lookNoted(desk, 'traveller.read', selectTravellers, countOf)
  return { ...found, rows: found.rows.map((row) => asSeen(desk, row)) }
}

/** The wall gives movement its part alone; the rule is asked all the same. */
function asSeen(desk: Desk, row: TravellerView): TravellerView {
  const { pickUp, ...rest } = row
  const travel = {
    ...(row.travelOn === undefined ? {} : { on: row.travelOn }),
    departed: row.departedOn !== undefined,
  }
  const parts = maySeePerson(
    desk.actor,
    { site: FIRST_SITE.id, travel, isPatient: false },
    today(desk),
  )
  return pickUp !== undefined && parts.has('pick_up') ? row : rest
}

/** Who was referred to the medical team, with their medical part. */
export async function listPatients(desk: Desk): Promise<PatientsView> {
  requireAccess(desk.actor, 'patient.read')
  return lookNoted(desk, 'patient.read', selectPatients, countOf)
}

/** One page of the register for analysis: pseudonyms and coarse facts. */
export async function listResearchPersons(desk: Desk, page = 1): Promise<ResearchView> {
  requireAccess(desk.actor, 'research.read')
  return lookNoted(desk, 'research.read', (tx) => selectResearchPersons(tx, page), countOf)
}
