import type { Options } from './options.ts'
import type { CertificateNode, CertificateProof, CertificateStep } from './placement.ts'
import type { ProofNode, ProofStep, SearchResult } from './proof-search.ts'
import type { Units } from './units.ts'

/** The proof of a search in the words of the problem: its cases, localities and resources. */
export function certify(
  units: Pick<Units, 'members' | 'unitOf'>,
  options: Options,
  found: Pick<SearchResult, 'root' | 'bound' | 'against' | 'grain'>,
): CertificateProof {
  const { bound, against, grain } = found
  const nodes: CertificateNode[] = []
  const write = (node: ProofNode): number => {
    const at = nodes.length
    const steps = node.steps.map((step) => stepOf(units, options, step, grain))
    nodes.push({ steps })
    // What proves enough by itself needs no children.
    if (node.divided === undefined || node.bound <= bound) return at
    const { oneCase, children } = node.divided
    nodes[at] = {
      steps,
      case: units.members[oneCase]![0]!,
      children: children.map((child) => ({
        locality: child.option < 0 ? -1 : options.locality[child.option]!,
        node: write(child.node),
      })),
    }
    return at
  }
  write(found.root)
  return { against, grain, nodes }
}

function stepOf(
  { members, unitOf }: Pick<Units, 'members' | 'unitOf'>,
  { rowOf }: Options,
  step: ProofStep,
  grain: number,
): CertificateStep {
  // The first of the cases that go together carries what they have.
  const multipliers = Array.from(unitOf, (unit, i) =>
    members[unit]![0] === i ? step.multipliers[unit]! / grain : 0,
  )
  const prices = Array.from(rowOf, (row) => (row < 0 ? 0 : step.prices[row]! / grain))
  return { multipliers, prices }
}
