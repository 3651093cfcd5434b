import { generateCampL } from '../reference/camp-l.ts'
import type { GeneratedOperation } from '../reference/generated.ts'
import { generateLoad } from '../reference/load.ts'

/** The reference scenario, or `size` invented persons for load. */
export function referenceOperation(size?: number): GeneratedOperation {
  return size === undefined ? generateCampL() : generateLoad({ persons: size })
}
