import type { PlacementProblem } from '../problem.ts'

/** Cases that are placed all or none: parts near each other, each part at one locality. */
export interface Unit {
  readonly parts: readonly (readonly number[])[]
}

/**
 * Merges the lists: cases that must go together make a part; parts that must go near each other
 * make a unit. Every case is in one unit; most are alone, and those take no memory.
 */
export function* unitsOf({ cases, together = [], near = [] }: PlacementProblem): Generator<Unit> {
  const all = [...together, ...near]
  const listed = new Set(all.flat())
  for (let i = 0; i < cases; i += 1) if (!listed.has(i)) yield { parts: [[i]] }
  const part = merged(listed, together)
  const unit = merged(listed, all)
  const parts = new Map<number, number[]>()
  for (const i of listed) listAt(parts, part(i)).push(i)
  const units = new Map<number, number[][]>()
  for (const members of parts.values()) listAt(units, unit(members[0] as number)).push(members)
  for (const of of units.values()) yield { parts: of }
}

function listAt<T>(lists: Map<number, T[]>, key: number): T[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list: T[] = []
  lists.set(key, list)
  return list
}

/** For each listed case one that stands for all that it is listed with, by whatever chain. */
function merged(
  listed: ReadonlySet<number>,
  lists: readonly (readonly number[])[],
): (oneCase: number) => number {
  const above = new Map<number, number>()
  for (const i of listed) above.set(i, i)
  const top = (i: number): number => {
    let at = i
    for (;;) {
      const next = above.get(at) ?? at
      if (next === at) return at
      above.set(at, above.get(next) ?? next)
      at = next
    }
  }
  for (const list of lists) for (const i of list) above.set(top(i), top(list[0] ?? i))
  return top
}
