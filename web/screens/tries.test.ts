import { expect, test } from 'vitest'
import type { Standing } from './tries.ts'
import { hold, moveTo, notHere, toDirectives, undo, unlock } from './tries.ts'

const AT_HOME: Standing = { case: 'C-1', home: 'ALB-1', shown: 'ALB-1' }

test('a case put elsewhere is locked there, and a second thought replaces the first', () => {
  const once = moveTo([], AT_HOME, 'DEU-1')
  expect(once).toEqual([{ kind: 'lock', case: 'C-1', offer: 'DEU-1' }])
  const twice = moveTo(once, { ...AT_HOME, shown: 'DEU-1' }, 'NOR-1')
  expect(twice).toEqual([{ kind: 'lock', case: 'C-1', offer: 'NOR-1' }])
})

test('put back where the plan has it, nothing is tried any more', () => {
  const moved = moveTo([], AT_HOME, 'DEU-1')
  expect(moveTo(moved, { ...AT_HOME, shown: 'DEU-1' }, 'ALB-1')).toEqual([])
  expect(moveTo([], AT_HOME, 'ALB-1')).toEqual([])
})

test('a case that others moved away is held where the plan has it', () => {
  const others = [{ kind: 'lock', case: 'C-2', offer: 'ALB-1' }] as const
  const away = { ...AT_HOME, shown: undefined }
  expect(moveTo(others, away, 'ALB-1')).toEqual([
    ...others,
    { kind: 'lock', case: 'C-1', offer: 'ALB-1' },
  ])
})

test('not here forbids the offer shown, and takes back what was tried there', () => {
  const forbidden = notHere([], AT_HOME)
  expect(forbidden).toEqual([{ kind: 'forbid', case: 'C-1', offer: 'ALB-1' }])
  const moved = moveTo([], AT_HOME, 'DEU-1')
  expect(notHere(moved, { ...AT_HOME, shown: 'DEU-1' })).toEqual([])
  // Wanted there after all.
  expect(moveTo(forbidden, { ...AT_HOME, shown: undefined }, 'ALB-1')).toEqual([
    { kind: 'lock', case: 'C-1', offer: 'ALB-1' },
  ])
  expect(notHere([], { ...AT_HOME, shown: undefined })).toEqual([])
})

test('a case held where it is replaces what was tried with it', () => {
  const forbidden = notHere([], AT_HOME)
  expect(hold(forbidden, 'C-1', 'DEU-1')).toEqual([{ kind: 'lock', case: 'C-1', offer: 'DEU-1' }])
})

test('what is tried is sent by kind, and each word can be undone', () => {
  const tries = unlock(notHere([], AT_HOME), 'C-2', 'DEU-1')
  expect(toDirectives(tries)).toEqual({
    lock: [],
    forbid: [{ case: 'C-1', offer: 'ALB-1' }],
    lift: [{ case: 'C-2', offer: 'DEU-1' }],
  })
  expect(undo(tries, tries[0]!)).toEqual([{ kind: 'lift', case: 'C-2', offer: 'DEU-1' }])
})
