import { requireAccess } from '../domain/access.ts'
import type { ClaimFile, ClaimLinkType, ClaimVerdict, EvidenceKind } from '../domain/claim.ts'
import { ClaimInput, parseInput } from '../domain/claim-schema.ts'
import type { ClaimChangeView, ClaimCorrection } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import { lastVerdicts } from '../figures/claims/sift.ts'
import type { StoredClaim } from '../storage/claim-file.ts'
import { listClaims, readClaimFile } from '../storage/claim-file.ts'
import { listReferences } from '../storage/claim-words.ts'
import { insertClaims, insertDecisions, insertEvidence, insertLink } from '../storage/claims.ts'
import type { Tx } from '../storage/database.ts'
import { findDocumentByReference } from '../storage/source-documents.ts'
import { toInsert } from './add-claims.ts'
import { act } from './at-work.ts'
import type { Desk } from './desk.ts'
import { refigure } from './refigure.ts'

/** Confirms or rejects claims. Only what is confirmed may move a number. */
export async function decideClaims(
  desk: Desk,
  asked: {
    readonly claims: readonly string[]
    readonly verdict: ClaimVerdict
    readonly reason?: string
  },
): Promise<ClaimChangeView> {
  requireAccess(desk.actor, 'claim.confirm')
  const { verdict, reason } = asked
  return act(desk, 'claim.confirm', async (tx) => {
    const claims = await claimsNamed(tx, asked.claims)
    const file = await readClaimFile(tx, claims)
    const before = lastVerdicts(file)
    const news = claims.filter((claim) => before.get(claim.id) !== verdict)
    const by = writtenBy(desk, reason)
    await insertDecisions(
      tx,
      news.map((claim) => claim.id),
      verdict,
      by,
    )
    const result = await changed(tx, [...claims, ...(await correctedBy(tx, file))], by.recordedAt)
    return { ...result, claims: claims.map((one) => one.reference) }
  })
}

/** The claims that these correct: whether they count depends on the word on the correction. */
async function correctedBy(tx: Tx, { links }: ClaimFile): Promise<readonly StoredClaim[]> {
  const ids = links.filter((one) => one.type === 'corrects').map((one) => one.to)
  const references = [...(await listReferences(tx, ids)).values()]
  return references.length === 0 ? [] : listClaims(tx, { references })
}

/**
 * Puts a corrected claim in the place of one that was read wrongly. Both stay on file; what was
 * known before stays answerable. The new claim is confirmed by whoever corrects.
 */
export async function correctClaim(
  desk: Desk,
  reference: string,
  correction: ClaimCorrection & { readonly reason: string },
): Promise<ClaimChangeView> {
  requireAccess(desk.actor, 'claim.confirm')
  const { reason, ...change } = correction
  if (reason.trim() === '')
    throw new DomainError('invalid_input', 'A correction needs its reason. Say what was wrong.')
  return act(desk, 'claim.confirm', async (tx) => {
    const [old] = await claimsNamed(tx, [reference])
    if (old === undefined) throw claimNotFound([reference])
    const document = await findDocumentByReference(tx, old.document)
    if (document === undefined) throw claimNotFound([reference])
    const by = writtenBy(desk, reason)
    const given = parseInput(ClaimInput, corrected(old, change), 'The correction')
    const claim = toInsert(given, document, by.recordedAt)
    await insertClaims(tx, [claim], desk.actor.handle)
    await insertLink(tx, { from: claim.id, to: old.id, type: 'corrects' }, by)
    await insertDecisions(tx, [claim.id], 'confirmed', by)
    // What only waited waits no more; what was confirmed was confirmed.
    if (lastVerdicts(await readClaimFile(tx, [old])).get(old.id) === undefined)
      await insertDecisions(tx, [old.id], 'rejected', by)
    const result = await changed(tx, [old, claim], by.recordedAt)
    return { ...result, claims: [claim.reference] }
  })
}

/** The old claim with what changes; its words stay where they stand. */
function corrected(old: StoredClaim, change: ClaimCorrection): unknown {
  const { statement, value, asOf, reportedOn, stance, hops, spans } = old
  return {
    value,
    asOf,
    reportedOn,
    stance,
    hops,
    ...change,
    statement: { ...statement, ...change.statement },
    spans,
    extractor: 'hand',
  }
}

/** Says how two claims hang together. */
export async function linkClaims(
  desk: Desk,
  asked: {
    readonly from: string
    readonly to: string
    readonly type: ClaimLinkType
    readonly reason?: string
  },
): Promise<ClaimChangeView> {
  requireAccess(desk.actor, 'claim.confirm')
  if (asked.from === asked.to)
    throw new DomainError('invalid_input', 'A claim cannot be linked to itself. Name two claims.')
  return act(desk, 'claim.confirm', async (tx) => {
    const claims = await claimsNamed(tx, [asked.from, asked.to])
    const id = (reference: string): StoredClaim['id'] =>
      (claims.find((claim) => claim.reference === reference) as StoredClaim).id
    const by = writtenBy(desk, asked.reason)
    await insertLink(tx, { from: id(asked.from), to: id(asked.to), type: asked.type }, by)
    return changed(tx, claims, by.recordedAt)
  })
}

/** Records on what a claim rests, or that a search found nothing. */
export async function addEvidence(
  desk: Desk,
  asked: {
    readonly claim: string
    readonly kind: EvidenceKind
    readonly document?: string
    readonly custody?: string
  },
): Promise<ClaimChangeView> {
  requireAccess(desk.actor, 'claim.confirm')
  const { kind, custody } = asked
  if ((kind === 'court' || kind === 'inquiry') && asked.document === undefined)
    throw new DomainError(
      'invalid_input',
      'A court or an inquiry is cited by its document. Add the document first, and name it.',
    )
  return act(desk, 'claim.confirm', async (tx) => {
    const claims = await claimsNamed(tx, [asked.claim])
    const [claim] = claims
    const document =
      asked.document === undefined ? undefined : await findDocumentByReference(tx, asked.document)
    if (claim === undefined || (asked.document !== undefined && document === undefined))
      throw new DomainError('not_found', `There is no document ${asked.document ?? ''} here.`)
    const by = writtenBy(desk)
    await insertEvidence(
      tx,
      {
        claimId: claim.id,
        kind,
        ...(document === undefined ? {} : { documentId: document.id }),
        ...(custody === undefined ? {} : { custody }),
      },
      by,
    )
    return changed(tx, claims, by.recordedAt)
  })
}

function writtenBy(
  desk: Desk,
  reason?: string,
): { actor: string; recordedAt: string; reason?: string } {
  return {
    actor: desk.actor.handle,
    recordedAt: desk.now().toISOString(),
    ...(reason === undefined ? {} : { reason }),
  }
}

async function changed(
  tx: Tx,
  claims: readonly { readonly reference: string; readonly statementKey: string }[],
  recordedAt: string,
): Promise<ClaimChangeView> {
  const keys = [...new Set(claims.map((claim) => claim.statementKey))]
  return {
    claims: claims.map((claim) => claim.reference),
    ...(await refigure(tx, keys, recordedAt)),
  }
}

async function claimsNamed(tx: Tx, references: readonly string[]): Promise<readonly StoredClaim[]> {
  const claims = await listClaims(tx, { references })
  const found = new Set(claims.map((claim) => claim.reference))
  const missing = references.filter((one) => !found.has(one))
  if (missing.length > 0) throw claimNotFound(missing)
  return claims
}

function claimNotFound(references: readonly string[]): DomainError {
  return new DomainError(
    'not_found',
    `There is no claim ${references.slice(0, 5).join(', ')} here. \`onward claims list\` shows their handles.`,
  )
}
