/** A sum of some numbers less the sum of others, by their positions. */
export interface Form {
  readonly plus: readonly number[]
  readonly minus: readonly number[]
}

/** What everyone knows: a form lies between two bounds, both included. */
export interface Knowledge extends Form {
  readonly atLeast: number
  readonly atMost: number
}

/** Shortest first, so that the search stays small; a longer chain is taken for none. */
const MOST_CHANGES = [1, 2, 3, 4, 6, 8, 12]
const MOST_STEPS = 4_000

/**
 * Whether the knowledge leaves the secret open: whether other whole numbers of at least 0 fit all
 * of it and give the secret another value. It tries numbers that are one more or one less; when it
 * finds none in the time it has, it says no, so a yes is certain and a no is careful.
 */
export function hasOtherReading(
  values: readonly number[],
  knowledge: readonly Knowledge[],
  secret: Form,
): boolean {
  const search = new Search(values, knowledge, secret)
  const starts = [...secret.plus, ...secret.minus]
  return MOST_CHANGES.some((most) =>
    starts.some((at) => search.tryChange(at, 1, most) || search.tryChange(at, -1, most)),
  )
}

class Search {
  readonly #values: readonly number[]
  readonly #knowledge: readonly Knowledge[]
  readonly #secret: Form
  /** Which knowledge a number is part of. */
  readonly #within: readonly (readonly number[])[]
  readonly #sums: number[]
  readonly #changes = new Map<number, number>()
  #steps = 0

  constructor(values: readonly number[], knowledge: readonly Knowledge[], secret: Form) {
    this.#values = values
    this.#knowledge = knowledge
    this.#secret = secret
    const within: number[][] = values.map(() => [])
    for (const [index, one] of knowledge.entries())
      for (const at of [...one.plus, ...one.minus]) within[at]?.push(index)
    this.#within = within
    this.#sums = knowledge.map((one) => valueOf(one, values))
  }

  /** Changes one number, then repairs what no longer fits, with at most so many changes in all. */
  tryChange(at: number, by: 1 | -1, most: number): boolean {
    if (this.#changes.size >= most || this.#changes.has(at)) return false
    if ((this.#values[at] ?? 0) + by < 0 || this.#steps >= MOST_STEPS) return false
    this.#steps += 1
    this.#apply(at, by)
    this.#changes.set(at, by)
    const found = this.#repair(most)
    this.#changes.delete(at)
    this.#apply(at, -by)
    return found
  }

  #repair(most: number): boolean {
    const broken = this.#firstBroken()
    if (broken === undefined) return this.#secretMoved()
    const { one, up } = broken
    return (
      one.plus.some((at) => this.tryChange(at, up, most)) ||
      one.minus.some((at) => this.tryChange(at, up === 1 ? -1 : 1, most))
    )
  }

  /** The first knowledge that does not fit any more; only what was touched can be broken. */
  #firstBroken(): { readonly one: Knowledge; readonly up: 1 | -1 } | undefined {
    for (const at of this.#changes.keys())
      for (const index of this.#within[at] ?? []) {
        const one = this.#knowledge[index]
        const sum = this.#sums[index] ?? 0
        if (one === undefined) continue
        if (sum < one.atLeast) return { one, up: 1 }
        if (sum > one.atMost) return { one, up: -1 }
      }
    return undefined
  }

  #secretMoved(): boolean {
    const change = (at: number): number => this.#changes.get(at) ?? 0
    const up = this.#secret.plus.reduce((sum, at) => sum + change(at), 0)
    const down = this.#secret.minus.reduce((sum, at) => sum + change(at), 0)
    return up !== down
  }

  #apply(at: number, by: number): void {
    for (const index of this.#within[at] ?? []) {
      const one = this.#knowledge[index]
      if (one === undefined) continue
      const sign = one.plus.includes(at) ? 1 : -1
      this.#sums[index] = (this.#sums[index] ?? 0) + sign * by
    }
  }
}

/** The value of a form. */
export function valueOf(form: Form, values: readonly number[]): number {
  const sum = (ats: readonly number[]): number =>
    ats.reduce((total, at) => total + (values[at] ?? 0), 0)
  return sum(form.plus) - sum(form.minus)
}
