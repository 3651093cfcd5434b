import { entriesOf, kindOf } from '../format/json-shape.ts'
import type { PlacementProblem } from '../problem.ts'
import { priceBound } from './price-bound.ts'
import { proofBound } from './proof-bound.ts'
import { lowerToStep } from './whole-steps.ts'
import { ProofFault, readProof } from './read-proof.ts'

/** What a certificate proves, or why it proves nothing. */
export type Proven =
  { readonly bound: number } | { readonly path: string; readonly message: string }

/** Works out anew what the certificate of a result proves; nothing in it is believed. */
export function provenBound(problem: PlacementProblem, certificate: unknown): Proven {
  const object = entriesOf(certificate)
  if (object === undefined)
    return { path: 'certificate', message: `must be an object, not ${kindOf(certificate)}` }
  const prices = object.values[object.keys.indexOf('prices')]
  const path = 'certificate.prices'
  if (!Array.isArray(prices)) return { path, message: `must be a list, not ${kindOf(prices)}` }
  const rooms = problem.localities * problem.resources
  if (prices.length !== rooms)
    return { path, message: `has ${prices.length} prices instead of ${rooms}` }
  const wrong = prices.findIndex((one) => typeof one !== 'number' || !Number.isFinite(one))
  if (wrong >= 0)
    return { path: `${path}[${wrong}]`, message: `${kindOf(prices[wrong])} is no finite number` }
  const bound = priceBound(problem, prices as readonly number[])
  const proof = object.values[object.keys.indexOf('proof')]
  if (proof === undefined) return { bound }
  try {
    const stated = readProof(proof, problem, 'certificate.proof')
    return { bound: Math.min(bound, lowerToStep(problem, proofBound(problem, stated))) }
  } catch (error) {
    if (error instanceof ProofFault) return { path: error.path, message: error.message }
    throw error
  }
}
