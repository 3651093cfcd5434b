import type { FaultList } from './fault-list.ts'
import { entriesOf, kindOf, pick, readId, readList } from './json-shape.ts'
import { shown } from './names.ts'
import { capacityFault, MOST_CAPACITY, readAmounts } from './read-amounts.ts'

/** The resources and localities of a file: what must be known before any case can be read. */
export interface Head {
  readonly resources: readonly string[]
  readonly localities: readonly string[]
  readonly resourceIndex: ReadonlyMap<string, number>
  readonly localityIndex: ReadonlyMap<string, number>
  /** localities x resources, whole. */
  readonly capacity: Float64Array
  readonly minimum?: Float64Array
  /** The region of each locality, -1 without one. */
  readonly regionOf: Int32Array
  readonly regions: readonly string[]
  /** For each resource the most that any locality has. */
  readonly most: Float64Array
}

const LOCALITY_KEYS = ['id', 'capacity', 'minimum', 'region']

export function readHead(
  resourcesValue: unknown,
  localitiesValue: unknown,
  faults: FaultList,
): Head {
  const resources = readNames(resourcesValue, 'resources', 'resource', faults)
  const list = readList(localitiesValue, 'localities', faults) ?? []
  if (list.length === 0) faults.add('localities', 'there must be at least one locality')
  const R = resources.length
  const resourceIndex = indexOf(resources)
  const localityIndex = new Map<string, number>()
  const localities: string[] = []
  const capacity = new Float64Array(list.length * R)
  const minimum = new Float64Array(list.length * R)
  const regionOf = new Int32Array(list.length).fill(-1)
  const regionIndex = new Map<string, number>()
  let hasMinimum = false
  list.forEach((value, l) => {
    const path = `localities[${l}]`
    const object = entriesOf(value)
    if (object === undefined) faults.add(path, `must be an object, not ${kindOf(value)}`)
    const found = object === undefined ? [] : pick(object, LOCALITY_KEYS, path, faults)
    const [idValue, capacityValue, minimumValue, region] = found
    const id = object === undefined ? undefined : readId(idValue, `${path}.id`, faults)
    if (id !== undefined && localityIndex.has(id))
      faults.add(
        `${path}.id`,
        `the id ${shown(id)} is also that of localities[${localityIndex.get(id)}]`,
      )
    else if (id !== undefined) localityIndex.set(id, l)
    localities.push(id ?? '')
    const row = capacity.subarray(l * R, (l + 1) * R)
    if (object !== undefined)
      readAmounts(
        capacityValue,
        { row, resources: resourceIndex },
        `${path}.capacity`,
        faults,
        capacityFault,
      )
    row.forEach((amount, k) => (row[k] = Math.min(MOST_CAPACITY, Math.floor(amount))))
    if (minimumValue !== undefined) {
      hasMinimum = true
      const least = minimum.subarray(l * R, (l + 1) * R)
      readAmounts(
        minimumValue,
        { row: least, resources: resourceIndex },
        `${path}.minimum`,
        faults,
        capacityFault,
      )
      least.forEach((amount, k) => (least[k] = Math.min(MOST_CAPACITY, Math.ceil(amount))))
    }
    if (region !== undefined) {
      const name = readId(region, `${path}.region`, faults)
      if (name !== undefined) regionOf[l] = indexFor(regionIndex, name)
    }
  })
  return {
    resources,
    localities,
    resourceIndex,
    localityIndex,
    capacity,
    ...(hasMinimum ? { minimum } : {}),
    regionOf,
    regions: [...regionIndex.keys()],
    most: mostOf(capacity, R),
  }
}

/** For each resource the most that any locality has. */
export function mostOf(capacity: Float64Array, resources: number): Float64Array {
  const most = new Float64Array(resources)
  capacity.forEach((amount, at) => {
    const k = at % resources
    if (amount > (most[k] as number)) most[k] = amount
  })
  return most
}

/** A list of different names, at least one. */
function readNames(value: unknown, path: string, what: string, faults: FaultList): string[] {
  const list = readList(value, path, faults) ?? []
  if (list.length === 0) faults.add(path, `there must be at least one ${what}`)
  const seen = new Map<string, number>()
  return list.map((one, k) => {
    const name = readId(one, `${path}[${k}]`, faults) ?? ''
    const before = seen.get(name)
    if (before !== undefined && name !== '')
      faults.add(`${path}[${k}]`, `${shown(name)} is also ${path}[${before}]`)
    else seen.set(name, k)
    return name
  })
}

function indexOf(names: readonly string[]): Map<string, number> {
  const index = new Map<string, number>()
  names.forEach((name, k) => {
    if (name !== '' && !index.has(name)) index.set(name, k)
  })
  return index
}

/** The index of a name among those seen so far; a new one gets the next. */
export function indexFor(index: Map<string, number>, name: string): number {
  const known = index.get(name)
  if (known !== undefined) return known
  index.set(name, index.size)
  return index.size - 1
}
