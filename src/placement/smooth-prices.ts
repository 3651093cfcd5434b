import type { Options } from './options.ts'

/** Multiplications for one conjugate gradient, and those for the Hessian before it is sampled. */
const CG_WORK = 3e7
const HESSIAN_WORK = 1.5e6
/** Shortenings of a step. */
const MOST_TRIALS = 4
/** What lies further below the best, in units of softness, has no share. */
const FAR = 14
/** Shares below this move nothing. */
const LITTLE = 1e-5
/** Smaller shares count in the loads, but not in how the loads react. */
const COARSE = 2e-3

export interface Smoothing {
  /** In units of score: the softer, the quicker the steps, the farther the prices from exact. */
  readonly soft: number
  /** Newton steps. */
  readonly steps: number
  /** Only every so manieth case counts, for that many. */
  readonly every: number
  /** How far a price may move in one step: no further than the lists of options hold. */
  readonly trust: number
  /** Late rounds, where few are undecided, look at more of them; 1 if not given. */
  readonly effort?: number
}

/**
 * Betters prices on lists of options: Newton's method on the dual with the maximum over a case's
 * options softened (log-sum-exp). One step costs a pass over the lists and a solve
 * with one row per capacity, by conjugate gradients. Any outcome is a valid set of prices.
 */
export function smoothPrices(
  options: Options,
  from: Float64Array,
  { soft, steps, every, trust, effort = 1 }: Smoothing,
): Float64Array {
  return new Smoother(options, every, effort).descend(from, soft, steps, trust)
}

class Smoother {
  readonly #o: Options
  readonly #every: number
  readonly #effort: number
  readonly #hessian: Float32Array
  readonly #excess: Float64Array
  readonly #share: Float64Array
  readonly #sum: Float64Array
  readonly #touched: number[] = []

  constructor(options: Options, every: number, effort: number) {
    this.#effort = effort
    this.#o = options
    this.#every = every
    this.#hessian = new Float32Array(options.rows * options.rows)
    this.#excess = new Float64Array(options.rows)
    this.#share = new Float64Array(options.localities + 1)
    this.#sum = new Float64Array(options.rows)
  }

  /** Some Newton steps, each shortened until the softened dual falls. */
  descend(from: Float64Array, soft: number, steps: number, trust: number): Float64Array {
    const { rows } = this.#o
    let prices = from
    let value = this.#measure(prices, soft)
    for (let step = 0; step < steps; step += 1) {
      const free = new Uint8Array(rows)
      for (let r = 0; r < rows; r += 1) free[r] = prices[r]! > 0 || this.#excess[r]! > 0 ? 1 : 0
      const change = this.#solve(free)
      let length = 1
      for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
        const next = prices.slice()
        for (let r = 0; r < rows; r += 1) {
          const most = length * trust
          const by = Math.max(-most, Math.min(most, length * change[r]!))
          next[r] = Math.max(0, prices[r]! + by)
        }
        const now = this.#measure(next, soft)
        if (now < value) {
          prices = next
          value = now
          break
        }
        length *= 0.3
        if (trial === MOST_TRIALS - 1) return prices
      }
    }
    return prices
  }

  /** Loads over capacities, and how the loads fall as prices rise. */
  #measure(prices: Float64Array, soft: number): number {
    const { cases, start, locality, score, rows, capacity, must } = this.#o
    const { needStart, needResource, needAmount, rowOf, resources } = this.#o
    const [excess, hessian, share, sum] = [this.#excess, this.#hessian, this.#share, this.#sum]
    hessian.fill(0)
    for (let r = 0; r < rows; r += 1) excess[r] = -capacity[r]!
    const weight = this.#every
    const reacting =
      weight *
      Math.max(1, Math.round(score.length ** 2 / cases / weight / HESSIAN_WORK / this.#effort))
    let value = 0
    for (let r = 0; r < rows; r += 1) value += capacity[r]! * prices[r]!
    for (let i = 0; i < cases; i += weight) {
      const [from, to] = [start[i]!, start[i + 1]!]
      const [q0, q1] = [needStart[i]!, needStart[i + 1]!]
      let best = must[i] === 1 ? -Infinity : 0
      let second = -Infinity
      let where = -1
      for (let j = from; j < to; j += 1) {
        let gain = score[j]!
        const base = locality[j]! * resources
        for (let q = q0; q < q1; q += 1) {
          const row = rowOf[base + needResource[q]!]!
          if (row >= 0) gain -= needAmount[q]! * prices[row]!
        }
        share[j - from] = gain
        if (gain > best) {
          second = best
          best = gain
          where = j
        } else if (gain > second) second = gain
      }
      if (second < best - FAR * soft) {
        // Decided: all of it goes to the best, or nowhere.
        value += weight * best
        if (where < 0) continue
        const base = locality[where]! * resources
        for (let q = q0; q < q1; q += 1) {
          const row = rowOf[base + needResource[q]!]!
          if (row >= 0) excess[row]! += weight * needAmount[q]!
        }
        continue
      }
      let total = must[i] === 1 ? 0 : Math.exp(-best / soft)
      for (let k = 0; k < to - from; k += 1) {
        const away = (share[k]! - best) / soft
        const e = away < -FAR ? 0 : Math.exp(away)
        share[k] = e
        total += e
      }
      if (total <= 0) continue
      value += weight * (best + soft * Math.log(total))
      const touched = this.#touched
      touched.length = 0
      let undecided = false
      for (let k = 0; k < to - from; k += 1) {
        const p = share[k]! / total
        if (p < LITTLE) continue
        if (p < 1 - LITTLE) undecided = true
        const base = locality[from + k]! * resources
        for (let q = q0; q < q1; q += 1) {
          const row = rowOf[base + needResource[q]!]!
          if (row < 0) continue
          const amount = p * needAmount[q]!
          excess[row]! += weight * amount
          if (p < COARSE) continue
          sum[row] = amount
          touched.push(row)
        }
        if (!undecided || i % reacting !== 0) continue
        if (p < COARSE) continue
        // What one option takes of several capacities moves together.
        for (let q = q0; q < q1; q += 1) {
          const a = rowOf[base + needResource[q]!]!
          if (a < 0) continue
          for (let r = q0; r < q1; r += 1) {
            const b = rowOf[base + needResource[r]!]!
            if (b < 0) continue
            hessian[a * rows + b]! += ((reacting * p) / soft) * needAmount[q]! * needAmount[r]!
          }
        }
      }
      if (undecided && i % reacting === 0) {
        for (const a of touched) {
          const scaled = (reacting / soft) * sum[a]!
          for (const b of touched) hessian[a * rows + b]! -= scaled * sum[b]!
        }
      }
    }
    return value
  }

  /** Hessian x change = excess over the free rows, by conjugate gradients with the diagonal. */
  #solve(free: Uint8Array): Float64Array {
    const { rows, capacity } = this.#o
    const h = this.#hessian
    const diagonal = new Float64Array(rows)
    for (let r = 0; r < rows; r += 1) {
      h[r * rows + r]! += 1e-3 * h[r * rows + r]! + 1e-6 * Math.max(1, capacity[r]!)
      diagonal[r] = h[r * rows + r]!
    }
    const x = new Float64Array(rows)
    const rest = this.#excess.map((value, r) => (free[r] === 1 ? value : 0))
    const scaled = rest.map((value, r) => value / diagonal[r]!)
    const along = scaled.slice()
    let size = dot(rest, scaled)
    const goal = size * 1e-5
    const most = Math.max(48, Math.min(60, CG_WORK / rows ** 2))
    for (let step = 0; step < most && size > goal; step += 1) {
      const image = new Float64Array(rows)
      for (let r = 0; r < rows; r += 1) {
        if (free[r] === 0) continue
        let value = 0
        const at = r * rows
        for (let c = 0; c < rows; c += 1) value += h[at + c]! * along[c]!
        image[r] = value
      }
      const curve = dot(along, image)
      if (!(curve > 0)) break
      const length = size / curve
      for (let r = 0; r < rows; r += 1) {
        x[r]! += length * along[r]!
        rest[r]! -= length * image[r]!
        scaled[r] = free[r] === 1 ? rest[r]! / diagonal[r]! : 0
      }
      const next = dot(rest, scaled)
      const turn = next / size
      size = next
      for (let r = 0; r < rows; r += 1) along[r] = scaled[r]! + turn * along[r]!
    }
    return x
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}
