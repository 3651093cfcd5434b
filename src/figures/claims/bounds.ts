import type { ClaimValue } from '../../domain/claim.ts'

/** What a value says at least, most likely and at most; null: it does not say. */
export interface Bounds {
  readonly low: number | null
  readonly point: number | null
  readonly high: number | null
}

/**
 * The bounds of a value. "About 20" is 20 in the range of what was said: no margin is made up.
 * Null for a value without any number.
 */
export function boundsOf(value: ClaimValue): Bounds | null {
  switch (value.kind) {
    case 'exact':
    case 'about':
      return { low: value.point, point: value.point, high: value.point }
    case 'at_least':
      return { low: value.low, point: null, high: null }
    case 'at_most':
      return { low: null, point: null, high: value.high }
    case 'between':
      return { low: value.low, point: value.point ?? null, high: value.high }
    case 'zero':
      return { low: 0, point: 0, high: 0 }
    case 'unquantified':
      return null
  }
}

/** Whether two values say the same. */
export function saysTheSame(a: ClaimValue, b: ClaimValue): boolean {
  const [one, other] = [boundsOf(a), boundsOf(b)]
  if (one === null || other === null) return one === other
  return one.low === other.low && one.point === other.point && one.high === other.high
}
