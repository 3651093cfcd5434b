/**
 * What `onward/placement` offers to other programs: a package has one entry, everything inside
 * Onward imports the file it means.
 */
export { checkResult } from './check/check-result.ts'
export { Explainer } from './explain.ts'
export { readProblem, readProblemBytes } from './format/read-problem.ts'
export { readBinaryProblem } from './format/read-binary.ts'
export { writeBinaryProblem, writeBinaryResult } from './format/write-binary.ts'
export { writeResult } from './format/write-result.ts'
export { kda } from './mechanisms/kda.ts'
export type { Market, Matching } from './mechanisms/market.ts'
export { mttc } from './mechanisms/mttc.ts'
export { mttce } from './mechanisms/mttce.ts'
export { outcomeFloor } from './mechanisms/outcome-floor.ts'
export { tkda } from './mechanisms/tkda.ts'
export { NeitherPlanNorConflict } from './placement.ts'
export type { Certificate, Conflict, Placement, PlacementPlan } from './placement.ts'
export type { PlacementProblem, ScoreReader } from './problem.ts'
export { Replanner } from './replan.ts'
export { place } from './solve.ts'
export type { PlaceOptions } from './solve.ts'
