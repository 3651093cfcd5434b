import { expect, test } from 'vitest'
import type { GeneratedChunk } from './generated.ts'
import { generateLoad } from './load.ts'
import { offerCount } from './load-offers.ts'
import { Replay } from './replay.ts'

test.each([1, 7, 2000, 4500])(
  'a load of %i persons holds exactly so many, in whole cases',
  (persons) => {
    const chunks = [...generateLoad({ persons }).chunks()]
    expect(chunks.reduce((sum, one) => sum + one.persons.length, 0)).toBe(persons)
    for (const chunk of chunks) {
      const here = new Set(chunk.cases.map((one) => one.id))
      expect(
        chunk.events.filter((one) => one.caseId !== undefined && !here.has(one.caseId)),
      ).toEqual([])
    }
  },
)

test('every event of a load is legal', () => {
  const chunks = [...generateLoad({ persons: 4500 }).chunks()]
  const replay = new Replay(chunks.flatMap((one) => one.persons))
  const broken = chunks.flatMap((chunk) =>
    chunk.events.flatMap((event) =>
      replay.play(event).map((one) => `${event.type} on ${event.effectiveOn}: ${one.message}`),
    ),
  )
  expect(broken).toEqual([])
})

test('most cases wait ready, for places of about six tenths of their persons', () => {
  const replay = new Replay([])
  for (const chunk of generateLoad({ persons: 4000 }).chunks())
    for (const event of chunk.events) replay.play(event)
  const cases = [...replay.cases.values()]
  const ready = cases.filter((one) => one.status === 'ready')
  expect(ready.length / cases.length).toBeGreaterThan(0.85)
  const persons = ready.reduce((sum, one) => sum + one.members.length, 0)
  const places = [...replay.offers.values()].reduce((sum, one) => sum + one.terms.total, 0)
  expect(places / persons).toBeCloseTo(0.6, 1)
  expect(persons / ready.length).toBeCloseTo(2.55, 0)
  expect(new Set(cases.map((one) => one.status)).size).toBeGreaterThan(5)
})

test('the number of offers grows with the ready cases, within 10 and 60', () => {
  expect([1, 1400, 14000, 400_000].map(offerCount)).toEqual([10, 20, 60, 60])
})

test('the same size and seed give the same chunks, another seed gives others', () => {
  const text = (seed: number): string =>
    JSON.stringify([...generateLoad({ persons: 300, seed }).chunks()])
  expect(text(3) === text(3)).toBe(true)
  expect(text(3) === text(4)).toBe(false)
})

test('chunks are made one at a time', () => {
  const [first] = generateLoad({ persons: 1_000_000 }).chunks() as Iterable<GeneratedChunk>
  expect(first?.persons).toHaveLength(2000)
})

test.each([0, -5, 1.5, 1_000_001])('a load of %d persons is refused', (persons) => {
  expect(() => generateLoad({ persons })).toThrow('A load has 1 to 1000000 persons')
})
