import type { Placement } from '../placement.ts'
import type { PlacementProblem } from '../problem.ts'
import type { Numbers, NumberType, Section } from './binary-layout.ts'
import {
  aligned,
  BYTES_OF,
  crc32,
  fileBytes,
  HEADER_BYTES,
  numbersOver,
  PROBLEM_MAGIC,
  RESULT_MAGIC,
  VERSION,
} from './binary-layout.ts'
import type { NamedProblem } from './names.ts'
import { toUtf8 } from './text.ts'
import { conflictFile } from './write-result.ts'

/** A section and the numbers in it, in as many pieces as is convenient. */
interface Filled extends Section {
  readonly pieces: Iterable<Numbers>
}

/**
 * A problem as a binary file, in pieces: scores as `f32` (half the size) or `f64` (as they are).
 * A reader of scores is asked row by row, so that the matrix need not exist. Cases without names
 * in `named.names` are written without.
 */
export function writeBinaryProblem(
  named: NamedProblem,
  scoreType: 'f32' | 'f64',
): Generator<Uint8Array<ArrayBufferLike>> {
  const { problem, names, groups, preferences } = named
  const { cases, needs, capacity, minimum, locks, regions } = problem
  const largest = maximum(needs)
  const sections: Filled[] = [
    filled('needs', largest < 0x10000 ? 'u16' : 'u32', needs),
    filled('capacity', 'f64', capacity),
    ...(minimum === undefined ? [] : [filled('minimum', 'f64', minimum)]),
    ...(regions === undefined ? [] : [filled('regions', 'i32', regions)]),
    ...(locks === undefined ? [] : [filled('locks', 'i32', locks)]),
    ...(groups === undefined ? [] : [filled('groups', 'i32', groups.of)]),
    ...lists('together', problem.together),
    ...lists('near', problem.near),
    ...lists('preferences', preferences),
    ...(names.cases === undefined ? [] : idSections(names.cases)),
    {
      name: 'scores',
      type: scoreType,
      count: cases * problem.localities,
      pieces: scorePieces(problem, scoreType),
    },
  ]
  const meta = {
    cases,
    localities: names.localities,
    resources: names.resources,
    ...(groups === undefined ? {} : { groups: groups.names }),
    ...(named.regionNames === undefined ? {} : { regions: named.regionNames }),
  }
  return writeFile(PROBLEM_MAGIC, meta, sections)
}

/** A result as a binary file, in pieces. `margins` as for `writeResult`. */
export function writeBinaryResult(
  { problem, names }: NamedProblem,
  placement: Placement,
  margins?: Float64Array,
): Generator<Uint8Array<ArrayBufferLike>> {
  const { cases, localities, resources } = problem
  const size = { cases, localities, resources }
  if (placement.status === 'infeasible') {
    const { status, seconds } = placement
    const conflict = conflictFile(names, problem, placement.conflict)
    return writeFile(RESULT_MAGIC, { status, ...size, conflict, seconds }, [])
  }
  const { status, objective, bound, gap, certificate, seconds } = placement
  const sections = [
    filled('localityOf', 'i32', placement.localityOf),
    filled('prices', 'f64', placement.prices),
    ...(margins === undefined ? [] : [filled('margins', 'f64', margins)]),
  ]
  const meta = { status, objective, bound, gap, ...size, certificate, seconds }
  return writeFile(RESULT_MAGIC, meta, sections)
}

function* writeFile(
  magic: readonly number[],
  meta: object,
  sections: readonly Filled[],
): Generator<Uint8Array<ArrayBufferLike>> {
  const table = sections.map(({ name, type, count }) => [name, type, count])
  const metaBytes = toUtf8(JSON.stringify({ ...meta, sections: table }))
  const start = new Uint8Array(aligned(HEADER_BYTES + metaBytes.length))
  const header = new DataView(start.buffer)
  start.set(magic)
  header.setUint32(8, VERSION, true)
  header.setUint32(12, metaBytes.length, true)
  header.setBigUint64(16, BigInt(fileBytes(metaBytes.length, sections)), true)
  header.setUint32(24, crc32(metaBytes), true)
  start.set(metaBytes, HEADER_BYTES)
  yield start
  let at = start.length
  for (const { name, type, count, pieces } of sections) {
    if (at % 8 !== 0) yield new Uint8Array(8 - (at % 8))
    at = aligned(at)
    const end = at + count * BYTES_OF[type]
    for (const { buffer, byteOffset, byteLength } of pieces) {
      yield new Uint8Array(buffer, byteOffset, byteLength)
      at += byteLength
    }
    if (at !== end) throw new RangeError(`${name} has not the length that was said`)
  }
}

const PIECE = 1 << 20

/** Numbers as a section of a type, converted piece by piece. */
function filled(name: string, type: NumberType, values: ArrayLike<number>): Filled {
  return { name, type, count: values.length, pieces: converted(type, values) }
}

function* converted(type: NumberType, values: ArrayLike<number>): Generator<Numbers> {
  const most = PIECE / BYTES_OF[type]
  for (let at = 0; at < values.length; at += most) {
    const count = Math.min(most, values.length - at)
    const piece = numbersOver(type, new ArrayBuffer(count * BYTES_OF[type]))
    for (let k = 0; k < count; k += 1) piece[k] = values[at + k] as number
    yield piece
  }
}

/** Lists of numbers: where each ends, and all of them one after the other. */
function lists(name: string, all?: readonly (readonly number[])[]): Filled[] {
  if (all === undefined) return []
  let end = 0
  const ends = all.map((list) => (end += list.length))
  return [filled(`${name}Ends`, 'u32', ends), filled(name, 'u32', all.flat())]
}

function idSections(ids: readonly string[]): Filled[] {
  let end = 0
  const ends = Uint32Array.from(ids, (id) => (end += toUtf8(id).length))
  return [
    filled('caseIdEnds', 'u32', ends),
    { name: 'caseIds', type: 'u8', count: end, pieces: idPieces(ids) },
  ]
}

function* idPieces(ids: readonly string[]): Generator<Uint8Array> {
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE)
    yield toUtf8(ids.slice(at, at + IDS_AT_ONCE).join(''))
}

const IDS_AT_ONCE = 10_000

function* scorePieces(problem: PlacementProblem, type: 'f32' | 'f64'): Generator<Numbers> {
  const { scores, cases, localities } = problem
  if (!('read' in scores)) {
    if (scores instanceof (type === 'f32' ? Float32Array : Float64Array)) yield scores
    else yield* converted(type, scores)
    return
  }
  const row = new Float64Array(localities)
  const rows = Math.max(1, Math.floor(PIECE / BYTES_OF[type] / localities))
  for (let begin = 0; begin < cases; begin += rows) {
    const count = Math.min(rows, cases - begin)
    const piece = numbersOver(type, new ArrayBuffer(count * localities * BYTES_OF[type]))
    for (let i = 0; i < count; i += 1) {
      scores.read(begin + i, row)
      piece.set(row, i * localities)
    }
    yield piece
  }
}

function maximum(values: ArrayLike<number>): number {
  let most = 0
  for (let k = 0; k < values.length; k += 1) most = Math.max(most, values[k] as number)
  return most
}
