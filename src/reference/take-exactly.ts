import type { Random } from './random.ts'

/**
 * Takes things at random whose sizes sum exactly to `total`. Throws when it finds none: keep
 * enough things of size 1 at hand.
 */
export function takeExactly<T>(
  random: Random,
  from: readonly T[],
  total: number,
  sizeOf: (one: T) => number,
): T[] {
  const all = from.reduce((sum, one) => sum + sizeOf(one), 0)
  if (total > all) throw new RangeError(`${total} are wanted, but there are only ${all}.`)
  // Near the whole it is easier to find what stays behind.
  if (total <= all / 2) return takeFew(random, from, total, sizeOf)
  const behind = new Set(takeFew(random, from, all - total, sizeOf))
  return from.filter((one) => !behind.has(one))
}

function takeFew<T>(
  random: Random,
  from: readonly T[],
  total: number,
  sizeOf: (one: T) => number,
): T[] {
  const taken: T[] = []
  let left = total
  for (const one of random.shuffled(from)) {
    if (left === 0) break
    const size = sizeOf(one)
    if (size === 0 || size > left) continue
    taken.push(one)
    left -= size
  }
  if (left > 0)
    throw new RangeError(`Of ${from.length} things none fits the last ${left} of ${total}.`)
  return taken
}
