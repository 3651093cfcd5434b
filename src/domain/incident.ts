import type { EventData, RecordedEvent } from './event.ts'
import type { IncidentId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'

export const INCIDENT_KINDS = ['attack', 'clash', 'fire', 'epidemic', 'expulsion', 'other'] as const

/** How sharp the day is, and how sharp the place: a shelter is never named. */
export const WHEN_PRECISIONS = ['day', 'few_days', 'month', 'year'] as const
export type WhenPrecision = (typeof WHEN_PRECISIONS)[number]
export const WHERE_PRECISIONS = ['place', 'near', 'district', 'country'] as const
export type WherePrecision = (typeof WHERE_PRECISIONS)[number]

/** Something that happened and needs protection; its figures stay what each publisher said. */
export interface Incident {
  readonly id: IncidentId
  /** Claims speak of it under this handle. */
  readonly reference: string
  readonly kind: EventData['incident.reported']['kind']
  readonly where: string
  readonly happenedOn: PlainDate
  readonly whenPrecision: WhenPrecision
  readonly wherePrecision: WherePrecision
  readonly statements: readonly IncidentStatement[]
}

export interface IncidentStatement {
  readonly measure: EventData['incident.figure_stated']['measure']
  readonly value: number
  readonly publisher: string
  readonly statedOn: PlainDate
}

/** The handle of an incident that was given none. */
export function incidentReference(kind: string, happenedOn: PlainDate): string {
  return `${kind}-${happenedOn}`
}

/** Folds the events of an incident; a later statement stands beside the earlier ones. */
export function foldIncident(
  id: IncidentId,
  events: Iterable<RecordedEvent>,
): Incident | undefined {
  let incident: Incident | undefined
  for (const event of events) {
    if (event.incidentId !== id) continue
    if (event.type === 'incident.reported') {
      const { kind, where, reference, whenPrecision, wherePrecision } = event.data
      incident = {
        id,
        reference: reference ?? incidentReference(kind, event.effectiveOn),
        kind,
        where,
        happenedOn: event.effectiveOn,
        whenPrecision: whenPrecision ?? 'day',
        wherePrecision: wherePrecision ?? 'place',
        statements: [],
      }
    } else if (event.type === 'incident.figure_stated' && incident !== undefined)
      incident = {
        ...incident,
        statements: [...incident.statements, { ...event.data, statedOn: event.effectiveOn }],
      }
  }
  return incident
}
