import type { BlockRule } from './block-keys.ts'
import { blockRules } from './block-keys.ts'
import type { LinkTable } from './link-table.ts'

export interface BlockOptions {
  /** Pairs are shared out: this part of so many (0-based), by the record that comes first. */
  readonly part?: number
  readonly parts?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Pairs of records to be compared, each once; `first[i] < second[i]`. */
export interface CandidatePairs {
  readonly first: Uint32Array
  readonly second: Uint32Array
}

/** Pairs that one rule may bring: 200,000 and three for each record (our choice, measured). */
const FEWEST_PAIRS = 200_000
const PAIRS_PER_RECORD = 2

/** Finds the pairs that share a key of any rule; blocks too large are split by other facts. */
export function candidatePairs(table: LinkTable, options: BlockOptions = {}): CandidatePairs {
  const { part = 0, parts = 1, onProgress = () => {} } = options
  const rules = blockRules(table)
  const found = new PairList(table, part, parts)
  const splits = splitters(table)
  for (const [at, rule] of rules.entries()) {
    pairsOfRule(table, rule, splits, found)
    onProgress(at + 1, rules.length)
  }
  return found.unique()
}

function pairsOfRule(
  table: LinkTable,
  rule: BlockRule,
  splits: readonly Uint32Array[],
  found: PairList,
): void {
  const { size } = table
  const entries = sortedEntries(size, rule)
  const blocks = blockStarts(entries, size)
  const most = largestBlock(blocks, FEWEST_PAIRS + PAIRS_PER_RECORD * size)
  for (let at = 0; at + 1 < blocks.length; at++) {
    const [from = 0, to = 0] = [blocks[at], blocks[at + 1]]
    if (to - from < 2) continue
    const records = Array.from(entries.subarray(from, to), (entry) => entry % size)
    if (records.length <= most) found.addAll(records)
    else for (const split of splits) addSplit(records, split, most, found)
  }
}

/** Entries key × size + record, sorted: records with one key stand together. */
function sortedEntries(size: number, { keysOf }: BlockRule): Float64Array {
  let entries = new Float64Array(size * 2 + 16)
  let count = 0
  // Keeps key × size + record below 2^53.
  const keys = Math.min(2 ** 32, Math.floor(2 ** 53 / Math.max(1, size)))
  for (let record = 0; record < size; record++)
    keysOf(record, (key) => {
      if (count === entries.length) {
        const grown = new Float64Array(count * 2)
        grown.set(entries)
        entries = grown
      }
      entries[count++] = (key % keys) * size + record
    })
  return entries.subarray(0, count).sort()
}

function blockStarts(entries: Float64Array, size: number): number[] {
  const starts: number[] = []
  let last = -1
  for (let at = 0; at < entries.length; at++) {
    const key = Math.floor((entries[at] ?? 0) / size)
    if (key !== last) starts.push(at)
    last = key
  }
  starts.push(entries.length)
  return starts
}

/** The largest block size at which all blocks up to it bring no more pairs than the budget. */
function largestBlock(starts: readonly number[], budget: number): number {
  const bySize = new Map<number, number>()
  for (let at = 0; at + 1 < starts.length; at++) {
    const size = (starts[at + 1] ?? 0) - (starts[at] ?? 0)
    bySize.set(size, (bySize.get(size) ?? 0) + 1)
  }
  let pairs = 0
  let most = 1
  for (const [size, count] of [...bySize].toSorted(([a], [b]) => a - b)) {
    pairs += (count * size * (size - 1)) / 2
    if (pairs > budget && most > 10) break
    most = size
  }
  return most
}

/** What a block that is too large is split by, each on its own: name, name, birth, place, sex. */
function splitters(table: LinkTable): readonly Uint32Array[] {
  return table.columns
    .filter(
      ({ field }) =>
        field.kind === 'name' ||
        field.kind === 'date' ||
        field.kind === 'code' ||
        field.kind === 'number',
    )
    .map((column) => {
      const { skeletonOf } = table.phrases
      return Uint32Array.from({ length: table.size }, (_, record) => {
        const from = column.start[record] ?? 0
        if (from === column.start[record + 1]) return 0
        const value = column.values[from] ?? 0
        return 1 + (column.field.kind === 'name' ? (skeletonOf[value] ?? 0) : value)
      })
    })
}

function addSplit(
  records: readonly number[],
  split: Uint32Array,
  most: number,
  found: PairList,
): void {
  const groups = new Map<number, number[]>()
  for (const record of records) {
    const value = split[record] ?? 0
    if (value === 0) continue
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [record])
    else group.push(record)
  }
  for (const group of groups.values()) if (group.length <= most) found.addAll(group)
}

/** Pairs as first × size + second, growing; sorted and made unique at the end. */
class PairList {
  readonly #table: LinkTable
  readonly #part: number
  readonly #parts: number
  #pairs = new Float64Array(1 << 16)
  #count = 0

  constructor(table: LinkTable, part: number, parts: number) {
    this.#table = table
    this.#part = part
    this.#parts = parts
  }

  /** Every two of these records (ascending) that the table allows and that belong to this part. */
  addAll(records: readonly number[]): void {
    const { size } = this.#table
    for (let i = 0; i < records.length; i++) {
      const a = records[i] ?? 0
      if (a % this.#parts !== this.#part) continue
      for (let j = i + 1; j < records.length; j++) {
        const b = records[j] ?? 0
        if (a !== b && this.#table.allows(a, b)) this.#add(a * size + b)
      }
    }
  }

  #add(pair: number): void {
    if (this.#count === this.#pairs.length) {
      // Doubles are many: making unique first often saves the growing.
      this.#sortUnique()
      if (this.#count > this.#pairs.length / 2) {
        const grown = new Float64Array(this.#pairs.length * 2)
        grown.set(this.#pairs.subarray(0, this.#count))
        this.#pairs = grown
      }
    }
    this.#pairs[this.#count++] = pair
  }

  #sortUnique(): void {
    const all = this.#pairs.subarray(0, this.#count).sort()
    let kept = 0
    let last = -1
    for (const pair of all) {
      if (pair !== last) all[kept++] = pair
      last = pair
    }
    this.#count = kept
  }

  unique(): CandidatePairs {
    this.#sortUnique()
    const { size } = this.#table
    const first = new Uint32Array(this.#count)
    const second = new Uint32Array(this.#count)
    for (let at = 0; at < this.#count; at++) {
      const pair = this.#pairs[at] ?? 0
      first[at] = Math.floor(pair / size)
      second[at] = pair % size
    }
    return { first, second }
  }
}
