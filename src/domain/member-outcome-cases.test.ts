import { describe, expect, test } from 'vitest'
import { aCase, aMember, anEvent, SAMPLE_DAY } from '../testing/builders.ts'
import { applyToCase } from './apply-to-case.ts'
import type { CaseFile } from './case.ts'
import type { EventDraft } from './event.ts'
import { guard } from './guards.ts'
import type { PersonId } from './ids.ts'
import { justifiedPriority } from './invariants.ts'

const first = 'person-a' as PersonId
const second = 'person-b' as PersonId
const members = [
  { personId: first, relationship: 'PA' },
  { personId: second, relationship: 'WI' },
]

function play(file: CaseFile, ...drafts: readonly Partial<EventDraft>[]): CaseFile {
  return drafts.reduce<CaseFile>((before, draft) => {
    const event = anEvent({ effectiveOn: SAMPLE_DAY, caseId: before.id, ...draft } as EventDraft)
    return applyToCase(before, before.id, event) ?? before
  }, file)
}

const missing = (personId: PersonId) =>
  ({ type: 'person.missing', personId, data: { evidence: 'family_statement' } }) as const
const found = (personId: PersonId) =>
  ({ type: 'person.found', personId, data: { evidence: 'seen_by_officer' } }) as const
const injured = (severe: boolean) =>
  ({
    type: 'person.injured',
    personId: first,
    data: { evidence: 'medical_record', severe },
  }) as const

const context = {
  members: new Map([first, second].map((id) => [id, aMember(id)])),
  programmeOf: new Map(),
}

describe('a missing member', () => {
  test('stops the case, stays a member, and lets it go on where it was once found', () => {
    const held = play(aCase({ members }), missing(first))
    expect([held.status, held.hold, held.members.length]).toEqual(['on_hold', 'member_missing', 2])
    const again = play(held, found(first))
    expect([again.status, again.hold, again.missing]).toEqual(['ready', undefined, undefined])
  })

  test('of two keeps the case stopped until both are found', () => {
    const one = play(aCase({ members }), missing(first), missing(second), found(first))
    expect([one.status, one.missing]).toEqual(['on_hold', [second]])
    expect(play(one, found(second)).status).toBe('ready')
  })

  test('who is known to have died is taken out, and the case goes on for the others', () => {
    const after = play(aCase({ members }), missing(second), {
      type: 'person.died',
      personId: second,
      data: {},
    } as const)
    expect([after.status, after.members, after.missing]).toEqual(['ready', [members[0]], undefined])
  })

  test('keeps a hold of another reason, which cannot be lifted meanwhile', () => {
    const both = play(
      aCase({ members, status: 'on_hold', hold: 'medical', statusBefore: 'interview' }),
      missing(first),
    )
    expect([both.status, both.hold]).toEqual(['on_hold', 'medical'])
    const resumed = { type: 'case.resumed', data: {}, effectiveOn: SAMPLE_DAY } as const
    expect(guard(both, resumed, context)[0]?.message).toMatch(/A member is missing/)
    expect(guard(play(both, found(first)), resumed, context)).toEqual([])
  })

  test('cannot be found who was not missing, nor be missing twice', () => {
    const file = aCase({ members })
    const day = { effectiveOn: SAMPLE_DAY }
    expect(guard(file, { ...found(first), ...day }, context)).toHaveLength(1)
    expect(guard(file, { ...missing(first), ...day }, context)).toEqual([])
    expect(guard(play(file, missing(first)), { ...missing(first), ...day }, context)).toHaveLength(
      1,
    )
  })
})

describe('an injured member', () => {
  test('makes the case urgent, severely an emergency, and the justification is owed (I6)', () => {
    const urgent = play(aCase({ members }), injured(false))
    expect(urgent.priority).toBe('UG')
    expect(justifiedPriority(urgent)).toHaveLength(1)
    expect(play(urgent, injured(true)).priority).toBe('EM')
  })

  test('lowers nothing', () => {
    const emergency = aCase({ members, priority: 'EM', justified: true })
    expect(play(emergency, injured(false))).toMatchObject({ priority: 'EM', justified: true })
  })

  test('of another case changes nothing here', () => {
    const file = aCase({ members: [{ personId: second, relationship: 'PA' }] })
    expect(play(file, injured(true)).priority).toBe('NR')
  })
})
