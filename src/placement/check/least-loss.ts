/** Sets of items side by side that are looked at, at most; beyond it the loss found may be less. */
const MOST_SETS = 1 << 17
const FIRST_SETS = 1 << 8
/** The least limit that is worth a try, as a share of the largest loss. */
const SMALL = 2 ** -24

/** Items for one locality, all in whole numbers whose sums stay exact. */
export interface Items {
  readonly count: number
  readonly resources: number
  /** What is free of each resource. */
  readonly room: Float64Array
  /** Of each resource, 0 or more. */
  readonly price: Float64Array
  /** items x resources */
  readonly need: Float64Array
  /** What each item is worth after paying for what it needs. */
  readonly gain: Float64Array
}

/**
 * What the best set of items that fits is worth below what the prices alone allow, which is the
 * room at its prices and every gain above 0: a set loses the gains it leaves, what it takes with
 * gains below 0, and the price of the room it leaves free. Never more than the truth.
 */
export class LeastLoss {
  #sets: Sets = emptySets(0, 0)
  #next: Sets = emptySets(0, 0)

  /** `likely`: where to begin to look. */
  of(items: Items, likely: number): number {
    const most = allLost(items)
    const strides = stridesOf(items)
    if (strides === undefined) return 0
    let surely = 0
    for (let limit = Math.max(most * SMALL, likely); ; limit *= 4) {
      const found = this.#upTo(items, strides, Math.min(limit, most))
      if (found === 'too many') return surely
      if (found !== undefined) return found
      surely = Math.min(limit, most)
    }
  }

  /** The least loss when it is not above the limit; undefined when it is. */
  #upTo(items: Items, strides: Float64Array, limit: number): number | 'too many' | undefined {
    const { resources: R, room, need, gain } = items
    const used = new Float64Array(R)
    const rest = new Float64Array(R)
    const doubtful: number[] = []
    for (let k = 0; k < items.count; k += 1) {
      const isDoubtful = Math.abs(gain[k]!) <= limit
      if (isDoubtful) doubtful.push(k)
      else if (gain[k]! < 0) continue
      const into = isDoubtful ? rest : used
      for (let r = 0; r < R; r += 1) into[r]! += need[k * R + r]!
    }
    if (used.some((amount, r) => amount > room[r]!)) return undefined
    this.#reserve(R)
    this.#sets.count = 0
    add(this.#sets, 0, 0, used, 0, undefined)
    // Those who matter most first: most of what goes against them is at once too dear.
    doubtful.sort((a, b) => Math.abs(gain[b]!) - Math.abs(gain[a]!) || a - b)
    for (const k of doubtful) {
      for (let r = 0; r < R; r += 1) rest[r]! -= need[k * R + r]!
      if (!this.#choose(items, k, strides, rest, limit)) return 'too many'
    }
    return this.#best(items, limit)
  }

  /** Every set with and without an item; of those that use the same only the better one stays. */
  #choose(
    items: Items,
    k: number,
    strides: Float64Array,
    rest: Float64Array,
    limit: number,
  ): boolean {
    const { resources: R, need, gain } = items
    const from = this.#sets
    if (2 * from.count > MOST_SETS) return false
    if (2 * from.count > this.#next.most) this.#next = emptySets(R, 4 * from.count)
    const to = this.#next
    const own = need.subarray(k * R, (k + 1) * R)
    const step = own.reduce((sum, amount, r) => sum + amount * strides[r]!, 0)
    const left = Math.max(0, gain[k]!)
    const taken = Math.max(0, -gain[k]!)
    const keep = (key: number, loss: number, s: number, more?: Float64Array): void => {
      if (mayStay(items, from, s, more, rest, loss, limit)) add(to, key, loss, from.used, s, more)
    }
    to.count = 0
    // Both lists come by key. A set that does not fit could have the key of another that does.
    let without = 0
    let having = nextFit(items, from, 0, own)
    while (without < from.count || having < from.count) {
      const a = without < from.count ? from.key[without]! : Infinity
      const b = having < from.count ? from.key[having]! + step : Infinity
      const lossWithout = a <= b ? from.loss[without]! + left : Infinity
      const lossHaving = b <= a ? from.loss[having]! + taken : Infinity
      // With the same use the dearer one is not better anywhere.
      if (lossWithout <= lossHaving) keep(a, lossWithout, without)
      else keep(b, lossHaving, having, own)
      if (a <= b) without += 1
      if (b <= a) having = nextFit(items, from, having + 1, own)
    }
    this.#sets = to
    this.#next = from
    return true
  }

  #best({ resources: R, room, price }: Items, limit: number): number | undefined {
    const { count, loss, used } = this.#sets
    let best = Infinity
    for (let s = 0; s < count; s += 1) {
      let all = loss[s]!
      for (let r = 0; r < R; r += 1) all += price[r]! * (room[r]! - used[s * R + r]!)
      if (all < best) best = all
    }
    return best <= limit ? best : undefined
  }

  #reserve(resources: number): void {
    if (this.#sets.resources === resources) return
    this.#sets = emptySets(resources, FIRST_SETS)
    this.#next = emptySets(resources, FIRST_SETS)
  }
}

/** Sets of items: what each has lost and used so far, by a key of what it used, ascending. */
interface Sets {
  readonly resources: number
  readonly most: number
  count: number
  readonly key: Float64Array
  readonly loss: Float64Array
  readonly used: Float64Array
}

function emptySets(resources: number, most: number): Sets {
  return {
    resources,
    most,
    count: 0,
    key: new Float64Array(most),
    loss: new Float64Array(most),
    used: new Float64Array(most * resources),
  }
}

function add(
  to: Sets,
  key: number,
  loss: number,
  used: Float64Array,
  s: number,
  more: Float64Array | undefined,
): void {
  const { resources: R, count } = to
  to.key[count] = key
  to.loss[count] = loss
  for (let r = 0; r < R; r += 1) {
    to.used[count * R + r] = used[s * R + r]! + (more === undefined ? 0 : more[r]!)
  }
  to.count = count + 1
}

/** The first set from `s` on beside which an item fits. */
function nextFit(
  { resources: R, room }: Items,
  { count, used }: Sets,
  s: number,
  own: Float64Array,
): number {
  for (let at = s; at < count; at += 1) {
    let fits = true
    for (let r = 0; r < R; r += 1) if (used[at * R + r]! + own[r]! > room[r]!) fits = false
    if (fits) return at
  }
  return count
}

/** Whether a set can still stay within the limit, if all that is left to choose were taken. */
function mayStay(
  { resources: R, room, price }: Items,
  { used }: Sets,
  s: number,
  more: Float64Array | undefined,
  rest: Float64Array,
  loss: number,
  limit: number,
): boolean {
  let least = loss
  for (let r = 0; r < R; r += 1) {
    const free = room[r]! - used[s * R + r]! - (more === undefined ? 0 : more[r]!)
    if (free > rest[r]!) least += price[r]! * (free - rest[r]!)
  }
  return least <= limit
}

/** The loss of the set without any item, which always fits. */
function allLost({ count, resources: R, room, price, gain }: Items): number {
  let lost = 0
  for (let r = 0; r < R; r += 1) lost += room[r]! * price[r]!
  for (let k = 0; k < count; k += 1) if (gain[k]! > 0) lost += gain[k]!
  return lost
}

/**
 * How much each resource adds to the key of a set; 0 where what is used makes no difference.
 * Undefined when keys would not stay exact.
 */
function stridesOf({ count, resources, room, price, need }: Items): Float64Array | undefined {
  const strides = new Float64Array(resources)
  let stride = 1
  for (let r = 0; r < resources; r += 1) {
    let all = 0
    for (let k = 0; k < count; k += 1) all += need[k * resources + r]!
    if (price[r] === 0 && all <= room[r]!) continue
    strides[r] = stride
    stride *= room[r]! + 1
  }
  return stride <= Number.MAX_SAFE_INTEGER / 2 ? strides : undefined
}
