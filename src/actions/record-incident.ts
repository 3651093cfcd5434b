import { act, look } from './at-work.ts'
import { z } from 'zod'
import { mayDo, requireAccess } from '../domain/access.ts'
import { parseInput } from '../domain/claim-schema.ts'
import type { IncidentListView } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { IncidentId } from '../domain/ids.ts'
import {
  INCIDENT_KINDS,
  incidentReference,
  WHEN_PRECISIONS,
  WHERE_PRECISIONS,
} from '../domain/incident.ts'
import { operationUrgency } from '../domain/urgency.ts'
import type { OperationUrgency } from '../domain/urgency.ts'
import type { IncidentView } from '../domain/views.ts'
import { listClaimFigures } from '../storage/claim-figures.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { newId } from '../storage/ids.ts'
import { listIncidents } from '../storage/incidents.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

const IncidentInput = z.strictObject({
  kind: z.enum(INCIDENT_KINDS),
  where: z.string().trim().min(1).max(200),
  on: z.iso.date(),
  reference: z
    .string()
    .max(80)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and -')
    .optional(),
  whenPrecision: z.enum(WHEN_PRECISIONS).default('day'),
  wherePrecision: z.enum(WHERE_PRECISIONS).default('place'),
})

/** Records that something happened. Who was harmed is said by claims, and of persons one by one. */
export async function recordIncident(
  desk: Desk,
  given: unknown,
): Promise<{ readonly reference: string; readonly urgency: OperationUrgency }> {
  requireAccess(desk.actor, 'incident.record')
  const { on, kind, where, whenPrecision, wherePrecision, ...asked } = parseInput(
    IncidentInput,
    given,
    'The incident',
  )
  if (on > today(desk))
    throw new DomainError(
      'invalid_input',
      `${on} lies after the operation’s today, ${today(desk)}.`,
    )
  const reference = asked.reference ?? incidentReference(kind, on)
  return act(desk, 'incident.record', async (tx) => {
    if ((await listIncidents(tx)).some((one) => one.reference === reference))
      throw new DomainError(
        'conflict',
        `There is an incident ${reference} already. Give another one a reference of its own.`,
      )
    const draft = {
      type: 'incident.reported' as const,
      effectiveOn: on,
      incidentId: newId<IncidentId>(),
      data: { kind, where, reference, whenPrecision, wherePrecision },
    }
    await appendEvents(tx, [stamp(draft, desk.actor.handle, desk.now().toISOString())])
    return { reference, urgency: operationUrgency(await listIncidents(tx), today(desk)) }
  })
}

/** What happened, with the figures that claims give of it, and how pressing that makes it. */
export async function listIncidentViews(desk: Desk): Promise<IncidentListView> {
  requireAccess(desk.actor, 'incident.read')
  return look(desk, async (tx) => ({
    incidents: await incidentViews(tx, desk),
    urgency: operationUrgency(await listIncidents(tx), today(desk)),
  }))
}

/**
 * The incidents that this account may see, inside a transaction of the caller. Who may not read
 * claims sees those that make the operation pressing today, without what was said of them; who may
 * not read incidents sees none (resettlement.md §14.3: movement what it needs to move people,
 * medical nothing).
 */
export async function incidentViews(tx: Tx, desk: Desk): Promise<readonly IncidentView[]> {
  const { role } = desk.actor
  if (!mayDo(role, 'incident.read')) return []
  const incidents = await listIncidents(tx)
  if (!mayDo(role, 'claim.read')) {
    const { because } = operationUrgency(incidents, today(desk))
    const pressing = new Set(because.map((one) => one.reference))
    return incidents
      .filter((one) => pressing.has(one.reference))
      .map(({ id: _id, ...incident }) => ({ ...incident, statements: [] }))
  }
  const events = incidents.map((one) => one.reference)
  const figures = await listClaimFigures(tx, { events })
  return incidents.map(({ id: _id, ...incident }) => ({
    ...incident,
    figures: figures
      .filter(({ figure }) => figure.statement.event === incident.reference)
      .filter(({ figure }) => figure.status !== 'no_figure')
      .map(({ reference, figure }) => ({
        figure: reference,
        measure: figure.statement.measure,
        unit: figure.unit,
        low: figure.low,
        best: figure.best,
        high: figure.high,
        approximate: figure.approximate,
        status: figure.status,
      })),
  }))
}
