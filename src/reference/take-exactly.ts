import type { Random } from './random.ts'

const ATTEMPTS = 50

/**
 * Takes things at random whose sizes sum exactly to `total`. Throws `RangeError` when it finds
 * none in fifty shuffles; with a few things of size 1 it finds one at once.
 */
export function takeExactly<T extends object>(
  random: Random,
  from: readonly T[],
  total: number,
  sizeOf: (one: T) => number,
): T[] {
  const all = from.reduce((sum, one) => sum + sizeOf(one), 0)
  if (total > all) throw new RangeError(`${total} are wanted, but there are only ${all}.`)
  // Near the whole it is easier to find what stays behind.
  const few = total > all / 2 ? all - total : total
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const taken = takeInOrder(random.shuffled(from), few, sizeOf)
    if (taken === undefined) continue
    if (few === total) return taken
    const behind = new Set(taken)
    return from.filter((one) => !behind.has(one))
  }
  throw new RangeError(`Nothing among ${from.length} things sums exactly to ${total}.`)
}

/** Takes whatever still fits; undefined when a rest remains. */
function takeInOrder<T>(
  things: readonly T[],
  total: number,
  sizeOf: (one: T) => number,
): T[] | undefined {
  const taken: T[] = []
  let left = total
  for (const one of things) {
    if (left === 0) break
    const size = sizeOf(one)
    if (size === 0 || size > left) continue
    taken.push(one)
    left -= size
  }
  return left === 0 ? taken : undefined
}
