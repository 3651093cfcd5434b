import type { Numbers } from '../problem.ts'
import type { Market } from './market.ts'

/**
 * What a matching keeps of its promises. Shares no code with the mechanisms: everything goes from
 * the market as given. Definitions: Delacrétaz, Kominers and Teytelboym 2023.
 */

/** A family would rather be where another is, and has the higher priority there. */
export interface Envy {
  readonly family: number
  readonly envied: number
  readonly locality: number
  /**
   * The locality could not weakly accommodate the envied one beside all of higher priority who
   * would rather be there or are. A matching without such pairs is weakly envy-free.
   */
  readonly strong: boolean
}

/** How many pairs envy; `strong` ones among `plain` ones. */
export interface EnvyCounts {
  readonly plain: number
  readonly strong: number
}

/** Every pair, by locality and priority. There can be nearly as many as pairs of families. */
export function envyPairs(market: Market, matching: Numbers): Envy[] {
  const pairs: Envy[] = []
  for (let locality = 0; locality < market.localities; locality += 1) {
    const before: number[] = []
    eachInPriority(market, matching, locality, (family, here, strong) => {
      if (here) for (const f of before) pairs.push({ family: f, envied: family, locality, strong })
      else before.push(family)
    })
  }
  return pairs
}

/** The same, counted only: time grows with families x localities x services. */
export function envyCounts(market: Market, matching: Numbers): EnvyCounts {
  let [plain, strong] = [0, 0]
  for (let locality = 0; locality < market.localities; locality += 1) {
    let before = 0
    eachInPriority(market, matching, locality, (_, here, strongly) => {
      if (!here) before += 1
      else {
        plain += before
        if (strongly) strong += before
      }
    })
  }
  return { plain, strong }
}

/**
 * Visits those who are at a locality or would rather be, from the highest priority, and says
 * whether those before and it are together too many in a service it needs. A family that does not
 * fit into the empty locality ranks behind all others, so that it can envy nobody there.
 */
function eachInPriority(
  market: Market,
  matching: Numbers,
  locality: number,
  visit: (family: number, here: boolean, tooMany: boolean) => void,
): void {
  const { services, needs, capacity, preferences, priorities } = market
  const taken = Array.from({ length: services }, () => 0)
  for (const family of Array.from(priorities[locality]!)) {
    let alone = true
    let tooMany = false
    for (let s = 0; s < services; s += 1) {
      const need = needs[family * services + s]!
      const most = capacity[locality * services + s]!
      if (need > most) alone = false
      if (need > 0 && taken[s]! + need > most) tooMany = true
    }
    const here = matching[family] === locality
    if (!alone || !(here || prefers(preferences[family]!, locality, matching[family]!))) continue
    visit(family, here, tooMany)
    for (let s = 0; s < services; s += 1) taken[s]! += needs[family * services + s]!
  }
}

/** Whether `one` stands on the list before `other`; one that is not listed is after all that are. */
function prefers(list: Numbers, one: number, other: number): boolean {
  for (let k = 0; k < list.length; k += 1) {
    if (list[k] === other) return false
    if (list[k] === one) return true
  }
  return false
}

/** Each locality and service of which a matching takes more than there is, and each family that
 *  is nowhere at all (neither at a locality nor -1); empty when the matching is feasible. */
export function feasibilityFaults(market: Market, matching: Numbers): string[] {
  const { families, localities, services, needs, capacity } = market
  if (matching.length !== families) return [`${matching.length} entries for ${families} families`]
  const faults: string[] = []
  const used = Array.from({ length: localities * services }, () => 0)
  for (let f = 0; f < families; f += 1) {
    const l = matching[f]!
    if (l === -1) continue
    if (!Number.isInteger(l) || l < 0 || l >= localities) {
      faults.push(`family ${f} is matched to locality ${l}, which does not exist`)
      continue
    }
    for (let s = 0; s < services; s += 1) used[l * services + s]! += needs[f * services + s]!
  }
  for (let l = 0; l < localities; l += 1) {
    for (let s = 0; s < services; s += 1) {
      const [taken, most] = [used[l * services + s]!, capacity[l * services + s]!]
      if (taken > most) faults.push(`locality ${l} has ${most} of service ${s}, taken are ${taken}`)
    }
  }
  return faults
}

/**
 * The families that would rather be elsewhere without anybody else's doing: unmatched instead of
 * where they are or, when an endowment is given, back where they started from. Empty when the
 * matching is individually rational.
 */
export function unwilling(market: Market, matching: Numbers, endowment?: Numbers): number[] {
  const found: number[] = []
  market.preferences.forEach((list, f) => {
    const now = matching[f]!
    const listed = Array.from(list).includes(now)
    const start = endowment?.[f] ?? -1
    if ((now !== -1 && !listed) || prefers(list, start, now)) found.push(f)
  })
  return found
}
