/**
 * What piles up at each locality when cases come faster than it works them off: rate = capacity /
 * batches, build-up b(t) = max(b(t - 1) + placed - rate, 0). Bansak and Paulson, Operations
 * Research 72(6), 2024. Counted in the first resource.
 */
export class BuildUp {
  /** By locality, in units of the first resource. */
  readonly now: Float64Array
  readonly rate: Float64Array
  #sum = 0
  #times = 0

  constructor(capacity: ArrayLike<number>, resources: number, batches: number) {
    const localities = capacity.length / resources
    this.now = new Float64Array(localities)
    this.rate = Float64Array.from(
      { length: localities },
      (_, l) => capacity[l * resources]! / batches,
    )
  }

  /** Counts one batch: what was placed at each locality, in units of the first resource. */
  count(placed: Float64Array): void {
    for (let l = 0; l < this.now.length; l += 1) {
      this.now[l] = Math.max(this.now[l]! + placed[l]! - this.rate[l]!, 0)
      this.#sum += this.now[l]!
      this.#times += 1
    }
  }

  /** Mean over batches and localities; 0 before the first batch. */
  get mean(): number {
    return this.#times === 0 ? 0 : this.#sum / this.#times
  }
}
