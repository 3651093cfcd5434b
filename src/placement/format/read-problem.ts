import type { PlacementProblem } from '../problem.ts'
import { CaseTable } from './case-table.ts'
import { checkLists, checkRegions } from './check-lists.ts'
import type { Fault } from './fault-list.ts'
import { FaultList } from './fault-list.ts'
import { entriesOf, findId, kindOf, pick, readList } from './json-shape.ts'
import type { NamedProblem } from './names.ts'
import { JsonError, JsonObject, parseJson } from './parse-json.ts'
import type { Head } from './read-localities.ts'
import { readHead } from './read-localities.ts'

/** A problem, or everything that is wrong with what was to be one. */
export type ReadProblem =
  | { readonly ok: true; readonly named: NamedProblem }
  | {
      readonly ok: false
      /** The first thousand. */
      readonly faults: readonly Fault[]
      /** How many there are in all. */
      readonly total: number
    }

const PROBLEM_KEYS = ['resources', 'localities', 'cases', 'together', 'near']

/** Reads a problem from parsed JSON (docs/placement.md): the problem, or every fault in it. */
export function readProblem(json: unknown): ReadProblem {
  const faults = new FaultList()
  const root = entriesOf(json)
  if (root === undefined) return refuse('', `must be an object, not ${kindOf(json)}`)
  return finish(root, undefined, faults)
}

/**
 * Reads a problem from the bytes of a JSON file. Cases that come after the resources and the
 * localities are turned into numbers as they come, so that the memory is that of the numbers.
 */
export function readProblemBytes(bytes: Uint8Array): ReadProblem {
  const faults = new FaultList()
  let table: CaseTable | undefined
  let head: Head | undefined
  const take = (key: string, item: unknown, before: JsonObject): boolean => {
    if (key !== 'cases' || before.keys.includes('cases')) return false
    if (head === undefined) {
      if (!before.keys.includes('resources') || !before.keys.includes('localities')) return false
      const [resources, localities] = pick(before, PROBLEM_KEYS, '', new FaultList())
      head = readHead(resources, localities, faults)
    }
    table ??= new CaseTable(
      head,
      bytes.length / BYTES_OF_A_SCORE / (head.localities.length + head.resources.length + 1),
      faults,
    )
    table.add(item)
    return true
  }
  try {
    const root = entriesOf(parseJson(bytes, { take }))
    if (root === undefined) return refuse('', 'must be an object')
    return finish(
      root,
      head === undefined || table === undefined ? undefined : { head, table },
      faults,
    )
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    faults.add('', `this is no JSON: ${error.message}`)
    return { ok: false, faults: faults.kept, total: faults.total }
  }
}

/** How many bytes of a file a score takes at least; memory that is not written to costs nothing. */
const BYTES_OF_A_SCORE = 12

function finish(
  root: JsonObject,
  taken: { readonly head: Head; readonly table: CaseTable } | undefined,
  faults: FaultList,
): ReadProblem {
  const [resources, localities, cases, together, near] = pick(root, PROBLEM_KEYS, '', faults)
  const head = taken?.head ?? readHead(resources, localities, faults)
  const list = readList(cases, 'cases', faults) ?? []
  const table = taken?.table ?? new CaseTable(head, list.length, faults)
  for (const one of list) table.add(one)
  if (table.length === 0) faults.add('cases', 'there must be at least one case')
  const lists = {
    together: readLists(together, 'together', table, faults),
    near: readLists(near, 'near', table, faults),
  }
  if ((lists.near ?? []).length > 0)
    checkRegions(head.regionOf, (l) => `localities[${l}].region`, faults)
  if (faults.total > 0) return { ok: false, faults: faults.kept, total: faults.total }
  return { ok: true, named: toNamed(head, table, lists) }
}

function toNamed(
  head: Head,
  table: CaseTable,
  { together, near }: { together?: number[][] | undefined; near?: number[][] | undefined },
): NamedProblem {
  const hasRegions = head.regions.length > 0
  const problem: PlacementProblem = {
    cases: table.length,
    localities: head.localities.length,
    resources: head.resources.length,
    needs: table.needs,
    capacity: head.capacity,
    scores: table.scores,
    ...(table.hasLocks ? { locks: table.locks } : {}),
    ...(together === undefined ? {} : { together }),
    ...(near === undefined ? {} : { near }),
    ...(hasRegions ? { regions: head.regionOf } : {}),
    ...(head.minimum === undefined ? {} : { minimum: head.minimum }),
  }
  return {
    problem,
    names: { cases: table.ids, localities: head.localities, resources: head.resources },
    ...(table.groupIndex.size > 0
      ? { groups: { of: table.groups, names: [...table.groupIndex.keys()] } }
      : {}),
    ...(table.hasPreferences ? { preferences: table.preferences } : {}),
    ...(hasRegions ? { regionNames: head.regions } : {}),
  }
}

function readLists(
  value: unknown,
  what: 'together' | 'near',
  table: CaseTable,
  faults: FaultList,
): number[][] | undefined {
  const lists = readList(value, what, faults)?.map((one, n) => {
    if (!Array.isArray(one))
      faults.add(`${what}[${n}]`, `must be a list of cases, not ${kindOf(one)}`)
    else
      return one.map((id: unknown, k) =>
        findId(id, table.index, 'case', `${what}[${n}][${k}]`, faults),
      )
    return [-1]
  })
  if (lists !== undefined) checkLists(lists, what, (i) => table.ids[i] ?? '', faults)
  return lists
}

function refuse(path: string, message: string): ReadProblem {
  return { ok: false, faults: [{ path, message }], total: 1 }
}
