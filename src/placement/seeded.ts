/** Seeded numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The numbers below `length` in an order drawn by chance. */
export function shuffledIndices(next: () => number, length: number): number[] {
  const list = Array.from({ length }, (_, k) => k)
  for (let k = length - 1; k > 0; k -= 1) {
    const other = Math.floor(next() * (k + 1))
    ;[list[k], list[other]] = [list[other]!, list[k]!]
  }
  return list
}
