import type { PlacementProblem } from '../problem.ts'
import type { ProofOptions } from './proof-options.ts'
import { proofOptions } from './proof-options.ts'
import { StepBound } from './proof-step.ts'
import type { Possible } from './proof-state.ts'
import { FREE, OUT, allPossible, chosen, roomBeside } from './proof-state.ts'
import type { StatedProof } from './read-proof.ts'

/**
 * What no plan can exceed, by a proof whose shape is right; nothing else in it is believed. Every
 * choice that it does not follow up counts with the bound of where it was left, so that a proof
 * with something missing proves less, not wrongly. All in whole numbers: exact.
 */
export function proofBound(problem: PlacementProblem, proof: StatedProof): number {
  const options = proofOptions(problem, proof.grain)
  const against = Math.ceil(proof.against / options.unit)
  if (!(Math.abs(against) < Number.MAX_SAFE_INTEGER / 8)) return Infinity
  const root = allPossible(options)
  if (root === undefined) return -Infinity
  const steps = new StepBound(options, proof.grain / options.unit, against)
  let worst = against
  const stack: Stand[] = [{ node: 0, possible: root, bound: Infinity }]
  for (let stand = stack.pop(); stand !== undefined; stand = stack.pop()) {
    const { possible } = stand
    const node = proof.nodes[stand.node]!
    let { bound } = stand
    for (const step of node.steps) {
      if (bound <= against) break
      bound = Math.min(bound, steps.take(step, possible))
    }
    if (bound <= against) continue
    if (node.oneCase < 0) worst = Math.max(worst, bound)
    else worst = Math.max(worst, divide(options, node, possible, bound, stack))
  }
  return worst * options.unit
}

/** A node of the proof, what is possible there, and what is known not to be exceeded. */
interface Stand {
  readonly node: number
  readonly possible: Possible
  readonly bound: number
}

/** Puts each choice of a case on the stack; returns the bound of those that are not followed up. */
function divide(
  options: ProofOptions,
  { oneCase, children }: StatedProof['nodes'][number],
  possible: Possible,
  bound: number,
  stack: Stand[],
): number {
  let worst = -Infinity
  for (const choice of choicesOf(options, possible, options.partOf[oneCase]!)) {
    const child = children.get(choice === OUT ? -1 : options.locality[choice]!)
    const next = chosen(options, possible, options.partOf[oneCase]!, choice)
    if (child !== undefined) stack.push({ node: child, possible: next, bound })
    else if (roomBeside(options, next) !== undefined) worst = bound
  }
  return worst
}

function choicesOf({ start }: ProofOptions, possible: Possible, part: number): number[] {
  const { open, sits, certain } = possible
  if (certain[part] !== FREE) return [certain[part]!]
  const choices = sits[part] === 1 ? [] : [OUT]
  for (let j = start[part]!; j < start[part + 1]!; j += 1) if (open[j] === 1) choices.push(j)
  return choices
}
