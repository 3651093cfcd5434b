/** One thing wrong in what was handed in, and where: `cases[3].scores.B`. */
export interface Fault {
  readonly path: string
  readonly message: string
}

/** Faults that are kept word for word; all are counted. */
const MOST_KEPT = 1_000

/** Collects faults, so that all are told at once and a hostile file does not fill the memory. */
export class FaultList {
  readonly kept: Fault[] = []
  total = 0

  add(path: string, message: string): void {
    this.total += 1
    if (this.kept.length < MOST_KEPT) this.kept.push({ path, message })
  }
}
