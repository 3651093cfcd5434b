import { performance } from 'node:perf_hooks'
import { DomainError } from '../domain/errors.ts'
import type { FrontierCase, FrontierPoint } from '../placement/frontier.ts'
import { frontier } from '../placement/frontier.ts'
import { frontierPicture } from '../placement/frontier-picture.ts'
import { arrivalsOf } from '../placement/online/year-of-problem.ts'
import { unitsOf } from '../placement/units.ts'
import { readPlacementProblem } from './place-file.ts'
import { prepareOutput } from './placement-files.ts'

export interface FrontierFileOptions {
  /** A JSON or binary file; `-` is `stdin`. */
  readonly problem: string
  readonly stdin: AsyncIterable<Uint8Array>
  /** Where the picture (SVG) is written, when it is. */
  readonly out?: string
  readonly onPoint?: (done: number, total: number) => void
}

/** A point of the frontier; measures that have no meaning for the problem are left out. */
export interface FrontierLine {
  readonly name: string
  readonly kind: FrontierPoint['kind']
  readonly outcome: number
  readonly outcomeShare: number
  readonly placed: number
  readonly firstChoice?: number
  readonly meanRank?: number
  readonly worstGroup?: number
}

const GAP = 1e-3
const SECONDS_EACH = 5
/** Points with preferences and groups, for the progress bar. */
const POINTS = 14

/**
 * The frontier between outcome, preference and fairness of a problem in a file. Needs no database.
 * `invalid_input` with every fault of the file, or when it has neither preferences nor groups.
 */
export async function frontierFile(options: FrontierFileOptions): Promise<FrontierLine[]> {
  const field = await readField(options)
  const output =
    options.out === undefined ? undefined : await prepareOutput(options.out, options.problem)
  const points = await frontier(field, {
    gap: GAP,
    timeLimitSeconds: SECONDS_EACH,
    now: () => performance.now(),
    onPoint: (done) => options.onPoint?.(done, POINTS),
  })
  await output?.([frontierPicture(points)])
  return points.map(lineOf)
}

async function readField(options: FrontierFileOptions): Promise<FrontierCase> {
  const named = await readPlacementProblem(options)
  const { problem, groups, preferences } = named
  if (problem.minimum !== undefined || (problem.near ?? []).length > 0)
    throw new DomainError(
      'invalid_input',
      'A frontier is drawn without minimum and near: mechanisms know neither. Leave them out.',
    )
  if (groups === undefined && preferences === undefined)
    throw new DomainError(
      'invalid_input',
      'A frontier needs preferences or groups of the cases (docs/placement.md).',
    )
  const names = groups?.names ?? []
  const arrivals = arrivalsOf(named, (name) => names.indexOf(name))
  const { members } = unitsOf(problem)
  return {
    cases: arrivals.count,
    localities: arrivals.localities,
    resources: arrivals.resources,
    needs: arrivals.needs,
    capacity: Float64Array.from(problem.capacity),
    outcomes: arrivals.scores,
    // Cases that go together wish what the first of them wishes.
    preferences: members.map((list) => preferences?.[list[0] ?? -1] ?? []),
    groups: arrivals.groups,
    groupCount: names.length,
  }
}

function lineOf(point: FrontierPoint): FrontierLine {
  const { name, kind, outcome, outcomeShare, placed, firstChoice, meanRank, worstGroup } = point
  return {
    name,
    kind,
    outcome,
    outcomeShare,
    placed,
    ...(Number.isNaN(firstChoice) ? {} : { firstChoice }),
    ...(Number.isNaN(meanRank) ? {} : { meanRank }),
    ...(Number.isNaN(worstGroup) ? {} : { worstGroup }),
  }
}
