import type { PlacementProblem } from './problem.ts'

/** A rule that a plan breaks; indices refer to the problem. */
export type PlacementFault =
  | { readonly rule: 'one_bin_for_each_item'; readonly detail: string }
  | { readonly rule: 'bin_allowed'; readonly item: number; readonly bin: number }
  | {
      readonly rule: 'capacity'
      readonly row: number
      readonly used: number
      readonly capacity: number
    }
  | { readonly rule: 'lock'; readonly item: number; readonly lockedTo: number }
  | { readonly rule: 'group'; readonly group: number; readonly items: readonly number[] }
  | {
      readonly rule: 'objective'
      readonly level: number
      readonly stated: number
      readonly actual: number
    }

/**
 * Every rule that the plan breaks; empty when it is sound. Shares no code with the solver: it goes
 * from the problem as given, item by item.
 */
export function checkPlacement(
  problem: PlacementProblem,
  binOf: readonly number[],
  stated?: readonly number[],
): PlacementFault[] {
  if (binOf.length !== problem.items.length) {
    const detail = `${binOf.length} bins for ${problem.items.length} items`
    return [{ rule: 'one_bin_for_each_item', detail }]
  }
  const faults: PlacementFault[] = []
  const used = problem.rows.map(() => 0)
  const actual: number[] = Array.from({ length: problem.levels }, () => 0)
  problem.items.forEach((item, i) => {
    const bin = binOf[i]!
    if (item.lockedTo !== undefined && bin !== item.lockedTo) {
      faults.push({ rule: 'lock', item: i, lockedTo: item.lockedTo })
    }
    if (bin === -1) return
    const choice = item.choices.find((candidate) => candidate.bin === bin)
    if (!choice) {
      faults.push({ rule: 'bin_allowed', item: i, bin })
      return
    }
    for (const [row, amount] of choice.uses) used[row]! += amount
    choice.value.forEach((value, level) => (actual[level]! += value))
  })
  problem.rows.forEach(({ capacity }, row) => {
    if (used[row]! > capacity) faults.push({ rule: 'capacity', row, used: used[row]!, capacity })
  })
  stated?.forEach((value, level) => {
    if (value === actual[level]) return
    faults.push({ rule: 'objective', level, stated: value, actual: actual[level] ?? 0 })
  })
  return [...faults, ...groupFaults(problem, binOf)]
}

function groupFaults(problem: PlacementProblem, binOf: readonly number[]): PlacementFault[] {
  const membersOf = new Map<number, number[]>()
  problem.items.forEach(({ group }, i) => {
    if (group !== undefined) membersOf.set(group, [...(membersOf.get(group) ?? []), i])
  })
  const faults: PlacementFault[] = []
  for (const [group, items] of membersOf) {
    const programmes = new Set(items.map((i) => problem.programmeOfBin[binOf[i]!] ?? 'unplaced'))
    if (programmes.size > 1) faults.push({ rule: 'group', group, items })
  }
  return faults
}
