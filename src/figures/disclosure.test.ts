import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Quantity, Relation, Shown } from './disclosure.ts'
import { contains, coveredBy, protect, sumsTo } from './disclosure.ts'

const exact = (value: number): Shown => ({ as: 'exact', value })
const about = (value: number): Shown => ({ as: 'about', value })
const few: Shown = { as: 'few' }

function show(quantities: readonly Quantity[], relations: readonly Relation[] = []) {
  return Object.fromEntries(protect(quantities, relations))
}

test('a count of 1 to 4 is not shown; 0 and 5 are', () => {
  expect(
    show([
      { id: 'a', value: 0 },
      { id: 'b', value: 4 },
      { id: 'c', value: 5 },
    ]),
  ).toEqual({ a: exact(0), b: few, c: exact(5) })
})

test('210 accepted and 208 departed would tell of 2 who stayed: the departed are about 210', () => {
  expect(
    show(
      [
        { id: 'accepted', value: 210 },
        { id: 'departed', value: 208 },
      ],
      [contains('accepted', 'departed')],
    ),
  ).toEqual({ accepted: exact(210), departed: about(210) })
})

test('98 accepted and 91 departed stay as they are: 7 stayed', () => {
  expect(
    show(
      [
        { id: 'accepted', value: 98 },
        { id: 'departed', value: 91 },
      ],
      [contains('accepted', 'departed')],
    ),
  ).toEqual({ accepted: exact(98), departed: exact(91) })
})

test('a small part of a sum takes a second part with it, or it could be worked out', () => {
  const shown = show(
    [
      { id: 'all', value: 133, weight: 2 },
      { id: 'ALB', value: 100 },
      { id: 'DEU', value: 30 },
      { id: 'NOR', value: 3 },
    ],
    [sumsTo('all', ['ALB', 'DEU', 'NOR'])],
  )
  expect(shown).toEqual({ all: exact(133), ALB: exact(100), DEU: about(30), NOR: few })
})

test('two small parts whose sum is small are not left as the rest of a total', () => {
  const shown = show(
    [
      { id: 'all', value: 103, weight: 2 },
      { id: 'ALB', value: 100 },
      { id: 'DEU', value: 2 },
      { id: 'NOR', value: 1 },
    ],
    [sumsTo('all', ['ALB', 'DEU', 'NOR'])],
  )
  expect(shown).toEqual({ all: exact(103), ALB: about(100), DEU: few, NOR: few })
})

test('since the last publication fewer than 5 left: the new number is rounded', () => {
  expect(show([{ id: 'departed', value: 313, earlier: [311] }])).toEqual({ departed: about(315) })
  expect(show([{ id: 'departed', value: 311, earlier: [311] }])).toEqual({ departed: exact(311) })
  expect(show([{ id: 'departed', value: 367, earlier: [300, 311] }])).toEqual({
    departed: exact(367),
  })
})

test('a small step of one State cannot be worked out from the totals of two publications', () => {
  const shown = show(
    [
      { id: 'all', value: 163, earlier: [150], weight: 2 },
      { id: 'ALB', value: 103, earlier: [100] },
      { id: 'DEU', value: 60, earlier: [50] },
    ],
    [sumsTo('all', ['ALB', 'DEU'])],
  )
  expect(shown['ALB']).toEqual(about(105))
  expect(shown['DEU']?.as).not.toBe('exact')
})

test('that 2 persons were accepted by two States is not told by the totals', () => {
  const shown = show(
    [
      { id: 'all', value: 148, weight: 2 },
      { id: 'ALB', value: 100 },
      { id: 'DEU', value: 50 },
    ],
    [coveredBy('all', ['ALB', 'DEU'])],
  )
  expect(Object.values(shown).some((one) => one.as !== 'exact')).toBe(true)
})

test('a relation over a number that is not given is refused', () => {
  expect(() => protect([], [contains('a', 'b')])).toThrow(/not given/)
})

/**
 * An attacker of their own making: tries every combination of numbers, knows all that is shown, how
 * the numbers hang together, and that few means 1 to 4. Nothing here is the engine's.
 */
function learned(
  ids: readonly string[],
  shown: Readonly<Record<string, Shown>>,
  fits: (numbers: Readonly<Record<string, number>>) => boolean,
  most: number,
): Readonly<Record<string, ReadonlySet<number>>> & { differences: Map<string, Set<number>> } {
  const possible = new Map(ids.map((id) => [id, new Set<number>()]))
  const differences = new Map<string, Set<number>>()
  const numbers: Record<string, number> = {}
  const range = (id: string): readonly number[] => {
    const one = shown[id]
    const every = Array.from({ length: most + 1 }, (_, value) => value)
    if (one === undefined || one.as === 'withheld') return every
    if (one.as === 'exact') return [one.value]
    if (one.as === 'few') return [1, 2, 3, 4]
    return every.filter((value) => value >= 5 && Math.abs(value - one.value) <= 2)
  }
  const assign = (index: number): void => {
    const id = ids[index]
    if (id === undefined) {
      if (!fits(numbers)) return
      for (const a of ids) {
        possible.get(a)?.add(numbers[a] ?? 0)
        for (const b of ids) {
          const key = `${a}-${b}`
          if (!differences.has(key)) differences.set(key, new Set())
          differences.get(key)?.add((numbers[a] ?? 0) - (numbers[b] ?? 0))
        }
      }
      return
    }
    for (const value of range(id)) {
      numbers[id] = value
      assign(index + 1)
    }
  }
  assign(0)
  return Object.assign(Object.fromEntries(possible), { differences })
}

test('no attacker learns a small count from a chain of steps, whatever the numbers', () => {
  const ids = ['submitted', 'accepted', 'departed', 'arrived']
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 4, maxLength: 4 }),
      (parts) => {
        const values = ids.map((_, index) => parts.slice(index).reduce((sum, one) => sum + one, 0))
        const pairs = ids.flatMap((whole, a) =>
          ids.slice(a + 1).map((part) => [whole, part] as const),
        )
        const shown = show(
          ids.map((id, index) => ({ id, value: values[index] ?? 0 })),
          pairs.map(([whole, part]) => contains(whole, part)),
        )
        const known = learned(
          ids,
          shown,
          (n) => pairs.every(([whole, part]) => (n[whole] ?? 0) >= (n[part] ?? 0)),
          32,
        )
        for (const [index, id] of ids.entries()) {
          const value = values[index] ?? 0
          if (value > 0 && value < 5) expect(known[id]?.size).toBeGreaterThan(1)
        }
        for (const [whole, part] of pairs) {
          const difference = (values[ids.indexOf(whole)] ?? 0) - (values[ids.indexOf(part)] ?? 0)
          if (difference > 0 && difference < 5)
            expect(known.differences.get(`${whole}-${part}`)?.size).toBeGreaterThan(1)
        }
      },
    ),
    { seed: 20131227, numRuns: 300 },
  )
})

test('no attacker learns a small cell of a table with both margins, whatever the numbers', () => {
  const cells = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']
  const margins: Readonly<Record<string, readonly string[]>> = {
    a: ['a1', 'a2'],
    b: ['b1', 'b2'],
    c: ['c1', 'c2'],
    '1': ['a1', 'b1', 'c1'],
    '2': ['a2', 'b2', 'c2'],
    all: cells,
  }
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }),
      (drawn) => {
        const valueOf = (id: string): number => drawn[cells.indexOf(id)] ?? 0
        const sum = (parts: readonly string[]): number =>
          parts.reduce((total, id) => total + valueOf(id), 0)
        const shown = show(
          [
            ...cells.map((id) => ({ id, value: valueOf(id) })),
            ...Object.entries(margins).map(([id, parts]) => ({ id, value: sum(parts), weight: 2 })),
          ],
          Object.entries(margins).map(([id, parts]) => sumsTo(id, parts)),
        )
        const known = learned(
          cells,
          shown,
          (n) =>
            Object.entries(margins).every(([id, parts]) => {
              const total = parts.reduce((soFar, part) => soFar + (n[part] ?? 0), 0)
              const said = shown[id]
              if (said === undefined || said.as === 'withheld') return true
              if (said.as === 'exact') return total === said.value
              if (said.as === 'few') return total >= 1 && total <= 4
              return total >= 5 && Math.abs(total - said.value) <= 2
            }),
          12,
        )
        for (const id of cells)
          if (valueOf(id) > 0 && valueOf(id) < 5) expect(known[id]?.size).toBeGreaterThan(1)
      },
    ),
    { seed: 20140331, numRuns: 300 },
  )
})

test('no reader of all publications learns a step of 1 to 4 between any two, whatever the steps', () => {
  const oneStep = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 12 }))
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.array(oneStep, { minLength: 3, maxLength: 5 }),
      (start, steps) => {
        const values = [start]
        for (const step of steps) values.push((values.at(-1) ?? 0) + step)
        const said: Shown[] = []
        for (const value of values) {
          const earlier = said.flatMap((one) => (one.as === 'exact' ? [one.value] : []))
          said.push(protect([{ id: 'departed', value, earlier }], []).get('departed') as Shown)
        }
        const possible = new Map<string, Set<number>>()
        const readings = (soFar: readonly number[]): void => {
          const one = said[soFar.length]
          if (one === undefined) {
            for (const [a, from] of soFar.entries())
              for (const [b, to] of soFar.entries())
                if (a < b) {
                  const key = `${a}-${b}`
                  if (!possible.has(key)) possible.set(key, new Set())
                  possible.get(key)?.add(to - from)
                }
            return
          }
          for (let value = soFar.at(-1) ?? 0; value <= 100; value += 1) {
            const fits =
              one.as === 'withheld' ||
              (one.as === 'few' && value >= 1 && value <= 4) ||
              (one.as === 'exact' && value === one.value) ||
              (one.as === 'about' && value >= 5 && Math.abs(value - one.value) <= 2)
            if (fits) readings([...soFar, value])
          }
        }
        readings([])
        for (const [a, from] of values.entries())
          for (const [b, to] of values.entries())
            if (a < b && to - from > 0 && to - from < 5)
              expect(possible.get(`${a}-${b}`)?.size).toBeGreaterThan(1)
      },
    ),
    { seed: 20140506, numRuns: 300 },
  )
})
