import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statedParts } from '../testing/access-statement.ts'
import type { Actor } from './access.ts'
import type { AccountId, SiteId } from './ids.ts'
import { maySeeCase, maySeeNote, maySeePair, maySeePerson } from './may-see.ts'
import { addDays } from './plain-date.ts'
import { ROLES } from './role.ts'

const TODAY = '2014-03-31'
const SITES = ['main', 'north', 'south'] as SiteId[]
const site = fc.constantFrom(...SITES)
const sites = fc.oneof(
  fc.constant('all' as const),
  fc.subarray(SITES).map((own): readonly SiteId[] => own),
)
const actor: fc.Arbitrary<Actor> = fc.record({
  accountId: fc.constantFrom('one' as AccountId, 'two' as AccountId),
  handle: fc.constant('sample.one'),
  role: fc.constantFrom(...ROLES),
  sites,
})
const travel = fc.record({
  inDays: fc.option(fc.integer({ min: -5, max: 8 }), { nil: undefined }),
  departed: fc.boolean(),
})
const person = fc.record({
  site,
  travel: fc.option(travel, { nil: undefined }),
  isPatient: fc.boolean(),
})
const RUNS = { seed: 20260, numRuns: 3_000 }

describe('who sees which part of a person', () => {
  test('is as the table says, for any role, any sites and any person', () => {
    fc.assert(
      fc.property(actor, person, (who, { travel: way, ...of }) => {
        const on = way?.inDays === undefined ? {} : { on: addDays(TODAY, way.inDays) }
        const facts = { ...of, ...(way && { travel: { ...on, departed: way.departed } }) }
        const stated = statedParts(
          { role: who.role, sites: who.sites === 'all' ? ['*'] : who.sites },
          {
            site: of.site,
            isAccepted: way !== undefined,
            hasDeparted: way?.departed === true,
            ...(way?.inDays === undefined ? {} : { travelsIn: way.inDays }),
            isReferredToMedical: of.isPatient,
          },
        )
        expect([...maySeePerson(who, facts, TODAY)].toSorted()).toEqual([...stated].toSorted())
      }),
      RUNS,
    )
  })

  test('a case is seen with the register of its people, a pair with both of its records', () => {
    fc.assert(
      fc.property(actor, site, site, (who, one, other) => {
        const sees = (at: SiteId): boolean =>
          maySeePerson(who, { site: at, isPatient: true }, TODAY).has('register')
        expect(maySeeCase(who, one)).toBe(sees(one))
        expect(maySeePair(who, one, other)).toBe(sees(one) && sees(other))
      }),
      RUNS,
    )
  })
})

test('a confidential note is for its author, while they work for the site, and for reviewers', () => {
  const author = 'one' as AccountId
  const note = { site: 'north' as SiteId, authorId: author }
  const by = (role: Actor['role'], accountId: string, own: Actor['sites']): boolean =>
    maySeeNote({ role, accountId: accountId as AccountId, handle: 'x', sites: own }, note)
  expect(by('field_officer', 'one', ['north' as SiteId])).toBe(true)
  expect(by('field_officer', 'one', ['south' as SiteId])).toBe(false)
  expect(by('field_officer', 'two', ['north' as SiteId])).toBe(false)
  expect(by('field_officer', 'two', 'all')).toBe(false)
  expect(by('reviewer', 'two', 'all')).toBe(true)
  const others = ROLES.filter((role) => role !== 'field_officer' && role !== 'reviewer')
  for (const role of others) expect(by(role, 'one', 'all')).toBe(false)
})
