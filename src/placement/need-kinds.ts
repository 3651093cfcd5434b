import type { PlacementProblem } from './problem.ts'

/** Needs of cases as kinds: cases with the same needs share one row of prices. */
export interface NeedKinds {
  readonly kindOf: Int32Array
  /** kinds x resources */
  readonly needs: Float64Array
  readonly count: number
}

/** Sorts cases by their needs (cases x resources); kinds in the order of their first case. */
export function kindsOf({
  cases,
  resources,
  needs,
}: Pick<PlacementProblem, 'cases' | 'resources' | 'needs'>): NeedKinds {
  const kindOf = new Int32Array(cases)
  const known = new Map<number, number[]>()
  const rows: number[] = []
  for (let i = 0; i < cases; i += 1) {
    let hash = 0
    for (let k = 0; k < resources; k += 1)
      hash = (Math.imul(hash, 1_000_003) + needs[i * resources + k]!) | 0
    let list = known.get(hash)
    if (!list) known.set(hash, (list = []))
    let kind = list.find((one) => {
      for (let k = 0; k < resources; k += 1) {
        if (rows[one * resources + k] !== needs[i * resources + k]) return false
      }
      return true
    })
    if (kind === undefined) {
      kind = rows.length / resources
      for (let k = 0; k < resources; k += 1) rows.push(needs[i * resources + k]!)
      list.push(kind)
    }
    kindOf[i] = kind
  }
  return { kindOf, needs: Float64Array.from(rows), count: rows.length / resources }
}
