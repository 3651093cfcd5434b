import { expect, test } from 'vitest'
import { OUTCOME_EVIDENCE } from './outcome-evidence.ts'
import { operationUrgency } from './urgency.ts'

const attack = { reference: 'attack-2013-09-01', kind: 'attack', happenedOn: '2013-09-01' } as const
const fire = { reference: 'fire-2013-09-20', kind: 'fire', happenedOn: '2013-09-20' } as const

test.each([
  ['2013-08-31', 'calm'],
  ['2013-09-01', 'acute'],
  ['2013-10-01', 'acute'],
  ['2013-10-02', 'raised'],
  ['2014-02-28', 'raised'],
  ['2014-03-01', 'calm'],
])('on %s an attack of 1 September makes the operation %s', (on, level) => {
  expect(operationUrgency([attack], on).level).toBe(level)
})

test('a fire raises it for thirty days, and the incidents that count are named', () => {
  expect(operationUrgency([fire], '2013-10-20').level).toBe('raised')
  expect(operationUrgency([fire], '2013-10-21').level).toBe('calm')
  expect(operationUrgency([fire, attack], '2013-09-25')).toEqual({
    level: 'acute',
    because: [attack],
  })
})

test('no published report is evidence of what befell a person', () => {
  expect(OUTCOME_EVIDENCE.filter((one) => /report|claim|news|publi/.test(one))).toEqual([])
})
