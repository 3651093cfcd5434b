import type { IncidentId } from '../domain/ids.ts'
import type { Incident } from '../domain/incident.ts'
import { foldIncident } from '../domain/incident.ts'
import type { Tx } from './database.ts'
import { listEvents } from './event-log.ts'

/** Incidents with what each publisher said of them, the latest incident first. */
export async function listIncidents(tx: Tx): Promise<readonly Incident[]> {
  const events = await listEvents(tx, { typePrefix: 'incident.' })
  const ids = [...new Set(events.map((event) => event.incidentId).filter((id) => id !== undefined))]
  return ids
    .flatMap((id: IncidentId) => foldIncident(id, events) ?? [])
    .toSorted((a, b) => b.happenedOn.localeCompare(a.happenedOn))
}
