import type { PlacementChoice, PlacementProblem } from './problem.ts'

/** Why an item is not in another bin. */
export type OtherBin = {
  readonly bin: number
  /** Value here less value there, level by level; what it has now counts 0 when unplaced. */
  readonly margin: readonly number[]
} & (
  | {
      readonly reason:
        /** Room, but no gain in the strict order. */
        | 'no_better'
        /** A lock (its own, or in its group) holds it. */
        | 'locked'
        /** The items that must go along cannot (other programme, or no room for them all). */
        | 'group'
    }
  /** These rows have no room for it. */
  | { readonly reason: 'full'; readonly rows: readonly number[] }
)

export interface ItemExplanation {
  readonly item: number
  /** -1: unplaced. */
  readonly bin: number
  /**
   * The best alternative with the plan as it stands (-1: to stay unplaced) and by how much the
   * present place is better, level by level. Absent when nothing else is possible.
   */
  readonly next?: { readonly bin: number; readonly margin: readonly number[] }
  /** The allowed bins other than its own, best value first. */
  readonly others: readonly OtherBin[]
  /** Bins that are not among its choices. */
  readonly notAllowed: readonly number[]
}

/** Prepares explanations for one plan; each item is then explained on demand. */
export function explainer(
  problem: PlacementProblem,
  binOf: readonly number[],
): (item: number) => ItemExplanation {
  const load = problem.rows.map(() => 0)
  problem.items.forEach((item, i) => {
    const choice = item.choices.find(({ bin }) => bin === binOf[i])
    for (const [row, amount] of choice?.uses ?? []) load[row]! += amount
  })
  const mates = new Map<number, number[]>()
  problem.items.forEach(({ group }, i) => {
    if (group !== undefined) mates.set(group, [...(mates.get(group) ?? []), i])
  })
  return (item) => explainItem({ problem, binOf, load, mates }, item)
}

interface Situation {
  readonly problem: PlacementProblem
  readonly binOf: readonly number[]
  readonly load: readonly number[]
  readonly mates: ReadonlyMap<number, readonly number[]>
}

function explainItem(situation: Situation, i: number): ItemExplanation {
  const { problem, binOf } = situation
  const item = problem.items[i]!
  const bin = binOf[i]!
  const now = item.choices.find((choice) => choice.bin === bin)
  const value = now?.value ?? zeros(problem.levels)
  const others = item.choices
    .filter((choice) => choice.bin !== bin)
    .sort((a, b) => compareValues(b.value, a.value) || a.bin - b.bin)
    .map((choice) => otherBin(situation, i, now, choice))
  const allowed = new Set(item.choices.map((choice) => choice.bin))
  const notAllowed = Array.from({ length: problem.bins }, (_, b) => b).filter(
    (b) => !allowed.has(b),
  )
  const next = nextBest(situation, i, value, others)
  return { item: i, bin, others, notAllowed, ...(next && { next }) }
}

function otherBin(
  situation: Situation,
  i: number,
  now: PlacementChoice | undefined,
  choice: PlacementChoice,
): OtherBin {
  const { problem } = situation
  const item = problem.items[i]!
  const value = now?.value ?? zeros(problem.levels)
  const bin = choice.bin
  const margin = value.map((v, level) => v - choice.value[level]!)
  const group = item.group === undefined ? [i] : situation.mates.get(item.group)!
  if (item.lockedTo !== undefined) return { bin, margin, reason: 'locked' }
  const programme = problem.programmeOfBin[bin]!
  if (group.length > 1 && now && programme !== problem.programmeOfBin[now.bin]) {
    const locked = group.some((mate) => problem.items[mate]!.lockedTo !== undefined)
    return { bin, margin, reason: locked ? 'locked' : 'group' }
  }
  const rows = rowsWithoutRoom(situation, now, choice)
  if (rows.length > 0) return { bin, margin, reason: 'full', rows }
  // An unplaced item of a group fits alone: the others must be what stops it.
  const stopped = group.length > 1 && !now
  return { bin, margin, reason: stopped ? 'group' : 'no_better' }
}

function rowsWithoutRoom(
  { problem, load }: Situation,
  now: PlacementChoice | undefined,
  choice: PlacementChoice,
): number[] {
  const freed = new Map(now?.uses)
  return choice.uses
    .filter(([row, amount]) => {
      const used = load[row]! - (freed.get(row) ?? 0)
      return amount > 0 && used + amount > problem.rows[row]!.capacity
    })
    .map(([row]) => row)
}

function nextBest(
  { problem, binOf, mates }: Situation,
  i: number,
  value: readonly number[],
  others: readonly OtherBin[],
): ItemExplanation['next'] {
  const item = problem.items[i]!
  const possible = others.find((other) => other.reason === 'no_better')
  const group = item.group === undefined ? [i] : mates.get(item.group)!
  const canLeave = group.length === 1 && item.lockedTo === undefined && binOf[i] !== -1
  const leaves = canLeave ? { bin: -1, margin: value } : undefined
  if (!possible) return leaves
  if (leaves && compareValues(leaves.margin, possible.margin) < 0) return leaves
  return { bin: possible.bin, margin: possible.margin }
}

function compareValues(a: readonly number[], b: readonly number[]): number {
  const level = a.findIndex((value, k) => value !== b[k])
  return level === -1 ? 0 : a[level]! - b[level]!
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0)
}
