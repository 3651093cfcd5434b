import { entriesOf, kindOf } from '../format/json-shape.ts'
import type { PlacementProblem } from '../problem.ts'

/** A proof as a file states it, its shape right. */
export interface StatedProof {
  readonly against: number
  readonly grain: number
  readonly nodes: readonly StatedNode[]
}

export interface StatedNode {
  readonly steps: readonly StatedStep[]
  /** -1: a leaf. */
  readonly oneCase: number
  /** The node of each choice: localities, -1 for staying out. */
  readonly children: ReadonlyMap<number, number>
}

export interface StatedStep {
  readonly multipliers: readonly number[]
  readonly prices: readonly number[]
}

/** Where a proof is not as it should be. */
export class ProofFault extends Error {
  readonly path: string
  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

/** Reads a proof, or throws the first `ProofFault`. */
export function readProof(value: unknown, problem: PlacementProblem, path: string): StatedProof {
  const fields = fieldsOf(value, path)
  const grain = numberOf(fields('grain'), `${path}.grain`)
  if (!(grain > 0) || 2 ** Math.round(Math.log2(grain)) !== grain)
    throw new ProofFault(`${path}.grain`, `must be a power of two, not ${grain}`)
  const against = numberOf(fields('against'), `${path}.against`)
  const parents = new Set<number>()
  const nodes = listOf(fields('nodes'), `${path}.nodes`).map((one, at, all) => {
    const node = readNode(one, problem, `${path}.nodes[${at}]`)
    for (const child of node.children.values()) {
      // Each node is reached once, so that the walk ends.
      if (child <= at || child >= all.length || parents.has(child))
        throw new ProofFault(`${path}.nodes[${at}].children`, `${child} is no node for a child`)
      parents.add(child)
    }
    return node
  })
  if (nodes.length === 0) throw new ProofFault(`${path}.nodes`, 'must not be empty')
  return { against, grain, nodes }
}

function readNode(value: unknown, problem: PlacementProblem, path: string): StatedNode {
  const { cases, localities, resources } = problem
  const fields = fieldsOf(value, path)
  const steps = listOf(fields('steps'), `${path}.steps`).map((one, n) => {
    const where = `${path}.steps[${n}]`
    const step = fieldsOf(one, where)
    return {
      multipliers: wholesOf(step('multipliers'), cases, `${where}.multipliers`),
      prices: wholesOf(step('prices'), localities * resources, `${where}.prices`),
    }
  })
  const children = new Map<number, number>()
  const stated = fields('case')
  if (stated === undefined) return { steps, oneCase: -1, children }
  const oneCase = indexOf(stated, 0, cases, `${path}.case`)
  listOf(fields('children'), `${path}.children`).forEach((one, n) => {
    const where = `${path}.children[${n}]`
    const child = fieldsOf(one, where)
    const l = indexOf(child('locality'), -1, localities, `${where}.locality`)
    if (children.has(l)) throw new ProofFault(where, 'this choice has a node before')
    children.set(l, indexOf(child('node'), 1, Infinity, `${where}.node`))
  })
  return { steps, oneCase, children }
}

function fieldsOf(value: unknown, path: string): (key: string) => unknown {
  const object = entriesOf(value)
  if (object === undefined) throw new ProofFault(path, `must be an object, not ${kindOf(value)}`)
  return (key) => object.values[object.keys.indexOf(key)]
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ProofFault(path, `must be a list, not ${kindOf(value)}`)
  return value as readonly unknown[]
}

function numberOf(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new ProofFault(path, `must be a finite number, not ${kindOf(value)}`)
}

function indexOf(value: unknown, least: number, below: number, path: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) < below)
    return value as number
  throw new ProofFault(path, `${kindOf(value)} is no index`)
}

function wholesOf(value: unknown, count: number, path: string): readonly number[] {
  const list = listOf(value, path)
  if (list.length !== count)
    throw new ProofFault(path, `has ${list.length} numbers instead of ${count}`)
  const wrong = list.findIndex((one) => !Number.isSafeInteger(one))
  if (wrong >= 0)
    throw new ProofFault(`${path}[${wrong}]`, `${kindOf(list[wrong])} is no whole number`)
  return list as readonly number[]
}
