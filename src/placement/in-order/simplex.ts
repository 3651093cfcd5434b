import type { Compact } from './compact.ts'
import { WorkingBasis } from './working-basis.ts'

/** A limit over all bins beside the capacities: the sum of `values` is at least `least`. */
export interface Floor {
  readonly values: Float64Array
  readonly least: number
}

/** Where the simplex method stands. */
export interface Vertex {
  /** How many entries take each column; few of these are broken numbers. */
  readonly x: Float64Array
  /** What one more unit of each capacity brings, and what one less of each floor does. */
  readonly rows: Float64Array
  readonly floors: Float64Array
  /** Whether nothing is better; without it the prices are those on the way. */
  readonly finished: boolean
}

/** Smaller gains are rounding. */
const NOISE = 1e-8
/** Smaller changes do not stop a step. */
const LEAST_PIVOT = 1e-7
/** Pivots until the inverse is worked out anew. */
const FRESH = 100
/** Variables that are looked at again before all are. */
const CANDIDATES = 50
/** What leaving out an entry costs that must be placed, in largest values. */
const MUST = 1e4
/** Limits are moved by about this much, each differently, so that no step is of length 0. */
const SHIFT = 1e-7

/**
 * The primal simplex method for many types and few rows (Dantzig and Van Slyke, "Generalized upper
 * bounding techniques", 1967): each type has a key variable, so that only a basis with one row for
 * each capacity and floor is kept. Starts where the last call ended. Variables are the columns,
 * then for each type its entries that stay out, then for each row what is left of it.
 */
export class Simplex {
  readonly #p: Compact
  readonly #open: Uint8Array
  readonly #floors: Floor[] = []
  readonly #supply: Float64Array
  readonly #limit: number[]
  readonly #key: Int32Array
  readonly #keyAmount: Float64Array
  readonly #basis: WorkingBasis
  /** By row of the basis: the variable, and how much of it. */
  readonly #basic: number[]
  #amount: Float64Array
  readonly #isBasic: Uint8Array
  /** How many variables of each type are in the basis, its key not counted. */
  readonly #inBasis: Int32Array
  #prices: Float64Array
  #values: Float64Array
  #must = 0
  #age = 0
  /** The type that was looked at last. */
  #turn = -1

  /** Only columns with `open` 1 are brought in. */
  constructor(packed: Compact, open: Uint8Array) {
    const { columns, types, count, capacity } = packed
    this.#p = packed
    this.#open = open
    this.#supply = Float64Array.from(count, (n, t) => n + SHIFT * scatter(t))
    this.#limit = Array.from(capacity, (n, r) => n + 10 * SHIFT * scatter(types + r))
    this.#key = Int32Array.from({ length: types }, (_, t) => columns + t)
    this.#keyAmount = this.#supply.slice()
    this.#basis = new WorkingBasis(capacity.length)
    this.#basic = this.#limit.map((_, r) => columns + types + r)
    this.#amount = Float64Array.from(this.#limit)
    this.#isBasic = new Uint8Array(columns + types + capacity.length + packed.levels)
    this.#isBasic.fill(1, columns)
    this.#inBasis = new Int32Array(types)
    this.#prices = new Float64Array(capacity.length)
    this.#values = new Float64Array(columns)
  }

  /** Adds a floor that the vertex reached keeps. */
  hold(floor: Floor): void {
    const { columns, types } = this.#p
    this.#isBasic[columns + types + this.#limit.length] = 1
    this.#basic.push(columns + types + this.#limit.length)
    this.#limit.push(-floor.least + 10 * SHIFT)
    this.#floors.push(floor)
    this.#basis.grow()
    this.#amount = new Float64Array(this.#basic.length)
    this.#prices = new Float64Array(this.#basic.length)
    this.#refresh()
  }

  /** The vertex where the sum of `values` is largest. */
  solve(values: Float64Array, stop: () => boolean): Vertex {
    this.#values = values
    this.#must = MUST * values.reduce((most, one) => Math.max(most, Math.abs(one)), 1)
    this.#refresh()
    for (let list = this.#candidates(); list.length > 0; list = this.#candidates()) {
      if (stop()) return this.#vertex(false)
      this.#improve(list)
    }
    return this.#vertex(true)
  }

  #vertex(finished: boolean): Vertex {
    const { columns, capacity } = this.#p
    const x = new Float64Array(columns)
    this.#key.forEach((v, t) => {
      if (v < columns) x[v] = this.#keyAmount[t]!
    })
    this.#basic.forEach((v, i) => {
      if (v < columns) x[v] = this.#amount[i]!
    })
    const rows = this.#prices.slice(0, capacity.length)
    return { x, rows, floors: this.#prices.slice(capacity.length), finished }
  }

  /**
   * The variables of some types, and rows, that would bring most: types are looked through in turn,
   * from where the last call ended, until enough are found. None: nothing is better.
   */
  #candidates(): number[] {
    const { types, columns } = this.#p
    const found: { readonly v: number; readonly gain: number }[] = []
    this.#prices.forEach((price, r) => {
      if (price < -NOISE) found.push({ v: columns + types + r, gain: -price })
    })
    for (let n = 0; n < types && found.length < CANDIDATES; n += 1) {
      this.#turn = (this.#turn + 1) % types
      const best = this.#bestOf(this.#turn)
      if (best >= 0) found.push({ v: best, gain: this.#gain(best) })
    }
    found.sort((a, b) => b.gain - a.gain || a.v - b.v)
    return found.map(({ v }) => v)
  }

  /** The variable of a type that would bring most, -1: none. */
  #bestOf(t: number): number {
    const { columns, columnStart } = this.#p
    let most = this.#worth(this.#key[t]!) + NOISE
    let best = -1
    if (this.#worth(columns + t) > most) {
      most = this.#worth(columns + t)
      best = columns + t
    }
    const end = columnStart[t + 1]!
    for (let c = columnStart[t]!; c < end; c += 1) {
      if (this.#open[c] === 0 || this.#isBasic[c] === 1) continue
      const worth = this.#worth(c)
      if (worth > most) [most, best] = [worth, c]
    }
    return best
  }

  /** Brings candidates in until none of them brings more. */
  #improve(list: readonly number[]): void {
    for (let left = list; left.length > 0;) {
      const gains = left.map((v) => (this.#isBasic[v] === 1 ? 0 : this.#gain(v)))
      const most = gains.reduce((a, b) => Math.max(a, b), NOISE)
      const best = gains.indexOf(most)
      if (best < 0) return
      this.#bringIn(left[best]!)
      left = left.filter((_, n) => n !== best && gains[n]! > NOISE)
    }
  }

  #typeOf(v: number): number {
    const { columns, types, typeOfColumn } = this.#p
    if (v < columns) return typeOfColumn[v]!
    return v < columns + types ? v - columns : -1
  }

  #gain(v: number): number {
    const t = this.#typeOf(v)
    return this.#worth(v) - (t < 0 ? 0 : this.#worth(this.#key[t]!))
  }

  /** What one unit of a variable brings at the prices. */
  #worth(v: number): number {
    const { columns, types, mandatory, useStart, useRow, useAmount, capacity } = this.#p
    const prices = this.#prices
    if (v >= columns + types) return -prices[v - columns - types]!
    if (v >= columns) return mandatory[v - columns] === 1 ? -this.#must : 0
    let worth = this.#values[v]!
    for (let u = useStart[v]!; u < useStart[v + 1]!; u += 1)
      worth -= prices[useRow[u]!]! * useAmount[u]!
    for (let f = 0; f < this.#floors.length; f += 1)
      worth += prices[capacity.length + f]! * this.#floors[f]!.values[v]!
    return worth
  }

  /** Adds what a variable uses of the rows, `times` over. */
  #addUses(into: Float64Array, v: number, times: number): void {
    const { columns, types, useStart, useRow, useAmount, capacity } = this.#p
    if (v >= columns + types) into[v - columns - types]! += times
    if (v >= columns) return
    for (let u = useStart[v]!; u < useStart[v + 1]!; u += 1)
      into[useRow[u]!]! += times * useAmount[u]!
    for (let f = 0; f < this.#floors.length; f += 1)
      into[capacity.length + f]! -= times * this.#floors[f]!.values[v]!
  }

  /** What a variable uses beyond the key of its type. */
  #column(v: number): Float64Array {
    const column = new Float64Array(this.#basic.length)
    const t = this.#typeOf(v)
    this.#addUses(column, v, 1)
    if (t >= 0) this.#addUses(column, this.#key[t]!, -1)
    return column
  }

  #bringIn(v: number): void {
    const type = this.#typeOf(v)
    const w = this.#basis.times(this.#column(v))
    const found = this.#leaving(w, type)
    if (found.step === Infinity) return
    this.#move(w, type, found.step)
    let { row } = found
    if (found.keyOf >= 0) {
      const t = found.keyOf
      if (this.#inBasis[t] === 0) {
        // Only the variable that comes in can be of its type: it becomes the key.
        this.#isBasic[this.#key[t]!] = 0
        this.#key[t] = v
        this.#keyAmount[t] = found.step
        this.#isBasic[v] = 1
        this.#reprice()
        return
      }
      row = this.#swapKey(t, w, type)
    }
    const leaves = this.#basic[row]!
    const left = this.#typeOf(leaves)
    if (left >= 0) this.#inBasis[left]! -= 1
    if (type >= 0) this.#inBasis[type]! += 1
    this.#isBasic[leaves] = 0
    this.#isBasic[v] = 1
    this.#basic[row] = v
    this.#amount[row] = found.step
    this.#basis.replace(row, w)
    this.#age += 1
    if (this.#age >= FRESH) this.#refresh()
    else this.#reprice()
  }

  /** How far one can go, and which row of the basis, or key of a type, is used up first. */
  #leaving(w: Float64Array, type: number): { step: number; row: number; keyOf: number } {
    let step = Infinity
    let row = -1
    let keyOf = -1
    const change = new Map<number, number>(type >= 0 ? [[type, -1]] : [])
    for (let i = 0; i < w.length; i += 1) {
      const t = this.#typeOf(this.#basic[i]!)
      if (t >= 0 && w[i] !== 0) change.set(t, (change.get(t) ?? 0) + w[i]!)
      if (w[i]! <= LEAST_PIVOT) continue
      const most = Math.max(0, this.#amount[i]!) / w[i]!
      if (most < step) [step, row] = [most, i]
    }
    for (const [t, amount] of change) {
      if (amount >= -LEAST_PIVOT) continue
      const most = Math.max(0, this.#keyAmount[t]!) / -amount
      if (most < step) [step, keyOf] = [most, t]
    }
    return { step, row, keyOf }
  }

  #move(w: Float64Array, type: number, step: number): void {
    if (type >= 0) this.#keyAmount[type]! -= step
    for (let i = 0; i < w.length; i += 1) {
      const by = w[i]! * step
      this.#amount[i]! -= by
      const t = this.#typeOf(this.#basic[i]!)
      if (t >= 0) this.#keyAmount[t]! += by
    }
  }

  /**
   * Makes another variable of the type its key, and puts the old one into that one's row, from
   * which it can leave; `w` is what comes in, in terms of the basis. Returns the row.
   */
  #swapKey(t: number, w: Float64Array, type: number): number {
    const own: number[] = []
    for (let i = 0; i < w.length; i += 1) if (this.#typeOf(this.#basic[i]!) === t) own.push(i)
    // Any of them will do; the one with the largest amount leaves the key farthest from its edge.
    const row = own.reduce((a, b) => (this.#amount[a]! >= this.#amount[b]! ? a : b))
    this.#basis.swapKey(row, own)
    const sum = own.reduce((total, j) => total + w[j]!, 0)
    w[row] = -sum + (type === t ? 1 : 0)
    const key = this.#key[t]!
    this.#key[t] = this.#basic[row]!
    this.#keyAmount[t] = this.#amount[row]!
    this.#basic[row] = key
    return row
  }

  #reprice(): void {
    const cost = new Float64Array(this.#basic.length)
    for (let i = 0; i < cost.length; i += 1) {
      const t = this.#typeOf(this.#basic[i]!)
      cost[i] = this.#cost(this.#basic[i]!) - (t < 0 ? 0 : this.#cost(this.#key[t]!))
    }
    this.#basis.timesLeft(cost, this.#prices)
  }

  #cost(v: number): number {
    const { columns, types, mandatory } = this.#p
    if (v < columns) return this.#values[v]!
    return v < columns + types && mandatory[v - columns] === 1 ? -this.#must : 0
  }

  /** Works inverse, amounts and prices out anew. */
  #refresh(): void {
    this.#age = 0
    this.#basis.invert(this.#basic.map((v) => this.#column(v)))
    const left = Float64Array.from(this.#limit)
    this.#key.forEach((v, t) => this.#addUses(left, v, -this.#supply[t]!))
    this.#amount = this.#basis.times(left)
    this.#keyAmount.set(this.#supply)
    this.#basic.forEach((v, i) => {
      const t = this.#typeOf(v)
      if (t >= 0) this.#keyAmount[t]! -= this.#amount[i]!
    })
    this.#reprice()
  }
}

/** Numbers from 1 to 2 that differ from each other. */
function scatter(n: number): number {
  return 1 + (Math.imul(n + 1, 0x9e3779b1) >>> 0) / 2 ** 32
}
