import { describe, expect, test } from 'vitest'
import { fieldCases } from '../../testing/field-cases.ts'
import { seeded } from '../seeded.ts'
import { bestOfAll, smallProblem } from '../../testing/small-problems.ts'
import type { Certificate, CertificateNode, CertificateProof, PlacementPlan } from '../placement.ts'
import type { PlacementProblem } from '../problem.ts'
import { place } from '../solve.ts'
import { LeastLoss } from './least-loss.ts'
import { provenBound } from './proven-bound.ts'

type Writable<T> = { -readonly [K in keyof T]: Writable<T[K]> }

const NOTHING = Array.from({ length: 6 }, () => 0)

function boundOf(problem: PlacementProblem, certificate: unknown): number {
  const proven = provenBound(problem, certificate)
  if ('message' in proven) throw new Error(`${proven.path}: ${proven.message}`)
  return proven.bound
}

/** A proof that somebody made up: any multipliers, prices, divisions, with much left out. */
function madeUp(next: () => number, against: number): CertificateProof {
  const grain = 2 ** -20
  const pick = (below: number): number => Math.floor(next() * below)
  const nodes: Writable<CertificateNode>[] = []
  const grow = (depth: number): number => {
    const at = nodes.length
    const steps = Array.from({ length: pick(3) }, () => ({
      multipliers: Array.from({ length: 5 }, () => Math.round((0.7 * next() - 0.05) / grain)),
      prices: NOTHING.map(() => Math.max(0, Math.round((0.4 * next() - 0.2) / grain))),
    }))
    nodes.push({ steps })
    if (depth < 3 && next() < 0.7) {
      const localities = [-1, 0, 1, 2].filter(() => next() < 0.9)
      nodes[at]!.case = pick(5)
      nodes[at]!.children = localities.map((locality) => ({ locality, node: grow(depth + 1) }))
    }
    return at
  }
  grow(0)
  return { against, grain, nodes }
}

test('no plan of any small problem is above what a made-up proof proves', () => {
  const next = seeded(11)
  let feasible = 0
  let tight = 0
  for (let run = 0; run < 2_000; run += 1) {
    const problem = smallProblem(next)
    const best = bestOfAll(problem)
    if (best === -Infinity) continue
    feasible += 1
    for (const against of [best - 0.3 * next(), best, -1]) {
      const proof = madeUp(next, against)
      const alone = boundOf(problem, { prices: NOTHING })
      const bound = boundOf(problem, { prices: NOTHING, proof })
      expect(bound).toBeGreaterThanOrEqual(best)
      if (bound < alone && bound < best + 0.05) tight += 1
    }
  }
  expect(feasible).toBeGreaterThan(1_000)
  expect(tight).toBeGreaterThan(200)
})

test('the least loss of a few items is that of the best of all sets', () => {
  const next = seeded(5)
  const search = new LeastLoss()
  for (let run = 0; run < 2_000; run += 1) {
    const count = 1 + Math.floor(next() * 8)
    const draw = (length: number, most: number): Float64Array =>
      Float64Array.from({ length }, () => Math.floor(next() * most))
    const room = draw(2, 12)
    const need = draw(2 * count, 6)
    const price = draw(2, 4)
    const gain = draw(count, 9).map((one) => one - 4)
    let least = Infinity
    for (let set = 0; set < 1 << count; set += 1) {
      const left = room.slice()
      let loss = 0
      for (let k = 0; k < count; k += 1) {
        const isIn = ((set >> k) & 1) === 1
        loss += isIn ? Math.max(0, -gain[k]!) : Math.max(0, gain[k]!)
        if (isIn) for (let r = 0; r < 2; r += 1) left[r]! -= need[2 * k + r]!
      }
      if (left.every((free) => free >= 0))
        least = Math.min(least, loss + left[0]! * price[0]! + left[1]! * price[1]!)
    }
    const items = { count, resources: 2, room, price, need, gain }
    expect(search.of(items, 1)).toBe(least)
    expect(search.of(items, least + 3)).toBe(least)
  }
})

describe('a proof of the solver', async () => {
  const problem = fieldCases({ seed: 4, cases: 80, localities: 6, resources: 2, supply: 0.95 })
  const plan = (await place(problem, { now: () => performance.now() })) as PlacementPlan
  const limit = plan.objective * (1 + 1e-9)
  const changed = (change: (proof: Writable<CertificateProof>) => void): Certificate => {
    const copy = structuredClone(plan.certificate) as Writable<Certificate>
    change(copy.proof!)
    return copy
  }
  const provenAfter = (change: (proof: Writable<CertificateProof>) => void): number =>
    boundOf(problem, changed(change))
  const divided = (proof: Writable<CertificateProof>): Writable<CertificateNode> =>
    proof.nodes.find((one) => one.children !== undefined)!

  test('holds as it is, and has divisions', () => {
    expect(plan.status).toBe('optimal')
    expect(plan.certificate.proof!.nodes.length).toBeGreaterThan(2)
    expect(boundOf(problem, plan.certificate)).toBeLessThanOrEqual(limit)
    expect(boundOf(problem, plan.certificate)).toBeGreaterThanOrEqual(plan.objective)
  })

  test('is refused when it is changed', () => {
    expect(provenAfter((proof) => (proof.against += 1e-3))).toBeGreaterThan(limit)
    expect(provenAfter((proof) => divided(proof).children!.pop())).toBeGreaterThan(limit)
    expect(provenAfter((proof) => (proof.nodes[0]!.steps = []))).toBeGreaterThan(limit)
    expect(provenAfter((proof) => delete divided(proof).case)).toBeGreaterThan(limit)
    const last = (proof: Writable<CertificateProof>): number[] =>
      proof.nodes.at(-1)!.steps.at(-1)!.multipliers
    for (const factor of [0, 0.5, 2])
      expect(
        provenAfter((proof) => {
          last(proof).forEach((one, i, all) => (all[i] = Math.round(one * factor)))
        }),
      ).toBeGreaterThan(limit)
  })

  test('for a better objective than there is proves only what holds', () => {
    const bound = provenAfter((proof) => (proof.against -= 0.01))
    expect(bound).toBeGreaterThanOrEqual(plan.objective)
  })

  test.each<[string, (proof: Writable<CertificateProof>) => void, RegExp]>([
    ['a grain that is no power of two', (proof) => (proof.grain = 0.1), /grain: must be a power/],
    ['a number without a value', (proof) => (proof.against = NaN), /against: must be a finite/],
    ['no nodes', (proof) => (proof.nodes = []), /nodes: must not be empty/],
    [
      'a multiplier left out',
      (proof) => proof.nodes[0]!.steps[0]!.multipliers.pop(),
      /multipliers: has 79 numbers instead of 80/,
    ],
    [
      'a price that is not whole',
      (proof) => (proof.nodes[0]!.steps[0]!.prices[2] = 0.5),
      /prices\[2\]: 0.5 is no whole number/,
    ],
    ['an unknown case', (proof) => (divided(proof).case = 80), /case: 80 is no index/],
    [
      'a node that is its own child',
      (proof) => (divided(proof).children![0]!.node = proof.nodes.indexOf(divided(proof))),
      /no index|no node for a child/,
    ],
    [
      'a node with two parents',
      (proof) => (divided(proof).children![1]!.node = divided(proof).children![0]!.node),
      /is no node for a child/,
    ],
  ])('%s is told', (_, change, message) => {
    expect(() => provenAfter(change)).toThrow(message)
  })
})
