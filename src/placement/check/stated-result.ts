import type { FaultList } from '../format/fault-list.ts'
import { entriesOf, findId, kindOf, readList } from '../format/json-shape.ts'
import type { Names } from '../format/names.ts'
import { shown } from '../format/names.ts'

const STATUSES = ['optimal', 'feasible', 'time_limit', 'infeasible'] as const
export type Status = (typeof STATUSES)[number]

/** What a result says, with indices for names. Nothing in it is believed yet. */
export interface StatedResult {
  readonly status: Status
  readonly seconds: number
  /** Undefined when infeasible. */
  readonly plan?: StatedPlan
  readonly conflict?: StatedConflict
}

export interface StatedPlan {
  readonly objective: number
  readonly bound: number
  readonly gap: number
  /** For each case its locality, -1: unplaced. */
  readonly localityOf: Int32Array
  /** For each placed case the score that its line states; undefined where lines state none. */
  readonly scores?: Float64Array
  /** localities x resources, NaN where no price is stated. */
  readonly prices: Float64Array
  /** As it stands in the file. */
  readonly certificate: unknown
}

export interface StatedConflict {
  readonly locks: readonly number[]
  readonly together: readonly number[]
  readonly near: readonly number[]
  /** Positions in localities x resources. */
  readonly minimum: readonly number[]
  readonly capacities: readonly number[]
}

/** The long lists of a result, where they are numbers in the file. */
export type ListsInNumbers = Pick<StatedPlan, 'localityOf' | 'prices'>

/**
 * Reads a parsed result file; undefined when it is too broken to be looked at any further.
 * `lists`: who goes where and the prices, where the file holds them apart from the JSON.
 */
export function readStatedResult(
  json: unknown,
  names: Names,
  cases: number,
  faults: FaultList,
  lists?: ListsInNumbers,
): StatedResult | undefined {
  const object = entriesOf(json)
  if (object === undefined) {
    faults.add('', `must be an object, not ${kindOf(json)}`)
    return undefined
  }
  const fields = new Map(object.keys.map((key, k) => [key, object.values[k]]))
  const status = STATUSES.find((one) => one === fields.get('status'))
  const seconds = readNumber(fields, 'seconds', faults)
  if (status === undefined) {
    faults.add('status', `must be ${STATUSES.join(', ')}, not ${kindOf(fields.get('status'))}`)
    return undefined
  }
  const index = indexNames(names, cases)
  if (status === 'infeasible')
    return { status, seconds, conflict: readConflict(fields.get('conflict'), index, faults) }
  const plan: StatedPlan = {
    objective: readNumber(fields, 'objective', faults),
    bound: readNumber(fields, 'bound', faults),
    gap: readNumber(fields, 'gap', faults),
    ...(lists ?? {
      ...readLines(fields, index, faults),
      prices: readPrices(fields.get('prices'), index, faults),
    }),
    certificate: fields.get('certificate'),
  }
  return { status, seconds, plan }
}

interface Index {
  readonly cases: ReadonlyMap<string, number>
  readonly localities: ReadonlyMap<string, number>
  readonly resources: ReadonlyMap<string, number>
}

function indexNames(names: Names, cases: number): Index {
  const of = (list: readonly string[]): Map<string, number> =>
    new Map(list.map((name, k) => [name, k]))
  return {
    cases: of(names.cases ?? Array.from({ length: cases }, (_, i) => String(i))),
    localities: of(names.localities),
    resources: of(names.resources),
  }
}

function readNumber(fields: ReadonlyMap<string, unknown>, key: string, faults: FaultList): number {
  const value = fields.get(key)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  faults.add(key, `must be a finite number, not ${kindOf(value)}`)
  return NaN
}

/** Reads who goes where and who is unplaced: every case must be in exactly one line. */
function readLines(
  fields: ReadonlyMap<string, unknown>,
  index: Index,
  faults: FaultList,
): { readonly localityOf: Int32Array; readonly scores: Float64Array } {
  const UNSAID = -2
  const scores = new Float64Array(index.cases.size).fill(NaN)
  const localityOf = new Int32Array(index.cases.size).fill(UNSAID)
  const say = (i: number, l: number, path: string): boolean => {
    if (i < 0) return false
    if (localityOf[i] !== UNSAID) faults.add(path, 'this case has a line before')
    else localityOf[i] = l
    return true
  }
  demandList(fields.get('assignments'), 'assignments', faults).forEach((line, n) => {
    const path = `assignments[${n}]`
    const object = entriesOf(line)
    if (object === undefined) return faults.add(path, `must be an object, not ${kindOf(line)}`)
    const value = (key: string): unknown => object.values[object.keys.indexOf(key)]
    const i = findId(value('case'), index.cases, 'case', `${path}.case`, faults)
    const l = findId(value('locality'), index.localities, 'locality', `${path}.locality`, faults)
    if (!say(i, l, path)) return
    const score = value('score')
    if (typeof score === 'number') scores[i] = score
    else faults.add(`${path}.score`, `must be a number, not ${kindOf(score)}`)
  })
  demandList(fields.get('unplaced'), 'unplaced', faults).forEach((id, n) => {
    const path = `unplaced[${n}]`
    say(findId(id, index.cases, 'case', path, faults), -1, path)
  })
  for (const [id, i] of index.cases)
    if (localityOf[i] === UNSAID) {
      faults.add('assignments', `the case ${shown(id)} is neither placed nor unplaced`)
      localityOf[i] = -1
    }
  return { localityOf, scores }
}

function readPrices(value: unknown, index: Index, faults: FaultList): Float64Array {
  const prices = new Float64Array(index.localities.size * index.resources.size).fill(NaN)
  demandList(value, 'prices', faults).forEach((line, n) => {
    const path = `prices[${n}]`
    const at = readPlace(line, index, path, faults)
    const object = entriesOf(line)
    const price = object?.values[object.keys.indexOf('price')]
    if (typeof price !== 'number')
      faults.add(`${path}.price`, `must be a number, not ${kindOf(price)}`)
    else if (at >= 0) prices[at] = price
  })
  return prices
}

/** The position of `{"locality": …, "resource": …}`, -1 after the fault was told. */
function readPlace(value: unknown, index: Index, path: string, faults: FaultList): number {
  const object = entriesOf(value)
  const of = (key: string): unknown => object?.values[object.keys.indexOf(key)]
  const l = findId(of('locality'), index.localities, 'locality', `${path}.locality`, faults)
  const k = findId(of('resource'), index.resources, 'resource', `${path}.resource`, faults)
  return l < 0 || k < 0 ? -1 : l * index.resources.size + k
}

function readConflict(value: unknown, index: Index, faults: FaultList): StatedConflict {
  const object = entriesOf(value)
  if (object === undefined) faults.add('conflict', `must be an object, not ${kindOf(value)}`)
  const list = (key: string): readonly unknown[] =>
    object === undefined
      ? []
      : demandList(object.values[object.keys.indexOf(key)], `conflict.${key}`, faults)
  const places = (key: string): number[] =>
    list(key).map((one, n) => readPlace(one, index, `conflict.${key}[${n}]`, faults))
  const positions = (key: string): number[] =>
    list(key).map((one, n) => {
      if (typeof one === 'number' && Number.isInteger(one) && one >= 0) return one
      faults.add(`conflict.${key}[${n}]`, `${kindOf(one)} is no position in a list`)
      return -1
    })
  return {
    locks: list('locks').map((id, n) =>
      findId(id, index.cases, 'case', `conflict.locks[${n}]`, faults),
    ),
    together: positions('together'),
    near: positions('near'),
    minimum: places('minimum'),
    capacities: places('capacities'),
  }
}

function demandList(value: unknown, path: string, faults: FaultList): readonly unknown[] {
  if (value === undefined) faults.add(path, 'is missing')
  return readList(value, path, faults) ?? []
}
