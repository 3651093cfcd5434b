import type { Certificate, Conflict, Placement, PlacementPlan } from '../placement.ts'
import type { PlacementProblem } from '../problem.ts'
import { conflictWords } from './conflict-words.ts'
import type { NamedProblem, Names } from './names.ts'
import { caseId, quoted } from './names.ts'
import { scoreReader } from './score-reader.ts'

/** The result as a file holds it (docs/placement.md, docs/schemas/placement-result.schema.json). */
export interface ResultFile {
  readonly status: Placement['status']
  readonly objective?: number
  readonly bound?: number
  readonly gap?: number
  readonly assignments?: readonly AssignmentLine[]
  readonly unplaced?: readonly string[]
  readonly prices?: readonly {
    readonly locality: string
    readonly resource: string
    readonly price: number
  }[]
  readonly certificate?: Certificate
  readonly conflict?: ConflictFile
  /** Of the solving. */
  readonly seconds: number
}

export interface AssignmentLine {
  readonly case: string
  readonly locality: string
  readonly score: number
  /** What the next best would lose; absent where it is not known. */
  readonly margin?: number
}

/** Why not all demands can hold: in words, and by id. */
export interface ConflictFile {
  readonly words: readonly string[]
  /** Cases with a lock. */
  readonly locks: readonly string[]
  /** Positions in `together` and `near` of the problem. */
  readonly together: readonly number[]
  readonly near: readonly number[]
  readonly minimum: readonly PlaceOfResource[]
  readonly capacities: readonly PlaceOfResource[]
}

interface PlaceOfResource {
  readonly locality: string
  readonly resource: string
}

/**
 * The result as JSON text in pieces, one assignment a line: a million of them never stand in the
 * memory as objects. `margins`: for each case what the next best would lose, NaN where unknown.
 */
export function* writeResult(
  { problem, names }: NamedProblem,
  placement: Placement,
  margins?: Float64Array,
): Generator<string> {
  if (placement.status === 'infeasible') {
    const conflict = conflictFile(names, problem, placement.conflict)
    yield `{\n  "status": "infeasible",\n  "conflict": ${safe(conflict, 2)},\n`
    yield `  "seconds": ${placement.seconds}\n}\n`
    return
  }
  const { status, objective, bound, gap } = placement
  yield `{\n  "status": "${status}",\n`
  for (const [key, value] of Object.entries({ objective, bound, gap }))
    yield `  "${key}": ${JSON.stringify(value)},\n`
  yield* list('assignments', assignmentLines(problem, names, placement, margins))
  yield* list('unplaced', unplacedLines(names, placement))
  yield* list('prices', priceLines(problem, names, placement))
  yield `  "certificate": ${JSON.stringify(placement.certificate)},\n`
  yield `  "seconds": ${placement.seconds}\n}\n`
}

/** Items of a list, gathered into pieces that are worth a write. */
function* list(key: string, items: Iterable<string>): Generator<string> {
  let piece = `  "${key}": [`
  let isFirst = true
  for (const item of items) {
    piece += `${isFirst ? '' : ','}\n    ${item}`
    isFirst = false
    if (piece.length > PIECE) {
      yield piece
      piece = ''
    }
  }
  yield `${piece}${isFirst ? '' : '\n  '}],\n`
}

const PIECE = 1 << 16

function* assignmentLines(
  problem: PlacementProblem,
  names: Names,
  { localityOf }: PlacementPlan,
  margins: Float64Array | undefined,
): Generator<string> {
  const localities = names.localities.map(quoted)
  const scoreOf = scoreReader(problem)
  for (let i = 0; i < problem.cases; i += 1) {
    const l = localityOf[i] ?? -1
    if (l < 0) continue
    const margin = margins?.[i] ?? NaN
    const known = Number.isNaN(margin) ? '' : `, "margin": ${JSON.stringify(margin)}`
    yield `{ "case": ${quoted(caseId(names, i))}, "locality": ${localities[l]}, "score": ${JSON.stringify(scoreOf(i, l))}${known} }`
  }
}

function* unplacedLines(names: Names, { localityOf }: PlacementPlan): Generator<string> {
  for (let i = 0; i < localityOf.length; i += 1)
    if ((localityOf[i] ?? -1) < 0) yield quoted(caseId(names, i))
}

function* priceLines(
  problem: PlacementProblem,
  names: Names,
  { prices }: PlacementPlan,
): Generator<string> {
  for (let l = 0; l < problem.localities; l += 1)
    for (let k = 0; k < problem.resources; k += 1) {
      const price = prices[l * problem.resources + k] ?? 0
      yield `{ "locality": ${quoted(names.localities[l] ?? '')}, "resource": ${quoted(names.resources[k] ?? '')}, "price": ${JSON.stringify(price)} }`
    }
}

/** The conflict with names instead of indices. */
export function conflictFile(
  names: Names,
  problem: PlacementProblem,
  conflict: Conflict,
): ConflictFile {
  const place = ({
    locality,
    resource,
  }: {
    readonly locality: number
    readonly resource: number
  }): PlaceOfResource => ({
    locality: names.localities[locality] ?? '',
    resource: names.resources[resource] ?? '',
  })
  return {
    words: conflictWords(names, problem, conflict),
    locks: conflict.locks.map((i) => caseId(names, i)),
    together: conflict.together,
    near: conflict.near,
    minimum: conflict.minimum.map(place),
    capacities: conflict.capacities.map(place),
  }
}

/** JSON of a small value, its texts safe to show. */
function safe(value: unknown, indent: number): string {
  const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`)
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (one) => quoted(JSON.parse(one) as string))
}
