/** Scores with more decimals are not counted in steps: it would not help. */
const MOST_DECIMALS = 4

/**
 * The largest number of which every score is a whole multiple, 0 when there is none worth having.
 * Plans then differ by whole steps, and a bound less than one above a plan proves it the best.
 */
export function scoreStep(scores: ArrayLike<number>): number {
  for (let decimals = 0, power = 1; decimals <= MOST_DECIMALS; decimals += 1, power *= 10) {
    const step = commonStep(scores, power)
    if (step > 0) return step / power
  }
  return 0
}

/** The greatest common divisor of the scores times a power of ten, 0 when they are not whole. */
function commonStep(scores: ArrayLike<number>, power: number): number {
  let step = 0
  for (let j = 0; j < scores.length; j += 1) {
    const scaled = scores[j]! * power
    const whole = Math.round(scaled)
    if (Math.abs(scaled - whole) > 1e-12 * Math.abs(scaled) || Math.abs(whole) > 1e12) return 0
    let rest = Math.abs(whole)
    while (rest > 0) [step, rest] = [rest, step % rest]
  }
  return step
}
