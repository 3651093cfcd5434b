import type { PlacementChoice, PlacementItem, PlacementProblem } from './problem.ts'

/**
 * The problem with interchangeable items merged: an *entry* is an item or a whole group, entries
 * with the same choices are one *type*, and a *column* is one way to place an entry of a type. Lossless: a
 * plan is how many entries of each type take each column.
 */
export interface Compact {
  readonly types: number
  readonly columns: number
  readonly levels: number
  /** Entries of each type. */
  readonly count: Int32Array
  /** 1 when every entry of the type must be placed (a lock in it). */
  readonly mandatory: Uint8Array
  /** Columns of type t are columnStart[t] .. columnStart[t + 1] - 1. */
  readonly columnStart: Int32Array
  readonly typeOfColumn: Int32Array
  /** Uses of column c are useStart[c] .. useStart[c + 1] - 1 in useRow and useAmount. */
  readonly useStart: Int32Array
  readonly useRow: Int32Array
  readonly useAmount: Float64Array
  /** values[level][column] */
  readonly values: readonly Float64Array[]
  readonly capacity: Float64Array
  /** For each type its entries in order of rank; an entry lists its items. */
  readonly entries: readonly (readonly (readonly number[])[])[]
  /** For each column the bin of each item of an entry. */
  readonly binsOfColumn: readonly (readonly number[])[]
}

/** More ways than this to seat one group inside its programmes are refused (RangeError). */
const MAX_WAYS = 50_000

interface Way {
  readonly bins: readonly number[]
  readonly uses: readonly (readonly [number, number])[]
  readonly value: readonly number[]
}

interface Entry {
  readonly items: readonly number[]
  readonly rank: number
  readonly mandatory: boolean
  readonly ways: readonly Way[]
  readonly key: string
}

/**
 * Merges what is interchangeable and puts the rest in an order that depends only on the content
 * and the ranks, so that the order of the items cannot change the plan.
 */
export function compact(problem: PlacementProblem): Compact {
  const byKey = new Map<string, Entry[]>()
  for (const entry of entriesOf(problem)) {
    if (entry.ways.length === 0 && !entry.mandatory) continue
    const same = byKey.get(entry.key)
    if (same) same.push(entry)
    else byKey.set(entry.key, [entry])
  }
  const types = [...byKey.keys()].sort().map((key) => byKey.get(key)!)
  for (const entries of types) entries.sort((a, b) => a.rank - b.rank || a.items[0]! - b.items[0]!)
  return pack(problem, types)
}

/** From entries per column back to a bin for each item (-1: unplaced): lower ranks first. */
export function binOfItems(packed: Compact, x: Float64Array, items: number): number[] {
  const binOf = new Array<number>(items).fill(-1)
  for (let t = 0; t < packed.types; t += 1) {
    const entries = packed.entries[t]!
    let next = 0
    for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
      const bins = packed.binsOfColumn[c]!
      for (let k = 0; k < x[c]!; k += 1) {
        entries[next]!.forEach((item, m) => (binOf[item] = bins[m]!))
        next += 1
      }
    }
  }
  return binOf
}

/**
 * From a bin for each item to entries per column. Undefined when some entry is placed in a way
 * that is not allowed, or half of a group is placed.
 */
export function columnsOfPlan(packed: Compact, binOf: readonly number[]): Float64Array | undefined {
  const x = new Float64Array(packed.columns)
  for (let t = 0; t < packed.types; t += 1) {
    for (const items of packed.entries[t]!) {
      if (items.every((item) => (binOf[item] ?? -1) === -1)) continue
      let column = packed.columnStart[t]!
      const end = packed.columnStart[t + 1]!
      const seats = (c: number): boolean =>
        packed.binsOfColumn[c]!.every((bin, m) => bin === binOf[items[m]!])
      while (column < end && !seats(column)) column += 1
      if (column === end) return undefined
      x[column]! += 1
    }
  }
  return x
}

function entriesOf(problem: PlacementProblem): Entry[] {
  const groups = new Map<number, number[]>()
  const singles: number[][] = []
  problem.items.forEach((item, i) => {
    if (item.group === undefined) singles.push([i])
    else if (groups.has(item.group)) groups.get(item.group)!.push(i)
    else groups.set(item.group, [i])
  })
  return [...singles, ...groups.values()].map((items) => entryOf(problem, items))
}

function entryOf(problem: PlacementProblem, members: readonly number[]): Entry {
  const choices = new Map(members.map((i) => [i, canonicalChoices(problem, problem.items[i]!)]))
  const keys = new Map(members.map((i) => [i, JSON.stringify(choices.get(i))]))
  const rank = (i: number): number => problem.items[i]!.rank
  const byContent = (a: number, b: number): number =>
    compareText(keys.get(a)!, keys.get(b)!) || rank(a) - rank(b) || a - b
  const items = [...members].sort(byContent)
  const mandatory = items.some((i) => problem.items[i]!.lockedTo !== undefined)
  const ways = waysToPlace(
    problem,
    items.map((i) => choices.get(i)!),
  )
  const key = `${mandatory ? '!' : '.'}${items.map((i) => keys.get(i)!).join('&')}`
  return { items, rank: Math.min(...items.map(rank)), mandatory, ways, key }
}

/** Choices in order of bin, without those that can never fit and those a lock rules out. */
function canonicalChoices(problem: PlacementProblem, item: PlacementItem): PlacementChoice[] {
  const fits = (choice: PlacementChoice): boolean =>
    choice.uses.every(([row, amount]) => amount <= problem.rows[row]!.capacity)
  return item.choices
    .filter((choice) => item.lockedTo === undefined || choice.bin === item.lockedTo)
    .filter(fits)
    .map(({ bin, uses, value }) => ({ bin, uses: [...uses].sort((a, b) => a[0] - b[0]), value }))
    .sort((a, b) => a.bin - b.bin)
}

/** Every way to place the members together: in bins of one programme, within the capacities. */
function waysToPlace(
  problem: PlacementProblem,
  choices: readonly (readonly PlacementChoice[])[],
): Way[] {
  const first = choices[0]!
  if (choices.length === 1) {
    return first.map(({ bin, uses, value }) => ({ bins: [bin], uses, value }))
  }
  const ways: Way[] = []
  const programmes = new Set(first.map((choice) => problem.programmeOfBin[choice.bin]!))
  for (const programme of programmes) {
    let partial: Way[] = [{ bins: [], uses: [], value: new Array<number>(problem.levels).fill(0) }]
    for (const options of choices) {
      const here = options.filter((choice) => problem.programmeOfBin[choice.bin] === programme)
      partial = partial.flatMap((way) => here.flatMap((choice) => extend(problem, way, choice)))
      if (ways.length + partial.length > MAX_WAYS) {
        throw new RangeError(
          `A group of ${choices.length} items can be seated in more than ${MAX_WAYS} ways. ` +
            'Lock some of its items or merge items that go to the same bin.',
        )
      }
    }
    ways.push(...partial)
  }
  return ways
}

function extend(problem: PlacementProblem, way: Way, choice: PlacementChoice): Way[] {
  const uses = new Map(way.uses)
  for (const [row, amount] of choice.uses) {
    const total = (uses.get(row) ?? 0) + amount
    if (total > problem.rows[row]!.capacity) return []
    uses.set(row, total)
  }
  const value = way.value.map((v, level) => v + choice.value[level]!)
  return [{ bins: [...way.bins, choice.bin], uses: [...uses], value }]
}

function pack(problem: PlacementProblem, types: readonly (readonly Entry[])[]): Compact {
  const ways = types.flatMap((entries) => entries[0]!.ways)
  const columnStart = starts(types.map((entries) => entries[0]!.ways.length))
  const typeOfColumn = new Int32Array(ways.length)
  for (let t = 0; t < types.length; t += 1) {
    typeOfColumn.fill(t, columnStart[t], columnStart[t + 1])
  }
  const used = ways.map((way) => way.uses.filter(([, amount]) => amount > 0))
  return {
    types: types.length,
    columns: ways.length,
    levels: problem.levels,
    count: Int32Array.from(types, (entries) => entries.length),
    mandatory: Uint8Array.from(types, (entries) => (entries[0]!.mandatory ? 1 : 0)),
    columnStart,
    typeOfColumn,
    useStart: starts(used.map((uses) => uses.length)),
    useRow: Int32Array.from(used.flatMap((uses) => uses.map(([row]) => row))),
    useAmount: Float64Array.from(used.flatMap((uses) => uses.map(([, amount]) => amount))),
    values: Array.from({ length: problem.levels }, (_, level) =>
      Float64Array.from(ways, (way) => way.value[level]!),
    ),
    capacity: Float64Array.from(problem.rows, (row) => row.capacity),
    entries: types.map((entries) => entries.map((entry) => entry.items)),
    binsOfColumn: ways.map((way) => way.bins),
  }
}

function starts(lengths: readonly number[]): Int32Array {
  const result = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => (result[i + 1] = result[i]! + length))
  return result
}

/** By code unit: the order must not depend on the machine's language. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
