import { expect, test } from 'vitest'
import { anEvent } from '../testing/builders.ts'
import type { RecordedEvent } from './event.ts'
import type { IncidentId } from './ids.ts'
import { foldIncident } from './incident.ts'

const ATTACK = 'incident-attack' as IncidentId
const FIRE = 'incident-fire' as IncidentId

function reported(incidentId: IncidentId, kind: 'attack' | 'fire'): RecordedEvent {
  return anEvent({
    type: 'incident.reported',
    incidentId,
    effectiveOn: '2013-12-26',
    data: { kind, where: 'the camp' },
  })
}

function stated(incidentId: IncidentId, on: string, value: number): RecordedEvent {
  return anEvent({
    type: 'incident.figure_stated',
    incidentId,
    effectiveOn: on,
    data: { measure: 'killed', value, publisher: 'UNHCR' },
  })
}

test('a later statement stands beside the earlier one, each with its publisher and day', () => {
  const incident = foldIncident(ATTACK, [
    reported(ATTACK, 'attack'),
    stated(ATTACK, '2013-12-27', 3),
    stated(ATTACK, '2014-05-06', 4),
  ])
  expect(incident).toEqual({
    id: ATTACK,
    reference: 'attack-2013-12-26',
    whenPrecision: 'day',
    wherePrecision: 'place',
    kind: 'attack',
    where: 'the camp',
    happenedOn: '2013-12-26',
    statements: [
      { measure: 'killed', value: 3, publisher: 'UNHCR', statedOn: '2013-12-27' },
      { measure: 'killed', value: 4, publisher: 'UNHCR', statedOn: '2014-05-06' },
    ],
  })
})

test('what is said of another incident does not count', () => {
  const events = [reported(ATTACK, 'attack'), reported(FIRE, 'fire'), stated(FIRE, '2013-12-27', 1)]
  expect(foldIncident(ATTACK, events)?.statements).toEqual([])
  expect(foldIncident(FIRE, events)).toMatchObject({ kind: 'fire', statements: [{ value: 1 }] })
})

test('an incident that nobody reported is none', () => {
  expect(foldIncident(ATTACK, [stated(ATTACK, '2013-12-27', 3)])).toBeUndefined()
})
