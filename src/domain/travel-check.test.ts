import { expect, test } from 'vitest'
import type { TravelCheck } from './travel-check.ts'
import { CHECK_KINDS, CHECK_STATUSES, missingChecks } from './travel-check.ts'

const ON = '2014-03-01'
const CLEARED: readonly TravelCheck[] = CHECK_KINDS.map((kind) => ({ kind, status: 'cleared' }))

function withCheck(check: TravelCheck): readonly TravelCheck[] {
  return [...CLEARED.filter((one) => one.kind !== check.kind), check]
}

test('with no check, all five are missing', () => {
  expect(missingChecks([], ON)).toEqual([
    'biometrics',
    'medical',
    'orientation',
    'visa',
    'exit_permit',
  ])
})

test('a member is ready when all five are cleared', () => {
  expect(missingChecks(CLEARED, ON)).toEqual([])
})

test.each(CHECK_KINDS)('each check counts by itself: without %s nobody travels', (kind) => {
  expect(
    missingChecks(
      CLEARED.filter((one) => one.kind !== kind),
      ON,
    ),
  ).toEqual([kind])
  for (const status of CHECK_STATUSES)
    expect(missingChecks(withCheck({ kind, status }), ON)).toEqual(
      status === 'cleared' ? [] : [kind],
    )
})

test('a check holds on the day it expires and not on the next', () => {
  const until = (expires: string): readonly TravelCheck[] =>
    withCheck({ kind: 'visa', status: 'cleared', expires })
  expect(missingChecks(until('2014-03-01'), ON)).toEqual([])
  expect(missingChecks(until('2014-02-28'), ON)).toEqual(['visa'])
})
