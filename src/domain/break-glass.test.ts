import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from './access.ts'
import type { BreakGlassGrant } from './break-glass.ts'
import { BREAK_GLASS_KINDS, isGrantOpen, underGrant } from './break-glass.ts'
import type { AccountId, SiteId } from './ids.ts'

const SITES = ['main', 'north', 'south'] as unknown as readonly SiteId[]
const site = fc.constantFrom(...SITES)
const account = fc.constantFrom('a', 'b') as fc.Arbitrary<AccountId>
const reference = fc.constantFrom('R-1', 'R-2')
const kind = fc.constantFrom(...BREAK_GLASS_KINDS)
const minute = fc.integer({ min: 0, max: 120 })
const at = (minutes: number): Date => new Date(Date.UTC(2020, 0, 1) + minutes * 60_000)

const grant: fc.Arbitrary<BreakGlassGrant> = fc
  .record({
    accountId: account,
    subjectKind: kind,
    reference,
    site,
    opened: minute,
    lasts: fc.integer({ min: 1, max: 240 }),
    ended: fc.option(minute, { freq: 1 }),
  })
  .map(({ opened, lasts, ended, ...rest }) => ({
    ...rest,
    id: 'g',
    openedAt: at(opened).toISOString(),
    endsAt: at(opened + lasts).toISOString(),
    ...(ended === null ? {} : { endedAt: at(ended).toISOString() }),
  }))

const actor: fc.Arbitrary<Actor> = fc.record({
  accountId: account,
  handle: fc.constant('officer.one'),
  role: fc.constant('field_officer' as const),
  sites: fc.oneof(fc.constant('all' as const), fc.subarray([...SITES])),
})

test('a grant opens its own record to its own account, in its time, and nothing else', () => {
  let opened = 0
  fc.assert(
    fc.property(
      actor,
      fc.array(grant, { maxLength: 4 }),
      fc.record({ kind, reference }),
      minute,
      (who, grants, asked, now) => {
        const under = underGrant(who, grants, asked, at(now))
        const serving = grants.filter(
          (one) =>
            one.accountId === who.accountId &&
            one.reference === asked.reference &&
            one.subjectKind === asked.kind &&
            at(now) >= new Date(one.openedAt) &&
            at(now) < new Date(one.endsAt) &&
            (one.endedAt === undefined || at(now) < new Date(one.endedAt)),
        )
        if (under === undefined) {
          // Nothing serves, or the actor is at the first one's site already.
          const first = serving[0]
          return first === undefined || who.sites === 'all' || who.sites.includes(first.site)
        }
        opened += 1
        const added = (under.actor.sites as readonly SiteId[]).filter(
          (one) => !(who.sites as readonly SiteId[]).includes(one),
        )
        expect(added).toEqual([under.grant.site])
        expect({ ...under.actor, sites: who.sites }).toEqual(who)
        return serving.includes(under.grant)
      },
    ),
    { seed: 7, numRuns: 3_000 },
  )
  expect(opened).toBeGreaterThan(50)
})

test('it ends at its very minute', () => {
  const one = { openedAt: at(0).toISOString(), endsAt: at(60).toISOString() }
  expect(isGrantOpen(one, new Date(at(60).getTime() - 1))).toBe(true)
  expect(isGrantOpen(one, at(60))).toBe(false)
  expect(isGrantOpen({ ...one, endedAt: at(5).toISOString() }, at(5))).toBe(false)
})
