/** Longer texts are compared by their beginnings: the letters in use fit one 32-bit number. */
const MOST_LETTERS = 31
const LETTERS_IN_A = new Uint16Array(MOST_LETTERS)

/**
 * Jaro–Winkler likeness of two texts, 0 to 1 (Winkler 1990: prefix of at most 4, weight 0.1), by
 * UTF-16 units. `least`: 0 is returned as soon as the likeness must fall below it.
 */
export function jaroWinkler(a: string, b: string, least = 0): number {
  if (a === b) return 1
  const lengthOfA = Math.min(a.length, MOST_LETTERS)
  const lengthOfB = Math.min(b.length, MOST_LETTERS)
  let prefix = 0
  while (prefix < 4 && prefix < lengthOfA && prefix < lengthOfB && a[prefix] === b[prefix]) prefix++
  const jaro = jaroLikeness(a, b, lengthOfA, lengthOfB, least, prefix)
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroLikeness(
  a: string,
  b: string,
  lengthOfA: number,
  lengthOfB: number,
  least: number,
  prefix: number,
): number {
  const reach = Math.max(0, (Math.max(lengthOfA, lengthOfB) >> 1) - 1)
  let used = 0
  let common = 0
  for (let at = 0; at < lengthOfA; at++) {
    const letter = a.charCodeAt(at)
    const last = Math.min(lengthOfB - 1, at + reach)
    for (let other = Math.max(0, at - reach); other <= last; other++) {
      if ((used & (1 << other)) !== 0 || b.charCodeAt(other) !== letter) continue
      used |= 1 << other
      LETTERS_IN_A[common++] = letter
      break
    }
  }
  if (common === 0) return 0
  const most = (common / lengthOfA + common / lengthOfB + 1) / 3
  if (most + prefix * 0.1 * (1 - most) < least) return 0
  let crossed = 0
  let next = 0
  for (let at = 0; at < lengthOfB; at++)
    if ((used & (1 << at)) !== 0 && b.charCodeAt(at) !== LETTERS_IN_A[next++]) crossed++
  return (common / lengthOfA + common / lengthOfB + (common - crossed / 2) / common) / 3
}
