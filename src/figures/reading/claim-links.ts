import type { ReadClaim, ReadLink } from './read-claim.ts'

type Linked = Pick<ReadClaim, 'id' | 'measure' | 'unit' | 'value' | 'stance' | 'asOf'> & {
  readonly origin: string
  readonly explains: boolean
}

/** Remembers the claims of a text by what they count, and says how a new one stands to them. */
export class EarlierClaims {
  readonly #last = new Map<string, Linked[]>()

  /** Links of `claim` to earlier ones; then it is remembered itself. */
  link(claim: Linked): ReadLink[] {
    const key = `${claim.measure} ${claim.unit ?? ''}`
    const earlier = this.#last.get(key) ?? []
    const links = earlier.flatMap((one): ReadLink[] => {
      const type = relation(claim, one)
      return type === undefined ? [] : [{ type, to: one.id }]
    })
    // The last few are what a text refers to; with more, the work would grow with its square.
    this.#last.set(key, [...earlier.slice(-4), claim])
    return links
  }
}

function relation(claim: Linked, earlier: Linked): ReadLink['type'] | undefined {
  if (claim.value === null || earlier.value === null) return undefined
  const isSame = JSON.stringify(claim.value) === JSON.stringify(earlier.value)
  const isOneDay = meet(claim.asOf, earlier.asOf)
  if (
    isSame &&
    (claim.stance === 'denies' || claim.stance === 'retracts') &&
    earlier.stance === 'asserts'
  )
    return 'contradicts'
  if (isSame && claim.stance === earlier.stance) return isOneDay ? 'repeats' : undefined
  if (claim.stance === 'revises') return claim.explains ? 'explains' : 'revises'
  const differs = !isSame && isOneDay && claim.origin !== earlier.origin
  return differs && claim.stance === 'asserts' && earlier.stance === 'asserts'
    ? 'contradicts'
    : undefined
}

function meet(a: Linked['asOf'], b: Linked['asOf']): boolean {
  return a !== null && b !== null && a.from <= b.to && b.from <= a.to
}
