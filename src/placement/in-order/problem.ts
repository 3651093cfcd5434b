/**
 * A placement problem in numbers only: items, bins with capacity rows, and a strict order of
 * objectives. The engine knows neither persons nor countries; `planning` is the dictionary.
 */
export interface PlacementProblem {
  /** How many bins there are; a bin is an index below it. */
  readonly bins: number
  /** For each bin the family it belongs to; items of one group go to one family. */
  readonly programmeOfBin: readonly number[]
  readonly rows: readonly CapacityRow[]
  /** How many objectives there are; level 0 outranks level 1 absolutely, and so on. */
  readonly levels: number
  readonly items: readonly PlacementItem[]
}

/** A limit inside one bin: the amounts used by the items put there sum to at most `capacity`. */
export interface CapacityRow {
  readonly bin: number
  /** In the row's own unit (persons, cases ...); a whole number, 0 or more. */
  readonly capacity: number
}

export interface PlacementItem {
  /** The bins this item may go to, each at most once. No choice: it stays unplaced. */
  readonly choices: readonly PlacementChoice[]
  /** The bin this item must go to. */
  readonly lockedTo?: number
  /** Items with the same group number go to bins of one programme, all of them or none. */
  readonly group?: number
  /**
   * Who comes first among interchangeable items: the lower rank. Give every item its own rank and
   * the plan does not depend on the order of the items.
   */
  readonly rank: number
}

export interface PlacementChoice {
  readonly bin: number
  /** What the item takes from the rows of this bin, each row at most once; 0 or more. */
  readonly uses: readonly (readonly [row: number, amount: number])[]
  /**
   * What is gained at each level if the item goes here, one number per level: whole, and at most
   * a thousand million either way, so that all sums stay exact.
   */
  readonly value: readonly number[]
}

/**
 * Throws RangeError, naming the index at fault, when the numbers contradict each other (unknown
 * bin or row, a row of another bin, fractions, negative capacities).
 */
export function assertWellFormed(problem: PlacementProblem): void {
  const { bins, programmeOfBin, rows, items } = problem
  require(isCount(bins), 'bins must be a whole number, 0 or more')
  require(isCount(problem.levels), 'levels must be a whole number, 0 or more')
  require(programmeOfBin.length === bins, 'programmeOfBin must have one entry for each bin')
  rows.forEach((row, r) => {
    require(isBin(row.bin, bins), `row ${r} names bin ${row.bin}, which does not exist`)
    require(isCount(row.capacity), `row ${r} needs a whole capacity, 0 or more`)
  })
  items.forEach((item, i) => assertItem(problem, item, i))
}

function assertItem(problem: PlacementProblem, item: PlacementItem, i: number): void {
  const seen = new Set<number>()
  require(Number.isFinite(item.rank), `item ${i} needs a finite rank`)
  if (item.lockedTo !== undefined) {
    const known = isBin(item.lockedTo, problem.bins)
    require(known, `item ${i} is locked to bin ${item.lockedTo}, which does not exist`)
  }
  for (const choice of item.choices) {
    const where = `item ${i}, bin ${choice.bin}`
    require(isBin(choice.bin, problem.bins) && !seen.has(choice.bin), `${where}: unknown or twice`)
    seen.add(choice.bin)
    require(choice.value.length === problem.levels, `${where}: needs one value for each level`)
    require(choice.value.every(isValue), `${where}: values must be whole and at most 1e9`)
    const used = new Set<number>()
    for (const [row, amount] of choice.uses) {
      require(problem.rows[row]?.bin === choice.bin, `${where}: row ${row} is not of this bin`)
      require(isCount(amount), `${where}: the amount of row ${row} must be whole, 0 or more`)
      require(!used.has(row), `${where}: row ${row} twice`)
      used.add(row)
    }
  }
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

function isValue(n: number): boolean {
  return Number.isSafeInteger(n) && Math.abs(n) <= 1e9
}

function isBin(bin: number, bins: number): boolean {
  return isCount(bin) && bin < bins
}

function require(holds: boolean, message: string): void {
  if (!holds) throw new RangeError(`The placement problem is malformed: ${message}.`)
}
