import type { EventData, RecordedEvent } from './event.ts'
import type { IncidentId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'

/** Something that happened and needs protection; its figures stay what each publisher said. */
export interface Incident {
  readonly id: IncidentId
  readonly kind: EventData['incident.reported']['kind']
  readonly where: string
  readonly happenedOn: PlainDate
  readonly statements: readonly IncidentStatement[]
}

export interface IncidentStatement {
  readonly measure: EventData['incident.figure_stated']['measure']
  readonly value: number
  readonly publisher: string
  readonly statedOn: PlainDate
}

/** Folds the events of an incident; a later statement stands beside the earlier ones. */
export function foldIncident(
  id: IncidentId,
  events: Iterable<RecordedEvent>,
): Incident | undefined {
  let incident: Incident | undefined
  for (const event of events) {
    if (event.incidentId !== id) continue
    if (event.type === 'incident.reported')
      incident = { id, ...event.data, happenedOn: event.effectiveOn, statements: [] }
    else if (event.type === 'incident.figure_stated' && incident !== undefined)
      incident = {
        ...incident,
        statements: [...incident.statements, { ...event.data, statedOn: event.effectiveOn }],
      }
  }
  return incident
}
