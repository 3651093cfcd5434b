import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { DomainError } from '../domain/errors.ts'
import { checkPlan } from '../placement/check/check-plan.ts'
import type { Fault } from '../placement/format/fault-list.ts'
import { FaultList } from '../placement/format/fault-list.ts'
import type { NamedProblem } from '../placement/format/names.ts'
import { readBinaryProblem } from '../placement/format/read-binary.ts'
import { readProblemBytes } from '../placement/format/read-problem.ts'
import { writeBinaryResult } from '../placement/format/write-binary.ts'
import { conflictFile, writeResult } from '../placement/format/write-result.ts'
import type { Placement } from '../placement/placement.ts'
import { NeitherPlanNorConflict } from '../placement/placement.ts'
import { place } from '../placement/solve.ts'
import { openInput, prepareOutput, readAll } from './placement-files.ts'

export interface PlaceFileOptions {
  /** A JSON or binary file; `-` is `stdin`. */
  readonly problem: string
  readonly stdin: AsyncIterable<Uint8Array>
  /** Where the result is written, when it is. */
  readonly out?: string
  /** Write `out` in the binary format. */
  readonly binary?: boolean
  /** The gap that is good enough, as a share; without it the plan is proven, if time allows. */
  readonly gap?: number
  readonly timeLimitSeconds: number
  readonly onReading?: (done: number, total: number) => void
  readonly onPlacing?: (done: number, total: number) => void
}

/** Demands that could neither be kept nor refuted are the caller's to loosen. */
function refuseUndecided(error: unknown): never {
  if (!(error instanceof NeitherPlanNorConflict)) throw error
  throw new DomainError(
    'unavailable',
    'No plan was found that keeps every lock, near list and minimum, nor a proof that there is none. Give more time (--time-limit), or loosen a minimum or a near list.',
  )
}

/** What a person looks at first; the plan itself comes from `result`. */
export interface PlacedFile {
  readonly status: Placement['status']
  readonly cases: number
  readonly placed: number
  /** Cases that no locality is allowed for. */
  readonly allowedNowhere: number
  readonly objective?: number
  readonly bound?: number
  readonly gap?: number
  readonly localities: readonly LocalityUse[]
  /** Why there is no plan, in words. */
  readonly conflict?: readonly string[]
  readonly seconds: number
  readonly readingSeconds: number
  /** The result as JSON text, in pieces. */
  result(): Iterable<string>
}

export interface LocalityUse {
  readonly locality: string
  readonly cases: number
  readonly uses: readonly {
    readonly resource: string
    readonly used: number
    readonly capacity: number
    readonly price: number
  }[]
}

/**
 * Solves the placement problem of a file. Needs no database. `invalid_input` with every fault of
 * the file, `not_found` without it, `unavailable` when the result cannot be written.
 */
export async function placeFile(options: PlaceFileOptions): Promise<PlacedFile> {
  const { out, gap, timeLimitSeconds, onPlacing } = options
  const started = performance.now()
  const named = await readPlacementProblem(options)
  const readingSeconds = (performance.now() - started) / 1_000
  const output = out === undefined ? undefined : await prepareOutput(out, options.problem)
  const placement = await place(named.problem, {
    timeLimitSeconds,
    now: () => performance.now(),
    pause: () => setImmediate(),
    ...(gap === undefined ? {} : { gap }),
    ...(onPlacing === undefined ? {} : { onProgress: onPlacing }),
  }).catch(refuseUndecided)
  assertPlan(named, placement)
  const write = options.binary === true ? writeBinaryResult : writeResult
  const margins = placement.status === 'infeasible' ? undefined : placement.margins
  await output?.(write(named, placement, margins))
  return {
    ...summary(named, placement),
    readingSeconds,
    result: () => writeResult(named, placement, margins),
  }
}

/** No plan leaves the house that breaks a demand of its problem; if one did, that is a bug. */
function assertPlan(named: NamedProblem, placement: Placement): void {
  if (placement.status === 'infeasible') return
  const faults = new FaultList()
  checkPlan(named, placement, faults)
  const [first] = faults.kept
  if (first !== undefined)
    throw new Error(`The plan does not hold (${faults.total}): ${first.path}: ${first.message}`)
}

/** Reads a problem, JSON or binary, or throws `invalid_input` with its faults. */
export async function readPlacementProblem({
  problem: path,
  stdin,
  onReading,
}: Pick<PlaceFileOptions, 'problem' | 'stdin' | 'onReading'>): Promise<NamedProblem> {
  const input = await openInput(path, stdin)
  try {
    const read = input.isBinary
      ? await readBinaryProblem(input.source, {
          // Shared, so that threads can work on the scores where they are.
          allocateScores: (bytes) => new SharedArrayBuffer(bytes),
          ...(input.size === undefined ? {} : { size: input.size }),
          ...(onReading === undefined ? {} : { onProgress: onReading }),
        })
      : readProblemBytes(await readAll(input))
    if (read.ok) return read.named
    throw refuseFile(
      `${input.name} is not a placement problem as it should be`,
      read.faults,
      read.total,
    )
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DomainError(
      'unavailable',
      `${input.name} does not fit into the memory of this machine as a table of cases and localities.`,
      { cause: error },
    )
  } finally {
    await input.close()
  }
}

/** An `invalid_input` with the faults of a file; of very many the first thousand. */
function refuseFile(what: string, faults: readonly Fault[], total: number): DomainError {
  const told = total > faults.length ? `, of which the first ${faults.length} are told` : ''
  const issues = faults.map(({ path, message }) => ({
    code: 'placement_file',
    message,
    ...(path === '' ? {} : { path }),
  }))
  return new DomainError('invalid_input', `${what}. Faults: ${total}${told}.`, { issues })
}

function summary(
  named: NamedProblem,
  placement: Placement,
): Omit<PlacedFile, 'result' | 'readingSeconds'> {
  const { problem, names } = named
  const { status, seconds } = placement
  const common = { status, seconds, cases: problem.cases, allowedNowhere: countNowhere(named) }
  if (placement.status === 'infeasible') {
    const { words } = conflictFile(names, problem, placement.conflict)
    return { ...common, placed: 0, localities: [], conflict: words }
  }
  const { objective, bound, gap } = placement
  const placed = placement.localityOf.reduce((sum, l) => sum + (l >= 0 ? 1 : 0), 0)
  return { ...common, placed, objective, bound, gap, localities: usesOf(named, placement) }
}

function usesOf(
  { problem, names }: NamedProblem,
  { localityOf, prices }: Exclude<Placement, { status: 'infeasible' }>,
): LocalityUse[] {
  const { resources: R, needs, capacity } = problem
  const used = new Float64Array(problem.localities * R)
  const cases = new Int32Array(problem.localities)
  localityOf.forEach((l, i) => {
    if (l < 0) return
    cases[l] = (cases[l] ?? 0) + 1
    for (let k = 0; k < R; k += 1)
      used[l * R + k] = (used[l * R + k] ?? 0) + (needs[i * R + k] ?? 0)
  })
  return names.localities.map((locality, l) => ({
    locality,
    cases: cases[l] ?? 0,
    uses: names.resources.map((resource, k) => ({
      resource,
      used: used[l * R + k] ?? 0,
      capacity: capacity[l * R + k] ?? 0,
      price: prices[l * R + k] ?? 0,
    })),
  }))
}

/** How many cases have no locality at all; of scores in memory only. */
function countNowhere({ problem: { cases, localities, scores } }: NamedProblem): number {
  if ('read' in scores) return 0
  let count = 0
  for (let i = 0; i < cases; i += 1) {
    let l = 0
    while (l < localities && Number.isNaN(scores[i * localities + l])) l += 1
    if (l === localities) count += 1
  }
  return count
}
