/** Half the distance from 1 to the next number: the relative error of one operation. */
export const ROUNDING = 2 ** -53

/** Adds numbers with their rounding errors kept (Neumaier), so that order hardly matters. */
export class SafeSum {
  #sum = 0
  #lost = 0
  #size = 0

  add(value: number): void {
    const next = this.#sum + value
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum
    this.#sum = next
    this.#size += Math.abs(value)
  }

  get value(): number {
    return this.#sum + this.#lost
  }

  /** A number that the exact sum is surely not above, for fewer than 10^12 numbers. */
  get above(): number {
    return this.value + 4 * ROUNDING * this.#size
  }
}
