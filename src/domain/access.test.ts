import { describe, expect, test } from 'vitest'
import type { AccountId } from './ids.ts'
import { ACTIVITIES, mayDo, requireAccess } from './access.ts'
import type { Activity, Actor } from './access.ts'
import { DomainError } from './errors.ts'
import { ROLES } from './role.ts'
import type { Role } from './role.ts'

/**
 * Who may do what, stated once more and apart from the code, row by row from resettlement.md
 * §14.3 (who sees what) and §8 (who does what). x: may. Columns in the order of `ROLES`.
 */
const MATRIX = `
                       officer reviewer state movement medical public analyst auditor admin
register.import        x       x        -     -        -       -      -       -       -
register.undo_import   x       x        -     -        -       -      -       -       -
register.export        x       x        -     -        -       -      -       -       -
offer.import           -       x        -     -        -       -      -       -       -
offer.export           x       x        -     -        -       -      x       -       -
context.import         -       x        -     -        -       -      -       -       x
person.read            x       x        -     -        -       -      -       -       -
person.register        x       x        -     -        -       -      -       -       -
person.erase           -       x        -     -        -       -      -       -       -
pair.read              x       x        -     -        -       -      -       -       -
pair.judge             x       x        -     -        -       -      -       -       -
case.read              x       x        -     -        -       -      -       -       -
case.search            x       x        -     -        -       -      -       -       -
case.record            x       x        -     -        -       -      -       -       -
case.review            -       x        -     -        -       -      -       -       -
plan.read              x       x        -     -        -       -      -       -       -
plan.solve             x       x        -     -        -       -      -       -       -
plan.direct            x       x        -     -        -       -      -       -       -
plan.approve           -       x        -     -        -       -      -       -       -
submission.decide      -       x        -     -        -       -      -       -       -
travel.record          -       x        -     x        -       -      -       -       -
offer.read             x       x        -     -        -       x      x       -       -
figures.read           x       x        -     x        x       x      x       x       -
claim.read             x       x        -     -        -       x      x       x       -
claim.add              x       x        -     -        -       x      x       -       -
claim.confirm          -       x        -     -        -       x      -       -       -
incident.read          x       x        -     x        -       x      x       x       -
incident.record        x       x        -     -        -       -      -       -       -
appeal.read            x       x        -     -        -       x      x       -       -
appeal.publish         -       -        -     -        -       x      -       -       -
room.read              -       -        x     -        -       -      -       -       -
room.act               -       -        x     -        -       -      -       -       -
states.read            x       x        -     -        -       -      -       -       -
states.answer          x       x        -     -        -       -      -       -       -
states.correct         x       x        -     -        -       -      -       -       -
states.send            -       x        -     -        -       -      -       -       -
states.keep_key        -       x        -     -        -       -      -       -       x
offer.take_over        -       x        -     -        -       -      -       -       -
account.manage         -       -        -     -        -       -      -       -       x
audit.read             -       -        -     -        -       -      -       x       -
glass.break            x       -        -     -        -       -      -       -       -
glass.review           -       x        -     -        -       -      -       x       -
note.read              x       x        -     -        -       -      -       -       -
note.write             x       x        -     -        -       -      -       -       -
traveller.read         -       -        -     x        -       -      -       -       -
patient.read           -       -        -     -        x       -      -       -       -
research.read          -       -        -     -        -       -      x       -       -
site.read              x       x        -     -        -       -      -       -       x
site.manage            -       -        -     -        -       -      -       -       x
`

const STATED = MATRIX.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/))
  .map(([activity, ...marks]) => ({ activity: activity as Activity, marks }))

const actor = (role: Role): Actor => ({
  accountId: 'a' as AccountId,
  handle: 'sample.one',
  role,
  sites: 'all',
})

describe('who may do what', () => {
  test('the matrix speaks of every activity and of every role', () => {
    expect(STATED.map(({ activity }) => activity).toSorted()).toEqual([...ACTIVITIES].toSorted())
    for (const { marks } of STATED) expect(marks).toHaveLength(ROLES.length)
  })

  test.each(STATED)('$activity is for the roles of the matrix and for no other', (row) => {
    const may = ROLES.filter((role) => mayDo(role, row.activity))
    expect(may).toEqual(ROLES.filter((_role, at) => row.marks[at] === 'x'))
  })

  test('a refusal names the account, the role and the remedy', () => {
    expect(() => requireAccess(actor('reviewer'), 'case.review')).not.toThrow()
    let refusal: unknown
    try {
      requireAccess(actor('field_officer'), 'case.review')
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(DomainError)
    expect(refusal).toMatchObject({ code: 'not_allowed' })
    expect(String(refusal)).toMatch(
      /sample\.one.*field_officer does not include case\.review.*ask an administrator/,
    )
  })
})

const TOUCHES_PEOPLE =
  /^(register|person|pair|case|plan|submission|travel|audit|note|traveller|patient|research)\./

test('an administrator sees no case by being one', () => {
  const ofPeople = ACTIVITIES.filter((activity) => TOUCHES_PEOPLE.test(activity))
  expect(ofPeople).toContain('case.read')
  expect(ofPeople.filter((activity) => mayDo('administrator', activity))).toEqual([])
})

test('a State’s liaison has a room and no access to anything else; nobody else acts in it', () => {
  const own = ACTIVITIES.filter((activity) => mayDo('state_liaison', activity))
  expect(own).toEqual(['room.read', 'room.act'])
  for (const role of ROLES.filter((one) => one !== 'state_liaison'))
    for (const activity of own) expect(mayDo(role, activity)).toBe(false)
})

test('only those who work on cases read them: not medical, public information, analysts, auditors', () => {
  for (const role of ['medical', 'movement', 'public_information', 'analyst', 'auditor'] as const)
    for (const activity of ['case.read', 'case.search', 'case.record', 'plan.read'] as const)
      expect(mayDo(role, activity)).toBe(false)
})

test('who drafts does not review, and nobody who works on cases publishes the appeal', () => {
  expect(mayDo('field_officer', 'case.review')).toBe(false)
  expect(mayDo('field_officer', 'plan.approve')).toBe(false)
  for (const role of ROLES)
    expect(mayDo(role, 'appeal.publish') && mayDo(role, 'case.read')).toBe(false)
})
