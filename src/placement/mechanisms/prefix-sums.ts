/** Sums over the first places of a list whose entries grow (a Fenwick tree for each of `width`). */
export class PrefixSums {
  readonly #length: number
  readonly #width: number
  readonly #tree: Float64Array

  constructor(length: number, width: number) {
    this.#length = length
    this.#width = width
    this.#tree = new Float64Array((length + 1) * width)
  }

  /** Adds `width` amounts, found in `from` at `offset`, at a place. */
  add(place: number, from: Float64Array, offset: number): void {
    for (let node = place + 1; node <= this.#length; node += node & -node) {
      for (let s = 0; s < this.#width; s += 1)
        this.#tree[node * this.#width + s]! += from[offset + s]!
    }
  }

  /** Writes the `width` sums over all places below this one into `into` at `offset`. */
  sumBefore(place: number, into: Float64Array, offset: number): void {
    into.fill(0, offset, offset + this.#width)
    for (let node = place; node > 0; node -= node & -node) {
      for (let s = 0; s < this.#width; s += 1)
        into[offset + s]! += this.#tree[node * this.#width + s]!
    }
  }
}
