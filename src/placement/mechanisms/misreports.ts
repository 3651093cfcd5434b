import type { Market, Matching } from './market.ts'

/** A family that gets something better, by its own list, by giving another list. */
export interface Gain {
  readonly family: number
  readonly told: readonly number[]
  readonly before: number
  readonly after: number
}

/** Every list of different localities, of every length: those that a family could give. */
export function everyList(localities: number): number[][] {
  const lists: number[][] = [[]]
  for (let k = 0; k < lists.length; k += 1) {
    for (let l = 0; l < localities; l += 1) {
      if (!lists[k]!.includes(l)) lists.push([...lists[k]!, l])
    }
  }
  return lists
}

/** All gains of one family alone, over every list it could give; none if it is strategy-proof. */
export function gainsByMisreport(market: Market, mechanism: (told: Market) => Matching): Gain[] {
  const gains: Gain[] = []
  const honest = mechanism(market)
  const lists = everyList(market.localities)
  market.preferences.forEach((truth, family) => {
    const own = [...Array.from(truth), -1]
    const place = (l: number): number => (own.includes(l) ? own.indexOf(l) : Infinity)
    const before = honest[family]!
    for (const told of lists) {
      const preferences = market.preferences.with(family, told)
      const after = mechanism({ ...market, preferences })[family]!
      if (place(after) < place(before)) gains.push({ family, told, before, after })
    }
  })
  return gains
}
