import { expect, test } from 'vitest'
import type { PlanLineView, PlanOfferView, PlanView, WhatIfView } from '../../src/domain/views.ts'
import { boardOf } from './board-cards.ts'

function line(reference: string, offer: string, more: Partial<PlanLineView> = {}): PlanLineView {
  return {
    ...{ case: reference, offer, state: offer.slice(0, 3), persons: 2, priority: 'NR' },
    ...{ why: [], margin: null, whyNot: [], locked: false, change: 'same' },
    ...more,
  }
}

function offer(reference: string, free: number, more: Partial<PlanOfferView> = {}): PlanOfferView {
  const state = reference.slice(0, 3)
  return { offer: reference, state, countingBasis: 'persons', used: 0, free, oneMore: [], ...more }
}

const PLAN: PlanView = {
  ...{ plan: 'PLAN-1', status: 'optimal', madeAt: '2016-01-01T09:00:00.000Z', asOf: '2016-01-01' },
  ...{ madeBy: 'officer.one', levels: [], objective: [], bound: [], gap: 0, seconds: 0, check: [] },
  lines: [
    line('C-1', 'ALB-1'),
    line('C-2', 'ALB-1', { locked: true }),
    line('C-3', 'DEU-1', { persons: 5 }),
    line('C-4', 'DEU-1', { approvedBy: 'reviewer.one' }),
  ],
  unplaced: [
    { case: 'C-5', persons: 1, priority: 'UG', why: [{ code: 'full_total', text: 'full' }] },
    { case: 'C-6', persons: 1, priority: 'NR', why: [{ code: 'rule_I4', text: 'consent' }] },
  ],
  offers: [offer('ALB-1', 0), offer('DEU-1', 1, { countingBasis: 'cases' })],
  forbidden: [],
}

function answer(changes: WhatIfView['changes']): WhatIfView {
  return { plan: 'PLAN-1', status: 'estimate', holds: true, levels: [], changes, seconds: 0 }
}

const placesOf = (board: ReturnType<typeof boardOf>): Record<string, readonly string[]> => ({
  ...Object.fromEntries(board.boxes.map((box) => [box.offer.offer, box.cards.map((c) => c.case)])),
  none: board.unplaced.map((card) => card.case),
})

test('the plan stands on the board, without what is approved and what a rule stops', () => {
  const board = boardOf(PLAN, undefined, [])
  expect(placesOf(board)).toEqual({ 'ALB-1': ['C-1', 'C-2'], 'DEU-1': ['C-3'], none: ['C-5'] })
  expect(board.boxes.map((box) => box.free)).toEqual([0, 1])
  expect(board.boxes[0]?.cards.map((card) => card.held)).toEqual([undefined, 'plan'])
})

test('what is tried shows before its answer, and places are counted in the unit of the offer', () => {
  const board = boardOf(PLAN, undefined, [{ kind: 'lock', case: 'C-3', offer: 'ALB-1' }])
  expect(placesOf(board)).toMatchObject({ 'ALB-1': ['C-3', 'C-1', 'C-2'], 'DEU-1': [] })
  expect(board.boxes.map((box) => box.free)).toEqual([-5, 2])
})

test('the estimate moves cases, those that change stand first, and a lift frees a lock', () => {
  const why = { code: 'gives_way', text: 'others need it' }
  const moved = answer([
    { case: 'C-2', persons: 2, priority: 'NR', from: 'ALB-1', to: 'DEU-1', why },
    { case: 'C-1', persons: 2, priority: 'NR', from: 'ALB-1', why },
  ])
  const board = boardOf(PLAN, moved, [{ kind: 'lift', case: 'C-2', offer: 'ALB-1' }])
  expect(placesOf(board)).toEqual({ 'ALB-1': [], 'DEU-1': ['C-2', 'C-3'], none: ['C-1', 'C-5'] })
  expect(board.boxes[1]?.cards[0]?.held).toBeUndefined()
})
