import { RESULT_MAGIC } from '../format/binary-layout.ts'
import type { ByteSource } from '../format/byte-source.ts'
import type { FaultList } from '../format/fault-list.ts'
import type { Names } from '../format/names.ts'
import type { SectionRule } from '../format/open-binary.ts'
import { checkSections, openBinary, readSections } from '../format/open-binary.ts'
import type { PlacementProblem } from '../problem.ts'
import type { StatedResult } from './stated-result.ts'
import { readStatedResult } from './stated-result.ts'

/** Reads a binary result file; undefined when it is too broken to be looked at any further. */
export async function readBinaryResult(
  source: ByteSource,
  problem: PlacementProblem,
  names: Names,
  faults: FaultList,
  size?: number,
): Promise<StatedResult | undefined> {
  const opened = await openBinary(source, RESULT_MAGIC, faults, size)
  if (opened === undefined) return undefined
  const { meta } = opened
  for (const key of ['cases', 'localities', 'resources'] as const)
    if (meta[key] !== problem[key])
      faults.add(`meta.${key}`, `is ${String(meta[key])}, but the problem has ${problem[key]}`)
  const isPlan = meta['status'] !== 'infeasible'
  checkSections(opened.sections, resultSections(problem, isPlan), faults)
  if (faults.total > 0) return undefined
  const sections = await readSections(source, opened, faults)
  if (sections === undefined) return undefined
  const lists = {
    localityOf: sections.get('localityOf') as Int32Array,
    prices: sections.get('prices') as Float64Array,
  }
  return readStatedResult(meta, names, problem.cases, faults, isPlan ? lists : undefined)
}

function resultSections(
  { cases, localities, resources }: PlacementProblem,
  isPlan: boolean,
): Readonly<Record<string, SectionRule>> {
  if (!isPlan) return {}
  return {
    localityOf: { types: ['i32'], count: cases, required: true },
    prices: { types: ['f64'], count: localities * resources, required: true },
    margins: { types: ['f64'], count: cases },
  }
}
