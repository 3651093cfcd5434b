import { performance } from 'node:perf_hooks'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { NamedProblem } from '../placement/format/names.ts'
import { shown } from '../placement/format/names.ts'
import { groupMeans } from '../placement/group-floors.ts'
import type { Arrivals } from '../placement/online/arrivals.ts'
import { POLICIES } from '../placement/online/policies.ts'
import type { Hindsight, Replay, Year } from '../placement/online/simulate-year.ts'
import { hindsight, replay } from '../placement/online/simulate-year.ts'
import { arrivalsOf, reordered, shuffled } from '../placement/online/year-of-problem.ts'
import { seeded } from '../placement/seeded.ts'
import { readPlacementProblem } from './place-file.ts'

export interface SimulateFileOptions {
  /** JSON or binary files; one of them may be `-`, which is `stdin`. */
  readonly problem: string
  readonly history?: string
  readonly stdin: AsyncIterable<Uint8Array>
  readonly batches: number
  readonly policies: readonly string[]
  readonly seed: number
  /** How many seeds, beginning with `seed`. */
  readonly seeds: number
  /** Cases come as they stand in the file, or in an order drawn by each seed. */
  readonly order: 'file' | 'random'
  /** How many cases policies are told to expect; without it as many as there are. */
  readonly expected?: number
  readonly onYear?: (done: number, total: number) => void
}

export interface Simulation {
  /** Cases that go together are one. */
  readonly cases: number
  readonly history: number
  readonly batches: number
  readonly order: 'file' | 'random'
  readonly hindsight: {
    readonly value: number
    readonly bound: number
    readonly unplaced: number
    readonly groups: readonly GroupOutcome[]
    readonly seconds: number
  }
  readonly policies: readonly SimulatedPolicy[]
}

export interface SimulatedPolicy {
  readonly policy: string
  readonly share: Spread
  readonly unplaced: Spread
  readonly buildUp: Spread
  readonly seconds: Spread
  readonly runs: readonly SimulatedRun[]
}

export interface SimulatedRun {
  readonly seed: number
  readonly value: number
  /** Of the value of the best plan found in hindsight. */
  readonly share: number
  readonly unplaced: number
  /** Mean over batches and localities, in units of the first resource. */
  readonly buildUp: number
  readonly groups: readonly GroupOutcome[]
  readonly seconds: number
}

/** Mean score over the cases of a group, placed or not. */
export interface GroupOutcome {
  readonly group: string
  readonly cases: number
  readonly mean: number
}

export interface Spread {
  readonly mean: number
  /** Of a sample; 0 for one run. */
  readonly sd: number
  readonly min: number
  readonly max: number
}

const GAP = 1e-4
const HINDSIGHT_SECONDS = 60

/**
 * Replays the year of a problem under online policies. Needs no database. `invalid_input` with every
 * fault of a file, when the files disagree, or when a policy is unknown; `not_found` without a file.
 */
export async function simulateFile(options: SimulateFileOptions): Promise<Simulation> {
  for (const name of options.policies) assertPolicy(name)
  if (options.problem === '-' && options.history === '-')
    throw new DomainError('invalid_input', 'Only one of the two files can come through the pipe.')
  const { year, groupNames } = await readYear(options)
  const begun = performance.now()
  const limits = { gap: GAP, timeLimitSeconds: HINDSIGHT_SECONDS, now: () => performance.now() }
  const best = await hindsight(year, limits)
  const seconds = (performance.now() - begun) / 1000
  const total = options.policies.length * options.seeds
  const policies: SimulatedPolicy[] = []
  let done = 0
  for (const policy of options.policies) {
    const runs: SimulatedRun[] = []
    for (let n = 0; n < options.seeds; n += 1) {
      runs.push(await play(policy, options.seed + n, { year, best, groupNames, options }))
      done += 1
      options.onYear?.(done, total)
    }
    policies.push(summary(policy, runs))
  }
  return {
    cases: year.cases.count,
    history: year.history.count,
    batches: year.batches,
    order: options.order,
    hindsight: {
      value: best.value,
      bound: best.bound,
      unplaced: best.localityOf.filter((l) => l < 0).length,
      groups: outcomes(year.cases, best.localityOf, groupNames),
      seconds,
    },
    policies,
  }
}

async function play(
  policy: string,
  seed: number,
  {
    year,
    best,
    groupNames,
    options,
  }: {
    readonly year: Year
    readonly best: Hindsight
    readonly groupNames: readonly string[]
    readonly options: SimulateFileOptions
  },
): Promise<SimulatedRun> {
  const cases = options.order === 'random' ? shuffled(year.cases, seeded(seed)) : year.cases
  const begun = performance.now()
  // Not the numbers that drew the order: a policy must not profit from them.
  const random = seeded(seed ^ 0x9e3779b9)
  const played: Replay = await replay({ ...year, cases }, assertPolicy(policy), random)
  const { value, unplaced, buildUp, localityOf } = played
  return {
    seed,
    value,
    share: best.value === 0 ? 1 : value / best.value,
    unplaced,
    buildUp,
    groups: outcomes(cases, localityOf, groupNames),
    seconds: (performance.now() - begun) / 1000,
  }
}

function assertPolicy(name: string): NonNullable<ReturnType<typeof POLICIES.get>> {
  const found = POLICIES.get(name)
  if (found !== undefined) return found
  const known = [...POLICIES.keys()].join(', ')
  throw new DomainError('invalid_input', `There is no policy ${shown(name)}. There are: ${known}.`)
}

async function readYear(
  options: SimulateFileOptions,
): Promise<{ year: Year; groupNames: readonly string[] }> {
  const { batches, expected, stdin } = options
  const now = await readPlacementProblem({ problem: options.problem, stdin })
  refuseDemands(now)
  const groupNames: string[] = []
  const groupOf = (name: string): number => {
    if (!groupNames.includes(name)) groupNames.push(name)
    return groupNames.indexOf(name)
  }
  const cases = arrivalsOf(now, groupOf)
  const before =
    options.history === undefined
      ? undefined
      : await readPlacementProblem({ problem: options.history, stdin })
  const history =
    before === undefined
      ? {
          ...cases,
          count: 0,
          needs: new Float64Array(0),
          scores: new Float64Array(0),
          groups: new Int32Array(0),
        }
      : reordered(arrivalsOf(before, groupOf), ...matched(now, before))
  const { capacity } = now.problem
  const year: Year = {
    cases,
    capacity: Float64Array.from(capacity),
    history,
    batches,
    expectedCases: expected ?? cases.count,
    groups: groupNames.length,
  }
  return { year, groupNames }
}

/** What a year in batches has no place for is refused, not left out in silence. */
function refuseDemands({ problem }: NamedProblem): void {
  const issues: Issue[] = []
  const refuse = (path: string, message: string): void => {
    issues.push({ code: 'placement_file', path, message })
  }
  if (problem.minimum !== undefined)
    refuse('localities', 'minimum: what must at least be used is no part of a simulated year')
  if ((problem.near ?? []).length > 0)
    refuse('near', 'cases near each other are no part of a simulated year')
  if (issues.length > 0)
    throw new DomainError('invalid_input', 'This problem cannot be simulated.', { issues })
}

/** Where the localities and resources of the problem stand in the history: by name, never by place. */
function matched(now: NamedProblem, before: NamedProblem): [number[], number[]] {
  const issues: Issue[] = []
  const match = (
    what: 'locality' | 'resource',
    path: string,
    wanted: readonly string[],
    there: readonly string[],
  ): number[] => {
    for (const id of there)
      if (!wanted.includes(id))
        issues.push({
          code: 'placement_file',
          path,
          message: `the history has the ${what} ${shown(id)}, the problem has not`,
        })
    return wanted.map((id) => {
      const at = there.indexOf(id)
      if (at < 0)
        issues.push({
          code: 'placement_file',
          path,
          message: `the problem has the ${what} ${shown(id)}, the history has not`,
        })
      return at
    })
  }
  const localities = match('locality', 'localities', now.names.localities, before.names.localities)
  const resources = match('resource', 'resources', now.names.resources, before.names.resources)
  if (issues.length > 0)
    throw new DomainError(
      'invalid_input',
      'The problem and its history do not speak of the same localities and resources.',
      { issues },
    )
  return [localities, resources]
}

function outcomes(
  cases: Arrivals,
  localityOf: Int32Array,
  names: readonly string[],
): GroupOutcome[] {
  const scores = Array.from(localityOf, (l, i) =>
    l < 0 ? 0 : (cases.scores[i * cases.localities + l] ?? 0),
  )
  const means = groupMeans(scores, cases.groups, names.length)
  return names.map((group, g) => ({
    group,
    cases: cases.groups.filter((one) => one === g).length,
    mean: means[g] ?? 0,
  }))
}

function summary(policy: string, runs: readonly SimulatedRun[]): SimulatedPolicy {
  return {
    policy,
    share: spread(runs.map((run) => run.share)),
    unplaced: spread(runs.map((run) => run.unplaced)),
    buildUp: spread(runs.map((run) => run.buildUp)),
    seconds: spread(runs.map((run) => run.seconds)),
    runs,
  }
}

function spread(list: readonly number[]): Spread {
  const mean = list.reduce((sum, one) => sum + one, 0) / list.length
  const squares = list.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  return {
    mean,
    sd: list.length < 2 ? 0 : Math.sqrt(squares / (list.length - 1)),
    min: Math.min(...list),
    max: Math.max(...list),
  }
}
