import type { Numbers } from './binary-layout.ts'
import type { FaultList } from './fault-list.ts'
import { kindOf, readId } from './json-shape.ts'
import { shown } from './names.ts'
import { fromUtf8 } from './text.ts'

/** Different names, at least one; or a number of them, when they are called by their index. */
export function readNameList(value: unknown, path: string, faults: FaultList): readonly string[] {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= MOST_NAMES)
    return Array.from({ length: value }, (_, k) => String(k))
  if (!Array.isArray(value) || value.length === 0) {
    faults.add(
      path,
      `must be a list of at least one name, or how many there are, not ${kindOf(value)}`,
    )
    return []
  }
  const names = value.map((one, k) => readId(one, `${path}[${k}]`, faults) ?? '')
  tellTwice(names, (k) => `${path}[${k}]`, faults)
  return names
}

const MOST_NAMES = 1_000_000

/** The ids of the cases from their sections; undefined where the file has none. */
export function readCaseIds(
  sections: ReadonlyMap<string, Numbers>,
  faults: FaultList,
): readonly string[] | undefined {
  const ends = sections.get('caseIdEnds')
  const bytes = sections.get('caseIds')
  if (ends === undefined && bytes === undefined) return undefined
  if (ends === undefined || !(bytes instanceof Uint8Array) || ends.at(-1) !== bytes.length) {
    faults.add('section "caseIdEnds"', 'does not end where "caseIds" ends')
    return undefined
  }
  const ids = decodeIds(ends, bytes, faults)
  tellTwice(ids, (i) => `cases[${i}].id`, faults)
  return ids
}

function decodeIds(ends: Numbers, bytes: Uint8Array, faults: FaultList): string[] {
  const ids: string[] = []
  let begin = 0
  try {
    const text = fromUtf8(bytes)
    // Where every character is one byte, the one text is cut; else each id is decoded.
    const isPlain = text.length === bytes.length
    for (const end of ends) {
      const id = isPlain ? text.slice(begin, end) : fromUtf8(bytes.subarray(begin, end))
      ids.push(readId(end < begin ? '' : id, `cases[${ids.length}].id`, faults) ?? '')
      begin = end
    }
  } catch {
    faults.add('section "caseIds"', 'is not UTF-8')
  }
  return ids
}

function tellTwice(
  names: readonly string[],
  pathOf: (at: number) => string,
  faults: FaultList,
): void {
  // Of a million names mostly none comes twice, and to see that is quicker than to say which.
  if (new Set(names).size === names.length) return
  const seen = new Map<string, number>()
  names.forEach((name, k) => {
    const before = seen.get(name)
    if (before === undefined) seen.set(name, k)
    else if (name !== '') faults.add(pathOf(k), `${shown(name)} is also ${pathOf(before)}`)
  })
}
