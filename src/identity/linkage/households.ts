import type { LinkTable } from './link-table.ts'
import type { ScoredPairs } from './score-pairs.ts'

/** Two lines of one household's list are two people, but for a slip (our choice of bits). */
const SAME_LIST_BITS = -5
/** Bits for each other member of both households that matches; they are kin, so not for free. */
const MEMBER_BITS = 2.5
/** No household adds more: weaker pairs need not be kept for the second pass. */
export const MOST_HOUSEHOLD_BITS = 5
/** Another pair speaks for the households when its own log2 odds are at least this: 8 to 1. */
const CONVINCING = 3

/** What the households of a pair add to its bits. */
export interface HouseholdEvidence {
  readonly level: 'same_list' | 'members_match'
  readonly bits: number
}

/**
 * The second pass (docs/match.md): what the other members of two households say about a pair.
 * Gives evidence by the pair's place in the list; pairs without any are absent.
 */
export function householdEvidence(
  { households }: LinkTable,
  pairs: ScoredPairs,
): ReadonlyMap<number, HouseholdEvidence> {
  const found = new Map<number, HouseholdEvidence>()
  const convincing = new Map<string, number[]>()
  const keyOf = (at: number): string | undefined => {
    const first = households[pairs.first[at] ?? 0] ?? -1
    const second = households[pairs.second[at] ?? 0] ?? -1
    if (first < 0 || second < 0) return undefined
    return first < second ? `${first}/${second}` : `${second}/${first}`
  }
  for (let at = 0; at < pairs.first.length; at++) {
    const key = keyOf(at)
    if (key === undefined || (pairs.logOdds[at] ?? 0) < CONVINCING) continue
    const list = convincing.get(key)
    if (list === undefined) convincing.set(key, [at])
    else list.push(at)
  }
  for (let at = 0; at < pairs.first.length; at++) {
    const [a = 0, b = 0] = [pairs.first[at], pairs.second[at]]
    if ((households[a] ?? -1) >= 0 && households[a] === households[b]) {
      found.set(at, { level: 'same_list', bits: SAME_LIST_BITS })
      continue
    }
    const key = keyOf(at)
    const others = key === undefined ? [] : (convincing.get(key) ?? [])
    // Sisters of two lists look alike too: whoever fits another member better is that member.
    const isTaken = others.some(
      (one) =>
        one !== at &&
        (shares(pairs, one, a) || shares(pairs, one, b)) &&
        (pairs.logOdds[one] ?? 0) > (pairs.logOdds[at] ?? 0),
    )
    if (isTaken) continue
    const members = others.filter(
      (one) => !shares(pairs, one, a) && !shares(pairs, one, b) && one !== at,
    ).length
    if (members > 0)
      found.set(at, {
        level: 'members_match',
        bits: Math.min(MOST_HOUSEHOLD_BITS, members * MEMBER_BITS),
      })
  }
  return found
}

function shares(pairs: ScoredPairs, at: number, record: number): boolean {
  return pairs.first[at] === record || pairs.second[at] === record
}
