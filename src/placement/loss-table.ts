/** Bits of a state's key, shared out among the capacity rows; keys may coincide all the same. */
export const KEY_BITS = 52

/** Weights of a key are spread evenly below 2^38: sums over the rows stay whole numbers. */
const GOLDEN = (Math.sqrt(5) - 1) / 2
const WEIGHT = 2 ** 38

/**
 * The cheapest set of changes that makes loads fit: a dynamic program over what is left in a few
 * capacity rows, whose states are kept only while their loss stays below the best known. Seen from
 * good prices nearly every case sits where it should and the few changes worth a thought cost next
 * to nothing, so that there are tens of states where the full table would have thousands.
 *
 * A change is one row of `delta` (what it frees, negative: takes, in each capacity row) with a
 * cost; at most one change of each group is made; groups come in order of their least cost.
 */
export class LossTable {
  #rows = 0
  #states = 0
  readonly #most: number
  /** What a unit of each row adds to a state's key: any large numbers. */
  readonly #weight: Float64Array
  readonly #cost: Float64Array
  readonly #key: Float64Array
  readonly #left: Int32Array
  readonly #parent: Int32Array
  readonly #change: Int32Array
  readonly #diedAt: Int32Array
  readonly #slot: Int32Array
  readonly #usedSlots: Int32Array
  #slotsUsed = 0
  #best = Infinity
  #bestState = -1
  /** The least cost of any state. */
  #least = 0
  /** The loss of `chosen`; Infinity when nothing below what was asked was found. */
  reached = Infinity
  /** The changes of the best set found by the last call. */
  readonly chosen: number[] = []

  constructor(mostRows: number, mostStates: number) {
    this.#most = mostStates
    this.#weight = Float64Array.from(
      { length: mostRows },
      (_, r) => 1 + Math.floor((((r + 1) * GOLDEN) % 1) * WEIGHT),
    )
    this.#cost = new Float64Array(mostStates)
    this.#key = new Float64Array(mostStates)
    this.#left = new Int32Array(mostStates * mostRows)
    this.#parent = new Int32Array(mostStates)
    this.#change = new Int32Array(mostStates)
    this.#diedAt = new Int32Array(mostStates)
    this.#slot = new Int32Array(2 ** Math.ceil(Math.log2(mostStates * 2.5))).fill(-1)
    this.#usedSlots = new Int32Array(mostStates)
  }

  /**
   * Returns a loss that no feasible set of changes undercuts; `chosen` reaches `reached`, which is
   * the same unless the table was too small. Loss = costs of the changes + prices x what is left in the rows. `below`: only losses
   * smaller than this are of interest; when there is none the answer is `below`.
   */
  solve(task: LossTask, below: number): number {
    const { rows, changes, cost, group } = task
    this.#rows = rows
    this.#clear()
    this.#best = below
    this.#bestState = -1
    let key = 0
    for (let r = 0; r < rows; r += 1) key += task.left[r]! * this.#weight[r]!
    this.#add(0, key, -1, -1, task, 0, Infinity)
    let t = 0
    let gains = 0
    for (let c = 0; c < changes; c += 1) {
      if (c > 0 && group[c] === group[c - 1]) continue
      if (cost[c]! >= 0) break
      gains += cost[c]!
    }
    while (t < changes) {
      const first = cost[t]!
      const least = this.#least + (gains < 0 ? gains : first)
      if (least >= this.#best) break
      let end = t + 1
      while (end < changes && group[end] === group[t]) end += 1
      if (first < 0) gains -= first
      // What any further group can bring at best: all gains left, or the least of the losses.
      const next = end >= changes ? Infinity : cost[end]! < 0 ? gains : cost[end]!
      const before = this.#states
      for (let c = t; c < end; c += 1) {
        const by = cost[c]!
        let step = 0
        for (let r = 0; r < rows; r += 1) step += task.delta[c * rows + r]! * this.#weight[r]!
        for (let s = 0; s < before; s += 1) {
          const died = this.#diedAt[s]!
          if (died >= 0 && died < t) continue
          const total = this.#cost[s]! + by
          if (total + Math.min(0, gains) >= this.#best) continue
          if (!this.#add(total, this.#key[s]! + step, s, c, task, t, next)) {
            return this.#result(Math.min(this.#best, least))
          }
        }
      }
      t = end
    }
    return this.#result(this.#best)
  }

  #result(loss: number): number {
    this.chosen.length = 0
    this.reached = this.#bestState < 0 ? Infinity : this.#best
    for (let s = this.#bestState; s > 0; s = this.#parent[s]!) this.chosen.push(this.#change[s]!)
    return loss
  }

  /** False when the table is full. */
  #add(
    cost: number,
    key: number,
    parent: number,
    change: number,
    task: LossTask,
    t: number,
    next: number,
  ): boolean {
    const rows = this.#rows
    const at = this.#states
    if (at === this.#most) return false
    const left = this.#left
    let fits = true
    let loss = cost
    for (let r = 0; r < rows; r += 1) {
      const now =
        parent < 0 ? task.left[r]! : left[parent * rows + r]! + task.delta[change * rows + r]!
      left[at * rows + r] = now
      if (now < 0) fits = false
      else loss += task.price[r]! * now
    }
    if (fits && loss < this.#best) {
      this.#best = loss
      this.#bestState = at
      this.#keep(at, cost, key, parent, change)
      this.#enter(at, t)
      return true
    }
    if (parent >= 0 && cost + next >= this.#best) return true
    const slot = this.#find(key, at)
    const same = this.#slot[slot]!
    if (same >= 0) {
      if (this.#cost[same]! <= cost) return true
      if (this.#diedAt[same]! < 0) this.#diedAt[same] = t
    }
    this.#keep(at, cost, key, parent, change)
    this.#setSlot(slot, at)
    return true
  }

  #keep(at: number, cost: number, key: number, parent: number, change: number): void {
    this.#cost[at] = cost
    this.#key[at] = key
    this.#parent[at] = parent
    this.#change[at] = change
    this.#diedAt[at] = -1
    this.#states = at + 1
    if (cost < this.#least) this.#least = cost
  }

  #enter(at: number, t: number): void {
    const slot = this.#find(this.#key[at]!, at)
    const same = this.#slot[slot]!
    if (same >= 0) {
      if (this.#cost[same]! <= this.#cost[at]!) return
      if (this.#diedAt[same]! < 0) this.#diedAt[same] = t
    }
    this.#setSlot(slot, at)
  }

  /** The slot of the state that has the same left as this one, or where it would be. */
  #find(key: number, at: number): number {
    const high = Math.floor(key / 4294967296)
    const mixed = Math.imul((key | 0) ^ Math.imul(high | 0, 0x9e3779b1), 0x85ebca6b)
    const mask = this.#slot.length - 1
    let slot = (mixed ^ (mixed >>> 15)) & mask
    while (this.#slot[slot]! >= 0 && !this.#isSame(this.#slot[slot]!, key, at)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #isSame(state: number, key: number, at: number): boolean {
    if (this.#key[state] !== key) return false
    const rows = this.#rows
    for (let r = 0; r < rows; r += 1) {
      if (this.#left[state * rows + r] !== this.#left[at * rows + r]) return false
    }
    return true
  }

  #setSlot(slot: number, at: number): void {
    if (this.#slot[slot]! < 0) {
      this.#usedSlots[this.#slotsUsed] = slot
      this.#slotsUsed += 1
    }
    this.#slot[slot] = at
  }

  #clear(): void {
    for (let s = 0; s < this.#slotsUsed; s += 1) this.#slot[this.#usedSlots[s]!] = -1
    this.#slotsUsed = 0
    this.#states = 0
    this.#least = 0
  }
}

export interface LossTask {
  /** How many capacity rows take part. */
  readonly rows: number
  /** What is left in each row before any change; negative: over. */
  readonly left: Float64Array
  /** The price of each row, 0 or more. */
  readonly price: Float64Array
  readonly changes: number
  /** changes x rows */
  readonly delta: Float64Array
  /** Gains (below 0) come first; of a group its least first. */
  readonly cost: Float64Array
  readonly group: Int32Array
}
