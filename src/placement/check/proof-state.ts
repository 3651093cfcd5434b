import type { ProofOptions } from './proof-options.ts'

/** What is still possible where the walk through a proof stands. */
export interface Possible {
  /** 1: this option may be chosen, beside others. */
  readonly open: Uint8Array
  /** 1: the part does not stay out. */
  readonly sits: Uint8Array
  /** What each part does for certain: an option, OUT, or FREE when it is not certain. */
  readonly certain: Int32Array
}

export const FREE = -1
export const OUT = -2

/** At the root; undefined when there is no plan at all. */
export function allPossible(options: ProofOptions): Possible | undefined {
  const possible = {
    open: new Uint8Array(options.score.length).fill(1),
    sits: options.demanded.slice(),
    certain: new Int32Array(options.parts).fill(FREE),
  }
  return decide(options, possible) ? possible : undefined
}

/** The same with one choice of a part made. */
export function chosen(
  { start }: ProofOptions,
  { open, sits, certain }: Possible,
  part: number,
  choice: number,
): Possible {
  const next = { open: open.slice(), sits: sits.slice(), certain: certain.slice() }
  next.open.fill(0, start[part], start[part + 1])
  next.certain[part] = choice
  return next
}

/** Makes certain what has one choice left; false when a part has none: there is no plan here. */
export function decide({ parts, start }: ProofOptions, possible: Possible): boolean {
  const { open, sits, certain } = possible
  for (let p = 0; p < parts; p += 1) {
    if (certain[p] !== FREE) continue
    const choices: number[] = sits[p] === 1 ? [] : [OUT]
    for (let j = start[p]!; j < start[p + 1]! && choices.length < 2; j += 1)
      if (open[j] === 1) choices.push(j)
    if (choices.length === 0) return false
    if (choices.length > 1) continue
    const only = choices[0]!
    certain[p] = only
    if (only !== OUT) open[only] = 0
  }
  return true
}

/**
 * What is free at each locality beside those who are there for certain; undefined when they do not
 * fit. Closes what does not fit any more, until nothing changes.
 */
export function roomBeside(options: ProofOptions, possible: Possible): Float64Array | undefined {
  const { parts, resources: R, needs, capacity, locality, part, score } = options
  const { open, certain } = possible
  for (;;) {
    const room = capacity.slice()
    for (let p = 0; p < parts; p += 1) {
      const j = certain[p]!
      if (j < 0) continue
      for (let k = 0; k < R; k += 1) room[locality[j]! * R + k]! -= needs[p * R + k]!
    }
    if (room.some((free) => free < 0)) return undefined
    let isChanged = false
    for (let j = 0; j < score.length; j += 1) {
      if (open[j] === 0) continue
      for (let k = 0; k < R; k += 1) {
        if (needs[part[j]! * R + k]! <= room[locality[j]! * R + k]!) continue
        open[j] = 0
        isChanged = true
      }
    }
    if (!isChanged) return room
    if (!decide(options, possible)) return undefined
  }
}
