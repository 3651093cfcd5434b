import type { PlacementProblem } from '../problem.ts'

/** The score of a case at a locality, whichever way the problem holds them. */
export function scoreReader({
  scores,
  localities,
}: PlacementProblem): (oneCase: number, locality: number) => number {
  if (!('read' in scores)) return (i, l) => scores[i * localities + l] ?? NaN
  const row = new Float64Array(localities)
  let inRow = -1
  return (i, l) => {
    if (i !== inRow) scores.read(i, row)
    inRow = i
    return row[l] ?? NaN
  }
}
