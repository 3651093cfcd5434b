import { describe, expect, test } from 'vitest'
import { BODY_KINDS, BODY_NAME_KINDS, shownNames } from '../../domain/body.ts'
import {
  CLAIM_LINKS,
  CLAIM_PARTS,
  EVIDENCE_KINDS,
  HOP_RELATIONS,
  HOP_ROLES,
  STANCES,
  VALUE_KINDS,
} from '../../domain/claim.ts'
import {
  CATEGORICAL_MEASURES,
  CLAIM_UNITS,
  HARM_MEASURES,
  isCounted,
  MEASURES,
} from '../../domain/measure.ts'
import { CALENDARS } from '../../domain/person.ts'
import type { ProposedClaim } from './claim.ts'
import { checkProposal } from './claim.ts'

const TEXT = 'The agency said 3 residents were killed.'

const PROPOSED: ProposedClaim = {
  statement: { measure: 'killed' },
  value: { kind: 'exact', point: 3 },
  asOf: { from: '2013-12-26', to: '2013-12-26', calendar: 'gregorian' },
  reportedOn: '2013-12-27',
  stance: 'asserts',
  hops: [{ agent: 'agency-a', relation: 'says', anonymous: false }],
  extractor: 'rules 1.0',
  spans: [
    { part: 'sentence', start: 0, end: 40 },
    { part: 'value', start: 16, end: 17 },
  ],
}

describe('a proposed claim', () => {
  test('is sound when its parts stand where it says', () => {
    expect(checkProposal(PROPOSED, TEXT)).toEqual([])
  })

  test('without a span for its number is not taken', () => {
    const bare = { ...PROPOSED, spans: PROPOSED.spans.slice(0, 1) }
    expect(checkProposal(bare, TEXT).map((one) => one.code)).toEqual(['no_span'])
  })

  test('with spans past the text, or a number from another sentence, is not taken', () => {
    const past = { ...PROPOSED, spans: [...PROPOSED.spans, { part: 'hedge', start: 39, end: 99 }] }
    expect(checkProposal(past as ProposedClaim, TEXT)[0]?.code).toBe('bad_span')
    const other = {
      ...PROPOSED,
      spans: [
        { part: 'sentence', start: 0, end: 10 },
        { part: 'value', start: 16, end: 17 },
      ],
    }
    expect(checkProposal(other as ProposedClaim, TEXT)[0]?.code).toBe('span_elsewhere')
  })
})

test('the words of claims are each said once', () => {
  for (const words of [
    BODY_KINDS,
    BODY_NAME_KINDS,
    CALENDARS,
    CLAIM_LINKS,
    CLAIM_PARTS,
    CLAIM_UNITS,
    EVIDENCE_KINDS,
    HOP_RELATIONS,
    HOP_ROLES,
    STANCES,
    VALUE_KINDS,
    CATEGORICAL_MEASURES,
  ])
    expect(new Set(words).size).toBe(words.length)
})

test('every counted measure has one unit, and what is said without a number has none', () => {
  for (const { unit } of Object.values(MEASURES)) expect(CLAIM_UNITS).toContain(unit)
  expect(CATEGORICAL_MEASURES.some(isCounted)).toBe(false)
  expect([...HARM_MEASURES].every(isCounted)).toBe(true)
})

test('a name that only others use is not among the names to be shown', () => {
  const names = BODY_NAME_KINDS.map((kind) => ({
    text: kind,
    language: 'en',
    script: 'Latn',
    kind,
  }))
  expect(shownNames({ handle: 'group-a', kind: 'organisation', names }).map((n) => n.text)).toEqual(
    ['self', 'official', 'former', 'abbrev'],
  )
})
