import { expect, test } from 'vitest'
import type { CaseId, OfferId } from '../domain/ids.ts'
import { anOffer } from '../testing/builders.ts'
import type { Candidate, OpenOffer, PlanningInput } from './candidate.ts'
import { buildProblem } from './build-problem.ts'
import { LEVELS } from './levels.ts'
import type { WhatIfAnswer } from './what-if.ts'
import { WhatIf } from './what-if.ts'
import { levelWeights, toEngineProblem } from './what-if-problem.ts'

const TODAY = '2016-01-01'
const now = (): number => performance.now()

function candidate(
  reference: string,
  facts: Partial<Omit<Candidate, 'facts'>> & { readonly facts?: Partial<Candidate['facts']> } = {},
): Candidate {
  return {
    caseId: `id-${reference}` as CaseId,
    reference,
    medicalPersons: 0,
    hasUnaccompaniedChild: false,
    referredOn: '2015-06-01',
    tieStates: [],
    preferredStates: [],
    hardLinks: [],
    refusedBy: [],
    forbidden: [],
    ...facts,
    facts: {
      size: 1,
      categories: ['LPN', 'LAS'],
      nationalities: ['IRN'],
      languages: ['pes'],
      needs: [],
      needsMedicalPlace: false,
      priority: 'NR',
      consentStates: 'any',
      ...facts.facts,
    },
  }
}

function open(
  reference: string,
  state: string,
  free: number,
  more: Partial<OpenOffer> & { readonly byCases?: boolean } = {},
): OpenOffer {
  const { byCases = false, ...rest } = more
  const terms = {
    state,
    programme: `Programme of ${state}`,
    total: free,
    countingBasis: byCases ? 'cases' : 'persons',
  } as const
  return { offer: anOffer({ id: reference as OfferId, reference, terms }), free, ...rest }
}

/** Two offers of two persons each: a and b have ties to one, c can go to the other only, d waits. */
const INPUT: PlanningInput = {
  today: TODAY,
  candidates: [
    candidate('a', { tieStates: ['NOR'] }),
    candidate('b', { tieStates: ['NOR'], preferredStates: ['NOR'] }),
    candidate('c', { refusedBy: ['NOR'], facts: { size: 2 } }),
    candidate('d', { facts: { categories: ['LAS'] } }),
  ],
  offers: [open('O-ALB', 'ALB', 2), open('O-NOR', 'NOR', 2)],
}
const SHOWN = new Map([
  ['a', 'O-NOR'],
  ['b', 'O-NOR'],
  ['c', 'O-ALB'],
])

function ask(
  demands: { readonly locks?: Record<string, string>; readonly forbidden?: [string, string][] },
  input = INPUT,
  shown: ReadonlyMap<string, string> = SHOWN,
): Promise<WhatIfAnswer> {
  const { locks = {}, forbidden = [] } = demands
  return new WhatIf(input, shown).ask(
    {
      locks: new Map(Object.entries(locks)),
      forbidden: forbidden.map(([one, offer]) => ({ case: one, offer })),
    },
    now,
  )
}

const levelOf = (answer: WhatIfAnswer, id: string): [number | undefined, number | undefined] => {
  const level = answer.levels.find((one) => one.id === id)
  return [level?.before, level?.after]
}
const said = ({ changes }: WhatIfAnswer): string[] =>
  changes.map((one) => `${one.case} ${one.from ?? '-'} > ${one.to ?? '-'} ${one.why.code}`)

test('without a change nothing changes at any level', async () => {
  const answer = await ask({})
  expect(answer).toMatchObject({ status: 'estimate', holds: true, changes: [] })
  expect(answer.levels.map((one) => one.id)).toEqual(LEVELS.map((one) => one.id))
  for (const { before, after } of answer.levels) expect(after).toBe(before)
})

test('a lock says what it costs at each level, who gives way and who moves up', async () => {
  const answer = await ask({ locks: { a: 'O-ALB' } })
  // One of two persons in ALB: c has no room there any more, and d takes the place in NOR.
  expect(levelOf(answer, 'persons')).toEqual([4, 3])
  expect(levelOf(answer, 'steady')).toEqual([3, 1])
  expect(said(answer)).toEqual([
    'a O-NOR > O-ALB locked',
    'd - > O-NOR moves_up',
    'c O-ALB > - gives_way',
  ])
})

test('what is forbidden goes elsewhere or waits, and the points say so', async () => {
  const answer = await ask({ forbidden: [['b', 'O-NOR']] })
  const [before, after] = levelOf(answer, 'protection')
  expect(after).toBeLessThan(before ?? 0)
  expect(said(answer)).toEqual(['b O-NOR > - forbidden', 'd - > O-NOR moves_up'])
})

test('locks that cannot hold together are named with the places that stand against them', async () => {
  const answer = await ask({ locks: { a: 'O-ALB', c: 'O-ALB' } })
  expect(answer.status).toBe('impossible')
  expect(answer.changes).toEqual([])
  expect(answer.conflict?.map((one) => one.code)).toEqual([
    'conflict_lock',
    'conflict_lock',
    'conflict_row',
  ])
})

test('a lock on an offer that does not fit says why', async () => {
  const input = { ...INPUT, candidates: [candidate('a', { refusedBy: ['ALB'] })] }
  const answer = await ask({ locks: { a: 'O-ALB' } }, input, new Map([['a', 'O-NOR']]))
  expect(answer).toMatchObject({
    status: 'impossible',
    conflict: [{ code: 'conflict_lock', params: { case: 'a', why: 'refused_before' } }],
  })
})

test('a hard-linked case goes along, and a plan never holds half of a link', async () => {
  const candidates = [
    candidate('a', { hardLinks: ['id-b' as CaseId] }),
    candidate('b', { hardLinks: ['id-a' as CaseId] }),
  ]
  const shown = new Map([
    ['a', 'O-NOR'],
    ['b', 'O-NOR'],
  ])
  const along = await ask({ locks: { a: 'O-ALB' } }, { ...INPUT, candidates }, shown)
  expect(said(along)).toEqual(['a O-NOR > O-ALB locked', 'b O-NOR > O-ALB linked'])
  const neither = await ask(
    {
      forbidden: [
        ['a', 'O-ALB'],
        ['a', 'O-NOR'],
      ],
    },
    { ...INPUT, candidates },
    shown,
  )
  expect(said(neither)).toEqual(['a O-NOR > - forbidden', 'b O-NOR > - linked'])
})

test('a plan that no longer holds is said so', async () => {
  const shown = new Map([...SHOWN, ['d', 'O-NOR']])
  const answer = await ask({}, INPUT, shown)
  expect(answer).toMatchObject({ status: 'estimate', holds: false })
  // Three persons in two places: one of them has to go, and need decides who.
  expect(said(answer)).toEqual(['d O-NOR > - gives_way'])
})

test('half of a link in the plan shown is made whole or taken out', async () => {
  const candidates = [
    candidate('a', { hardLinks: ['id-b' as CaseId] }),
    candidate('b', { hardLinks: ['id-a' as CaseId] }),
  ]
  const answer = await ask({}, { ...INPUT, candidates }, new Map([['a', 'O-NOR']]))
  expect(answer).toMatchObject({ status: 'estimate', holds: false })
  expect(levelOf(answer, 'persons')).toEqual([1, 2])
  expect(said(answer)).toContain('b - > O-NOR moves_up')
})

test('every way of counting is a resource, and an offer limits only what it counts', () => {
  const named = buildProblem({
    ...INPUT,
    offers: [
      open('O-1', 'ALB', 4, { medicalFree: 1 }),
      open('O-2', 'DEU', 3, { byCases: true, ordinaryFree: 2 }),
    ],
    candidates: [candidate('a', { medicalPersons: 2, facts: { size: 3, priority: 'EM' } })],
  })
  const { resources, capacity, needs } = toEngineProblem(named)
  // persons, cases, medical persons, cases that are no emergencies
  expect(resources).toBe(4)
  expect(Array.from(needs)).toEqual([3, 1, 2, 0])
  expect(Array.from(capacity)).toEqual([4, 1e9, 1, 1e9, 1e9, 3, 1e9, 2])
})

test('a point outranks all that two cases can lose or gain at later levels', () => {
  const named = buildProblem(INPUT)
  const weights = levelWeights(named)
  const most = LEVELS.map((_, level) =>
    Math.max(
      ...named.problem.items.flatMap((item) =>
        item.choices.map((choice) => choice.value[level] ?? 0),
      ),
    ),
  )
  let checked = 0
  for (let level = 0; level < LEVELS.length; level += 1) {
    const later = most.slice(level + 1).reduce((sum, n, at) => {
      return sum + 2 * n * (weights[level + 1 + at] ?? 0)
    }, 0)
    expect(weights[level]).toBeGreaterThan(later)
    checked += 1
  }
  expect(checked).toBe(LEVELS.length)
})

test('linked cases in two offers of one programme stay as they are when another case moves', async () => {
  const offers = [open('O-ALB', 'ALB', 2), open('O-NOR-1', 'NOR', 1), open('O-NOR-2', 'NOR', 1)]
  const candidates = [
    candidate('a', { hardLinks: ['id-b' as CaseId], refusedBy: ['ALB'] }),
    candidate('b', { hardLinks: ['id-a' as CaseId], refusedBy: ['ALB'] }),
    candidate('c'),
    candidate('d'),
  ]
  const shown = new Map([
    ['a', 'O-NOR-1'],
    ['b', 'O-NOR-2'],
    ['c', 'O-ALB'],
  ])
  const answer = await ask({ locks: { d: 'O-ALB' } }, { ...INPUT, candidates, offers }, shown)
  expect(said(answer)).toEqual(['d - > O-ALB locked'])
  const before = { ...INPUT, candidates, offers }
  const refused = await ask({ locks: { a: 'O-ALB' } }, before, shown)
  expect(refused.status).toBe('impossible')
})
