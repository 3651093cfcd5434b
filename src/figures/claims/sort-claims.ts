import type { Claim } from '../../domain/claim.ts'

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** In the order in which it became known; no name plays a part in it. */
export function byRecording(a: Claim, b: Claim): number {
  return compareText(a.recordedAt, b.recordedAt) || compareText(a.id, b.id)
}

/** By the day on which it was said, the oldest first; on one day the one nearest to its origin last. */
export function bySaying(a: Claim, b: Claim): number {
  return (
    compareText(a.reportedOn, b.reportedOn) || b.hops.length - a.hops.length || byRecording(a, b)
  )
}
