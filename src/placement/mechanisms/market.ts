import type { Numbers } from '../problem.ts'

/**
 * Families and localities that rank each other. Families and localities are indices below their
 * number; the null locality (staying unmatched) has room for everybody and is everybody's last
 * choice. The model of Delacrétaz, Kominers and Teytelboym, "Matching Mechanisms for Refugee
 * Resettlement", American Economic Review 2023.
 */
export interface Market {
  readonly families: number
  readonly localities: number
  /** How many services (resources) there are: people, children, medical places … */
  readonly services: number
  /** What each family takes of each service: families x services, whole, 0 or more. */
  readonly needs: Numbers
  /** What each locality has of each service: localities x services, whole, 0 or more. */
  readonly capacity: Numbers
  /** For each family its localities, best first; a locality that is absent is unacceptable to it. */
  readonly preferences: readonly Numbers[]
  /**
   * For each locality its families, highest priority first. Must hold every family that lists the
   * locality. A family too large for the empty locality counts as ranked behind all others.
   */
  readonly priorities: readonly Numbers[]
}

/** The locality of each family. */
export type Matching = Int32Array

/** Where a matching has no locality for a family: the null locality. */
export const UNMATCHED = -1

/** Everything that is wrong with the market, one sentence each; empty when it is well formed. */
export function marketFaults(market: Market): string[] {
  const { families, localities, services, needs, capacity, preferences, priorities } = market
  const counts = { families, localities, services }
  const faults = Object.entries(counts)
    .filter(([, count]) => !isCount(count))
    .map(([name, count]) => `the number of ${name} is ${count}, not a whole number of 0 or more`)
  if (faults.length > 0) return faults
  listFaults(faults, 'needs', needs, families * services)
  listFaults(faults, 'capacity', capacity, localities * services)
  lengthFault(faults, 'preferences', preferences.length, families)
  lengthFault(faults, 'priorities', priorities.length, localities)
  preferences.forEach((list, f) =>
    rankingFaults(faults, `family ${f}`, list, 'locality', localities),
  )
  priorities.forEach((list, l) => rankingFaults(faults, `locality ${l}`, list, 'family', families))
  if (faults.length > 0) return faults

  const ranks = new Uint8Array(families * localities)
  priorities.forEach((list, l) => {
    for (let k = 0; k < list.length; k += 1) ranks[list[k]! * localities + l] = 1
  })
  preferences.forEach((list, f) => {
    for (let k = 0; k < list.length; k += 1) {
      if (ranks[f * localities + list[k]!] === 0)
        faults.push(`family ${f} lists locality ${list[k]}, which does not rank it`)
    }
  })
  return faults
}

/**
 * Everything that is wrong with an endowment (the locality each family starts from, `UNMATCHED`
 * where it has none) in a well-formed market; empty when all endowed families fit and each is
 * ranked by its locality. A family may leave its endowment off its list: it then says that it
 * would rather be unmatched, and gives it up.
 */
export function endowmentFaults(market: Market, endowment: Numbers): string[] {
  const { families, localities, services, needs, capacity, priorities } = market
  const faults: string[] = []
  lengthFault(faults, 'endowment', endowment.length, families)
  if (faults.length > 0) return faults
  const used = new Float64Array(localities * services)
  const ranked = priorities.map((list) => new Set(Array.from(list)))
  for (let f = 0; f < families; f += 1) {
    const l = endowment[f]!
    if (l === UNMATCHED) continue
    if (!isIndex(l, localities)) {
      faults.push(`family ${f} is endowed with locality ${l}, which does not exist`)
      continue
    }
    if (!ranked[l]!.has(f))
      faults.push(`family ${f} is endowed with locality ${l}, which does not rank it`)
    for (let s = 0; s < services; s += 1) used[l * services + s]! += needs[f * services + s]!
  }
  used.forEach((amount, at) => {
    const [l, s] = [Math.floor(at / services), at % services]
    if (amount > capacity[at]!)
      faults.push(
        `the endowment takes ${amount} of service ${s} at locality ${l}, which has ${capacity[at]}`,
      )
  })
  return faults
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isIndex(value: number, below: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < below
}

function lengthFault(faults: string[], name: string, length: number, wanted: number): void {
  if (length !== wanted) faults.push(`${name} has ${length} entries, not ${wanted}`)
}

function listFaults(faults: string[], name: string, list: Numbers, length: number): void {
  lengthFault(faults, name, list.length, length)
  for (let k = 0; k < list.length; k += 1) {
    if (!isCount(list[k]!))
      faults.push(`entry ${k} of ${name} is ${list[k]}, not a whole number of 0 or more`)
  }
}

function rankingFaults(
  faults: string[],
  whose: string,
  list: Numbers,
  what: string,
  below: number,
): void {
  const seen = new Set<number>()
  for (let k = 0; k < list.length; k += 1) {
    const entry = list[k]!
    if (!isIndex(entry, below)) faults.push(`${whose} lists ${what} ${entry}, which does not exist`)
    else if (seen.has(entry)) faults.push(`${whose} lists ${what} ${entry} twice`)
    seen.add(entry)
  }
}
