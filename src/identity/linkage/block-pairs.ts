import type { BlockRule } from './block-keys.ts'
import { blockRules, mix } from './block-keys.ts'
import { KeyList } from './key-list.ts'
import type { FieldKind } from './field.ts'
import type { Column, LinkTable } from './link-table.ts'

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

/**
 * Pairs that one rule, and one way of splitting its blocks, may bring: so many, and so many for
 * each record (our choice: more found nothing more).
 */
const FEWEST_PAIRS = 200_000
const PAIRS_PER_RECORD = 0.3
const SPLIT_PAIRS_PER_RECORD = 0.12

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
  const list = new KeyList()
  for (let record = 0; record < size; record++) rule.keysOf(record, (key) => list.add(key, record))
  const large = addBlocks(list.sort(), FEWEST_PAIRS + PAIRS_PER_RECORD * size, found)
  if (large.count === 0) return
  for (const split of splits) {
    const parts = new KeyList()
    for (let at = 0; at < large.count; at++) {
      const record = large.records[at] ?? 0
      const value = split[record] ?? 0
      if (value !== 0) parts.add(mix(large.keys[at] ?? 0, value), record)
    }
    addBlocks(parts.sort(), FEWEST_PAIRS + SPLIT_PAIRS_PER_RECORD * size, found)
  }
}

/** Pairs the records of every block that the budget allows; gives what stands in the others. */
function addBlocks(list: KeyList, budget: number, found: PairList): KeyList {
  const blocks = blockStarts(list)
  const most = largestBlock(blocks, budget)
  const large = new KeyList()
  for (let at = 0; at + 1 < blocks.length; at++) {
    const from = blocks[at] ?? 0
    const to = blocks[at + 1] ?? 0
    if (to - from < 2) continue
    if (to - from <= most) found.addAll(list.records.subarray(from, to))
    else
      for (let one = from; one < to; one++) large.add(list.keys[one] ?? 0, list.records[one] ?? 0)
  }
  return large
}

function blockStarts({ keys, count }: KeyList): number[] {
  const starts: number[] = []
  for (let at = 0; at < count; at++) if (at === 0 || keys[at] !== keys[at - 1]) starts.push(at)
  starts.push(count)
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
    if (pairs > budget && most > 1) break
    most = size
  }
  return most
}

/** What blocks that are too large are split by, each on its own: a name, the birth date, a place. */
function splitters(table: LinkTable): readonly Uint32Array[] {
  const ofKind = (kind: FieldKind): Column[] =>
    table.columns.filter(({ field }) => field.kind === kind && field.name !== 'sex')
  const chosen = [
    ...ofKind('name').slice(0, 2),
    ...ofKind('date').slice(0, 1),
    ...ofKind('code').slice(0, 1),
  ]
  return chosen.map(({ field, start, values }) => {
    const { skeletonOf } = table.phrases
    return Uint32Array.from({ length: table.size }, (_, record) => {
      const from = start[record] ?? 0
      if (from === start[record + 1]) return 0
      const value = values[from] ?? 0
      if (field.kind === 'date') return table.dates.partsOf(value).year
      return 1 + (field.kind === 'name' ? (skeletonOf[value] ?? 0) : value)
    })
  })
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
  addAll(records: Uint32Array): void {
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
