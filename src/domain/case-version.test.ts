import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anEvent, anId, SAMPLE_DAY } from '../testing/builders.ts'
import { caseVersion, conflictsOf, eventsOfVersion } from './case-version.ts'
import type { EventDraft } from './event.ts'
import type { CaseId, PersonId } from './ids.ts'

const caseId = anId<CaseId>('case')
const personId = anId<PersonId>('person')
const at = { caseId, effectiveOn: SAMPLE_DAY }
const draft = (event: object): EventDraft => ({ ...at, ...event }) as EventDraft

const opened = [
  anEvent(draft({ type: 'case.referred', data: {} })),
  anEvent(draft({ type: 'case.member_added', personId, data: { relationship: 'PA' } })),
]
const priority = (value: string) =>
  anEvent(draft({ type: 'case.priority_set', data: { priority: value, justified: true } }))
const moved = (location: string) =>
  anEvent(draft({ type: 'person.moved', personId, data: { location, safe: false } }))

describe('two people with one case', () => {
  test('who set the same field otherwise learns of all three values', () => {
    const all = [...opened, priority('UR')]
    expect(conflictsOf(caseId, opened, all, priority('EM'))).toEqual([
      { field: 'priority', before: 'NR', now: 'UR', mine: 'EM' },
    ])
  })

  test('who set another field is not stopped', () => {
    expect(conflictsOf(caseId, opened, [...opened, priority('UR')], moved('elsewhere'))).toEqual([])
  })

  test('who set the same field to the same value is not stopped', () => {
    expect(conflictsOf(caseId, opened, [...opened, priority('UR')], priority('UR'))).toEqual([])
  })

  test('a field of a member is told with the member', () => {
    const all = [...opened, moved('third_country')]
    expect(conflictsOf(caseId, opened, all, moved('elsewhere'))).toEqual([
      { field: 'location', personId, before: 'camp', now: 'third_country', mine: 'elsewhere' },
    ])
  })
})

test('a version changes with every event, added or taken back, and finds what was seen', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('EM', 'UR', 'NR'), { maxLength: 8 }),
      fc.nat(8),
      (values, length) => {
        const all = [...opened, ...values.map(priority)]
        const seen = all.slice(0, length)
        expect(eventsOfVersion(all, caseVersion(seen))).toEqual(seen)
        if (seen.length < all.length) expect(caseVersion(seen)).not.toBe(caseVersion(all))
        if (seen.length > 1) {
          const without = all.filter((event) => event !== seen.at(-1))
          expect(eventsOfVersion(without, caseVersion(seen))).toBeUndefined()
        }
      },
    ),
  )
})
