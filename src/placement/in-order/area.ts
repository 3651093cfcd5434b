import type { Certificate, ColumnBounds } from './certificate.ts'
import { narrow } from './certificate.ts'
import type { Compact } from './compact.ts'

/** What areas are cut out of: a problem, and the columns that are still open. */
interface Field {
  readonly packed: Compact
  readonly bounds: ColumnBounds
}

/** What is known of a level: its best bound, and a solution of its relaxation. */
interface Known {
  readonly certificate: Certificate | undefined
  readonly relaxed: Float64Array
}

/** Where to search: the free types are decided anew within the bounds, the others as in the base. */
export interface Area {
  readonly bounds: ColumnBounds
  readonly base: Float64Array
  readonly free: Uint8Array
  /** Columns that the free types may use. */
  readonly columns: number
}

/** The bounds that hold for every plan worth at least `target`. */
function boundsFor(task: Field, goal: Known, target: number): ColumnBounds {
  const bounds = { lower: task.bounds.lower.slice(), upper: task.bounds.upper.slice() }
  if (goal.certificate) narrow(task.packed, goal.certificate, target, bounds)
  return bounds
}

/** All types are free. */
export function everywhere(task: Field, goal: Known, target: number): Area {
  const bounds = boundsFor(task, goal, target)
  const free = new Uint8Array(task.packed.types).fill(1)
  return { bounds, base: goal.relaxed, free, columns: countColumns(task.packed, bounds, free) }
}

/** Free where the relaxed solution is broken, and `size` more types that lose least by moving. */
export function aroundRelaxed(task: Field, goal: Known, target: number, size: number): Area {
  const { packed } = task
  const { relaxed, certificate } = goal
  const bounds = boundsFor(task, goal, target)
  const base = relaxed.map(Math.round)
  const free = new Uint8Array(packed.types)
  const ease = new Float64Array(packed.types).fill(Infinity)
  for (let c = 0; c < packed.columns; c += 1) {
    const t = packed.typeOfColumn[c]!
    const outside = base[c]! < bounds.lower[c]! || base[c]! > bounds.upper[c]!
    if (outside || Math.abs(base[c]! - relaxed[c]!) > 1e-6) free[t] = 1
    if (base[c] === 0 && bounds.upper[c]! > 0) {
      ease[t] = Math.min(ease[t]!, (certificate?.loss[c] ?? 0) + weight(packed, c) / 1024)
    }
  }
  const order = Array.from(ease.keys()).sort(
    (a, b) => ease[a]! - ease[b]! || scatter(a) - scatter(b) || a - b,
  )
  for (const t of order.slice(0, size)) free[t] = 1
  return { bounds, base, free, columns: countColumns(packed, bounds, free) }
}

/** Free: some of the types that differ, others in each round; the rest as in the plan. */
export function betweenPlanAndRelaxed(
  task: Field,
  x: Float64Array,
  goal: Known,
  target: number,
  round: number,
  size: number,
): Area {
  const { packed } = task
  const bounds = boundsFor(task, goal, target)
  const differs = new Set<number>()
  for (let c = 0; c < packed.columns; c += 1) {
    if (Math.abs(x[c]! - goal.relaxed[c]!) > 1e-6) differs.add(packed.typeOfColumn[c]!)
  }
  const shuffled = (t: number): number => scatter(t + round * packed.types)
  const order = [...differs].sort((a, b) => shuffled(a) - shuffled(b) || a - b)
  const free = new Uint8Array(packed.types)
  for (const t of order.slice(0, size)) free[t] = 1
  return { bounds, base: x, free, columns: countColumns(packed, bounds, free) }
}

/** A fixed shuffle, so that types alike do not crowd out the others. */
function scatter(t: number): number {
  return Math.imul(t + 1, 0x9e3779b1) >>> 0
}

/** Small needs move more easily than large ones. */
function weight(packed: Compact, c: number): number {
  let sum = 0
  for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) sum += packed.useAmount[u]!
  return sum
}

function countColumns(packed: Compact, bounds: ColumnBounds, free: Uint8Array): number {
  let columns = 0
  for (let c = 0; c < packed.columns; c += 1) {
    if (free[packed.typeOfColumn[c]!] === 1 && bounds.upper[c]! > 0) columns += 1
  }
  return columns
}
