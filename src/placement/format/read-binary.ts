import type { PlacementProblem } from '../problem.ts'
import type { Numbers } from './binary-layout.ts'
import { PROBLEM_MAGIC } from './binary-layout.ts'
import type { ByteSource } from './byte-source.ts'
import { checkLists, checkRegions } from './check-lists.ts'
import { FaultList } from './fault-list.ts'
import { readCaseIds, readNameList } from './meta-names.ts'
import type { NamedProblem, Names } from './names.ts'
import { caseId, step } from './names.ts'
import type { OpenedBinary, SectionReading, SectionRule } from './open-binary.ts'
import { checkSections, openBinary, readSections } from './open-binary.ts'
import { capacityFault, MOST_CAPACITY, MOST_NEED, MOST_SCORE, scoreFault } from './read-amounts.ts'
import { mostOf } from './read-localities.ts'
import type { ReadProblem } from './read-problem.ts'

export interface BinaryReading {
  /** Bytes of the file, where they are known before. */
  readonly size?: number
  /** Memory for the scores, for example shared by threads; new memory without it. */
  readonly allocateScores?: (bytes: number) => ArrayBufferLike
  /** Bytes read of all bytes. */
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Reads a binary problem from beginning to end. Scores of type f32 stay so, in the one piece of
 * memory that they are read into. Faults are told with the paths of the JSON format.
 */
export async function readBinaryProblem(
  source: ByteSource,
  { size, allocateScores, onProgress }: BinaryReading = {},
): Promise<ReadProblem> {
  const faults = new FaultList()
  const opened = await openBinary(source, PROBLEM_MAGIC, faults, size)
  const sizes = opened === undefined ? undefined : readSizes(opened, faults)
  if (opened !== undefined && sizes !== undefined) {
    checkSections(opened.sections, problemSections(sizes), faults)
    if (faults.total === 0) {
      const reading: SectionReading = {
        onPiece: scoreChecker(sizes, faults),
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(allocateScores === undefined ? {} : { allocate: onlyScores(allocateScores) }),
      }
      const sections = await readSections(source, opened, faults, reading)
      const named = sections === undefined ? undefined : toProblem(sizes, sections, faults)
      if (named !== undefined && faults.total === 0) return { ok: true, named }
    }
  }
  return { ok: false, faults: faults.kept, total: faults.total }
}

function onlyScores(
  allocate: (bytes: number) => ArrayBufferLike,
): (name: string, bytes: number) => ArrayBufferLike {
  return (name, bytes) => (name === 'scores' ? allocate(bytes) : new ArrayBuffer(bytes))
}

interface Sizes {
  readonly cases: number
  readonly localities: readonly string[]
  readonly resources: readonly string[]
  readonly groups?: readonly string[]
  readonly regions?: readonly string[]
}

const META_KEYS = ['cases', 'localities', 'resources', 'groups', 'regions']

function readSizes({ meta }: OpenedBinary, faults: FaultList): Sizes | undefined {
  for (const key of Object.keys(meta))
    if (!META_KEYS.includes(key))
      faults.add(`meta${step(key)}`, `is not known; known are ${META_KEYS.join(', ')}`)
  const { cases, groups, regions } = meta
  if (typeof cases !== 'number' || !Number.isSafeInteger(cases) || cases < 1)
    faults.add('meta.cases', 'must be how many cases there are, at least one')
  const localities = readNameList(meta['localities'], 'meta.localities', faults)
  const resources = readNameList(meta['resources'], 'meta.resources', faults)
  const known: Sizes = {
    cases: cases as number,
    localities,
    resources,
    ...(groups === undefined ? {} : { groups: readNameList(groups, 'meta.groups', faults) }),
    ...(regions === undefined ? {} : { regions: readNameList(regions, 'meta.regions', faults) }),
  }
  return faults.total === 0 ? known : undefined
}

function problemSections({ cases, ...of }: Sizes): Readonly<Record<string, SectionRule>> {
  const localities = of.localities.length
  const rooms = localities * of.resources.length
  return {
    needs: { types: ['u16', 'u32'], count: cases * of.resources.length, required: true },
    capacity: { types: ['f64'], count: rooms, required: true },
    minimum: { types: ['f64'], count: rooms },
    regions: { types: ['i32'], count: localities },
    locks: { types: ['i32'], count: cases },
    groups: { types: ['i32'], count: cases },
    togetherEnds: { types: ['u32'] },
    together: { types: ['u32'] },
    nearEnds: { types: ['u32'] },
    near: { types: ['u32'] },
    preferencesEnds: { types: ['u32'], count: cases },
    preferences: { types: ['u32'] },
    caseIdEnds: { types: ['u32'], count: cases },
    caseIds: { types: ['u8'] },
    scores: { types: ['f32', 'f64'], count: cases * localities, required: true },
  }
}

/** Looks at the scores of a piece while they are in the processor's cache. */
function scoreChecker(
  { localities }: Sizes,
  faults: FaultList,
): (name: string, piece: Numbers, at: number) => void {
  const L = localities.length
  return (name, piece, at) => {
    if (name !== 'scores' || !hasBadScore(piece)) return
    piece.forEach((score: number, k: number) => {
      const fault = Number.isNaN(score) ? undefined : scoreFault(score)
      const l = (at + k) % L
      const path = `cases[${Math.floor((at + k) / L)}].scores${step(localities[l] ?? '')}`
      if (fault !== undefined) faults.add(path, fault)
    })
  }
}

function hasBadScore(piece: Numbers): boolean {
  // NaN is no fault: such a pair is not allowed. It compares as not larger.
  for (let k = 0; k < piece.length; k += 1)
    if (Math.abs(piece[k] as number) > MOST_SCORE) return true
  return false
}

function toProblem(
  sizes: Sizes,
  sections: ReadonlyMap<string, Numbers>,
  faults: FaultList,
): NamedProblem {
  const { cases, localities, resources } = sizes
  const ids = readCaseIds(sections, faults)
  const names: Names = { ...(ids === undefined ? {} : { cases: ids }), localities, resources }
  const ints = (name: string): Int32Array | undefined =>
    sections.get(name) as Int32Array | undefined
  const [locks, regions, groups] = [ints('locks'), ints('regions'), ints('groups')]
  const together = readLists(sections, 'together', cases, faults)
  const near = readLists(sections, 'near', cases, faults)
  const preferences = readLists(sections, 'preferences', localities.length, faults)
  const minimum = sections.get('minimum') as Float64Array | undefined
  const problem = {
    cases,
    localities: localities.length,
    resources: resources.length,
    needs: sections.get('needs') as Uint16Array | Uint32Array,
    capacity: sections.get('capacity') as Float64Array,
    scores: sections.get('scores') as Float32Array | Float64Array,
    ...(locks === undefined ? {} : { locks }),
    ...(together === undefined ? {} : { together }),
    ...(near === undefined ? {} : { near }),
    ...(regions === undefined ? {} : { regions }),
    ...(minimum === undefined ? {} : { minimum }),
  }
  checkNumbers(problem, names, faults)
  checkIndices(regions, sizes.regions?.length ?? 0, (l) => `localities[${l}].region`, faults)
  checkIndices(groups, sizes.groups?.length ?? 0, (i) => `cases[${i}].group`, faults)
  return {
    problem,
    names,
    ...(groups === undefined ? {} : { groups: { of: groups, names: sizes.groups ?? [] } }),
    ...(preferences === undefined ? {} : { preferences }),
    ...(sizes.regions === undefined ? {} : { regionNames: sizes.regions }),
  }
}

/** Capacities are rounded down to whole numbers, minimums up, in place. */
function checkNumbers(
  problem: PlacementProblem & {
    readonly capacity: Float64Array
    readonly scores: Float32Array | Float64Array
  },
  names: Names,
  faults: FaultList,
): void {
  const { localities, resources, capacity, needs, locks, scores } = problem
  const roundAll = (values: Float64Array, key: string, round: (value: number) => number): void =>
    values.forEach((value, at) => {
      const fault = capacityFault(value)
      const path = `localities[${Math.floor(at / resources)}].${key}${step(names.resources[at % resources] ?? '')}`
      if (fault !== undefined) faults.add(path, fault)
      values[at] = Math.min(MOST_CAPACITY, round(value))
    })
  roundAll(capacity, 'capacity', Math.floor)
  if (problem.minimum !== undefined) roundAll(problem.minimum as Float64Array, 'minimum', Math.ceil)
  const most = mostOf(capacity, resources)
  for (let at = 0; at < needs.length; at += 1) {
    const need = needs[at] as number
    const k = at % resources
    if (need <= (most[k] as number) && need <= MOST_NEED) continue
    const path = `cases[${Math.floor(at / resources)}].needs${step(names.resources[k] ?? '')}`
    faults.add(
      path,
      need > MOST_NEED
        ? `must be at most ${MOST_NEED}`
        : `${need} is more than any locality has: the most is ${most[k]}`,
    )
  }
  checkIndices(locks as Int32Array | undefined, localities, (i) => `cases[${i}].lock`, faults)
  for (let i = 0; i < (locks?.length ?? 0); i += 1) {
    const l = locks?.[i] ?? -1
    if (l >= 0 && Number.isNaN(scores[i * localities + l]))
      faults.add(`cases[${i}].lock`, 'is not among the localities that are allowed')
  }
  const idOf = (i: number): string => caseId(names, i)
  if (problem.together !== undefined) checkLists(problem.together, 'together', idOf, faults)
  if (problem.near === undefined || problem.near.length === 0) return
  checkLists(problem.near, 'near', idOf, faults)
  const noRegion = new Int32Array(localities).fill(-1)
  checkRegions(problem.regions ?? noRegion, (l) => `localities[${l}].region`, faults)
}

/** Each is -1 (none) or an index below `count`. */
function checkIndices(
  values: Int32Array | undefined,
  count: number,
  pathOf: (at: number) => string,
  faults: FaultList,
): void {
  values?.forEach((value, at) => {
    if (value < -1 || value >= count)
      faults.add(pathOf(at), `${value} is no index below ${count}, nor -1 for none`)
  })
}

/** Lists of indices below `below`, from where each ends and all of them in a row. */
function readLists(
  sections: ReadonlyMap<string, Numbers>,
  name: string,
  below: number,
  faults: FaultList,
): number[][] | undefined {
  const ends = sections.get(`${name}Ends`)
  const all = sections.get(name)
  if (ends === undefined && all === undefined) return undefined
  const count = all?.length ?? 0
  let begin = 0
  const lists: number[][] = []
  for (const end of ends ?? []) {
    if (end < begin || end > count) break
    lists.push(Array.from((all ?? new Uint32Array(0)).subarray(begin, end)))
    begin = end
  }
  if (lists.length !== (ends?.length ?? 0) || begin !== count)
    faults.add(
      `section "${name}Ends"`,
      `does not divide the ${count} numbers of "${name}" into lists`,
    )
  for (const value of all ?? [])
    if (value >= below) faults.add(`section "${name}"`, `${value} is no index below ${below}`)
  return lists
}
