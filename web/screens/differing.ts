/** A piece of a text, and whether the other text has it too. */
export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** Texts longer than this are not taken apart letter by letter. */
const LONGEST = 200

/** Marks what of a text is not in the other, letter by letter, along their longest common part. */
export function differing(text: string, other: string): readonly Piece[] {
  const own = letters(text)
  const theirs = letters(other)
  if (own.length > LONGEST || theirs.length > LONGEST)
    return text === '' ? [] : [{ text, differs: text !== other }]
  const common = inCommon(own, theirs)
  const pieces: Piece[] = []
  for (const [at, letter] of own.entries()) {
    const differs = !common.has(at)
    const last = pieces.at(-1)
    if (last?.differs === differs) pieces[pieces.length - 1] = { text: last.text + letter, differs }
    else pieces.push({ text: letter, differs })
  }
  return pieces
}

/** Letters as a reader sees them, marks with their letter. */
function letters(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map((one) => one.segment)
}

/** Places in the first that belong to a longest common subsequence; case does not count. */
function inCommon(own: readonly string[], theirs: readonly string[]): ReadonlySet<number> {
  const isSame = (i: number, j: number): boolean =>
    own[i]?.toLowerCase() === theirs[j]?.toLowerCase()
  const width = theirs.length + 1
  const length = new Uint16Array((own.length + 1) * width)
  for (let i = own.length - 1; i >= 0; i -= 1)
    for (let j = theirs.length - 1; j >= 0; j -= 1) {
      const below = length[(i + 1) * width + j] ?? 0
      const beside = length[i * width + j + 1] ?? 0
      const next = length[(i + 1) * width + j + 1] ?? 0
      length[i * width + j] = isSame(i, j) ? next + 1 : Math.max(below, beside)
    }
  const found = new Set<number>()
  for (let i = 0, j = 0; i < own.length && j < theirs.length;) {
    if (isSame(i, j)) {
      found.add(i)
      i += 1
      j += 1
    } else if ((length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return found
}
