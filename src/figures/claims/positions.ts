import type { Claim, ClaimFile } from '../../domain/claim.ts'
import type {
  ClaimPosition,
  InputReason,
  PositionState,
  ResponsibilityState,
} from '../../domain/claim-figure.ts'
import { isCounted } from '../../domain/measure.ts'
import { findOrigins } from './origins.ts'
import { partition } from './partition.ts'
import { firstReason, lastVerdicts } from './sift.ts'

/**
 * Where statements without a number stand, as others attributed them. Responsibility is established
 * only by a court or an inquiry that is cited; Onward itself concludes nothing.
 */
export function findPositions(file: ClaimFile): readonly ClaimPosition[] {
  const categorical = file.claims.filter((claim) => !isCounted(claim.statement.measure))
  return partition(categorical, file).map(positionOf)
}

/** A claim with the body that it goes back to and the reason why it counts or not. */
interface Said {
  readonly claim: Claim
  readonly origin: string | undefined
  readonly reason: InputReason
}

function positionOf(file: ClaimFile): ClaimPosition {
  const [first] = file.claims
  if (first === undefined) throw new RangeError('A position needs a claim.')
  const { statement } = first
  const origins = findOrigins(file.claims, file)
  const verdicts = lastVerdicts(file)
  const said: readonly Said[] = file.claims.map((claim) => ({
    claim,
    origin: origins.get(claim.id)?.body,
    reason: reasonOf(claim, file, verdicts),
  }))
  const standing = dropRetracted(said)
  const state =
    statement.measure === 'responsibility'
      ? responsibilityState(standing, statement.subject, file)
      : positionState(standing)
  return {
    statement,
    state,
    noContraryClaim: state === 'denied',
    searches: file.evidence.filter((one) => one.kind === 'search_without_result').length,
    inputs: said.map(({ claim, origin, reason }) => ({
      claim: claim.id,
      ...(origin === undefined ? {} : { origin }),
      stance: claim.stance,
      reason:
        reason === 'used' && !standing.some((one) => one.claim === claim) ? 'retracted' : reason,
    })),
  }
}

/** Without a number there is nothing unquantified, and every stance is part of the picture. */
function reasonOf(
  claim: Claim,
  file: ClaimFile,
  verdicts: ReturnType<typeof lastVerdicts>,
): InputReason {
  const reason = firstReason(claim, file.links, verdicts)
  return reason === undefined || reason === 'unquantified' || reason.startsWith('stance_')
    ? 'used'
    : reason
}

/** Without what its own origin took back. */
function dropRetracted(said: readonly Said[]): readonly Said[] {
  const used = said.filter((one) => one.reason === 'used')
  const retractions = used.filter((one) => one.claim.stance === 'retracts')
  return used.filter(
    ({ claim, origin }) =>
      claim.stance !== 'retracts' &&
      !retractions.some((one) => one.origin === origin && one.claim.reportedOn >= claim.reportedOn),
  )
}

function responsibilityState(
  said: readonly Said[],
  subject: string,
  file: ClaimFile,
): ResponsibilityState {
  const asserting = said.filter(({ claim }) => isSaid(claim))
  const cited = new Set(
    file.evidence
      .filter((one) => one.kind === 'court' || one.kind === 'inquiry')
      .filter((one) => one.documentId !== undefined)
      .map((one) => one.claimId),
  )
  if (asserting.some(({ claim }) => cited.has(claim.id))) return 'established'
  const denied = said.some(({ claim }) => claim.stance === 'denies')
  if (asserting.length > 0 && denied) return 'contested'
  if (asserting.some(({ origin }) => origin === subject)) return 'self_claimed'
  if (asserting.length > 0) return 'alleged'
  return denied ? 'denied' : 'unattributed'
}

function positionState(said: readonly Said[]): PositionState {
  const has = (stance: Claim['stance']): boolean => said.some((one) => one.claim.stance === stance)
  const asserted = said.some(({ claim }) => isSaid(claim))
  if (asserted && has('denies')) return 'contested'
  if (asserted) return 'asserted'
  if (has('denies')) return 'denied'
  if (has('assumes')) return 'assumed'
  return has('requests') ? 'requested' : 'unstated'
}

function isSaid(claim: Claim): boolean {
  return claim.stance === 'asserts' || claim.stance === 'revises'
}
