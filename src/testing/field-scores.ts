import type { FieldCases } from './field-cases.ts'
import { seeded } from '../placement/seeded.ts'

/** What `fieldScores` makes: single-precision scores that threads could share. */
export interface FieldScores {
  readonly cases: number
  readonly localities: number
  readonly resources: number
  readonly needs: Float64Array
  readonly capacity: Float64Array
  readonly scores: Float32Array
}

const SIZES = [0.477, 0.106, 0.103, 0.125, 0.103, 0.064, 0.018, 0.004]
const TABLE = 1 << 16

/**
 * Many cases as in the field (generator G3 of the design notes): sizes, children and medical needs
 * as `fieldCases`, chance from tables so that 5e8 scores take seconds.
 */
export function fieldScores(wanted: FieldCases): FieldScores {
  const { cases, localities, resources, supply } = wanted
  const next = seeded(wanted.seed)
  const bell = (): number => (next() + next() + next() + next() - 2) * 1.7
  const effect = Float64Array.from({ length: localities }, (_, l) =>
    Math.exp(-(l % 7 === 3 ? 1.5 + 0.15 * bell() : 0.25 * bell())),
  )
  const share = Array.from({ length: localities }, () => Math.exp(0.75 * bell()))
  const noise = Float64Array.from({ length: TABLE }, () => Math.exp(-0.42 * bell()))
  const chance = Float64Array.from({ length: TABLE }, next)
  const needs = new Float64Array(cases * resources)
  const scores = new Float32Array(new SharedArrayBuffer(cases * localities * 4))
  const demand = new Float64Array(3)
  for (let i = 0; i < cases; i += 1) {
    const [size, children] = draw(next)
    const need = [size, children, next() < 0.06 ? 1 : 0]
    for (let k = 0; k < resources; k += 1) {
      needs[i * resources + k] = need[k]!
      demand[k]! += need[k]!
    }
    const adults = Math.sqrt(size - children)
    const own = Math.exp(1.05 - 0.65 * bell())
    const v = next()
    const ease =
      v < 0.015 ? 0 : v < 0.13 ? 0.1 + 0.25 * next() : v < 0.5 ? 0.9 : 0.45 + 0.4 * next()
    const step = 1 + 2 * Math.floor(next() * 2000)
    let [a, b] = [Math.floor(next() * TABLE), Math.floor(next() * TABLE)]
    for (let l = 0; l < localities; l += 1) {
      a = (a + step) & (TABLE - 1)
      b = (b + step + 2) & (TABLE - 1)
      scores[i * localities + l] =
        chance[b]! < ease ? adults / (1 + own * effect[l]! * noise[a]!) : NaN
    }
  }
  const shares = share.reduce((sum, one) => sum + one, 0)
  const capacity = Float64Array.from({ length: localities * resources }, (_, r) =>
    Math.round((demand[r % resources]! * supply * share[Math.floor(r / resources)]!) / shares),
  )
  return { cases, localities, resources, needs, capacity, scores }
}

function draw(next: () => number): [size: number, children: number] {
  let u = next()
  let size = 1
  while (size < SIZES.length && u >= SIZES[size - 1]!) {
    u -= SIZES[size - 1]!
    size += 1
  }
  let children = 0
  for (let m = 1; m < size; m += 1) if (next() < 0.63) children += 1
  return [size, children]
}
