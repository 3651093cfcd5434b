import { act } from './at-work.ts'
import { createHash } from 'node:crypto'
import { requireAccess } from '../domain/access.ts'
import type { Claim, SourceDocument } from '../domain/claim.ts'
import { ClaimsFile, parseInput } from '../domain/claim-schema.ts'
import type { ClaimsAddedView } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import { checkProposal } from '../figures/claims/claim.ts'
import { statementKey } from '../figures/claims/statement-key.ts'
import { addBodies, listBodies } from '../storage/bodies.ts'
import type { ClaimToInsert } from '../storage/claims.ts'
import { insertClaims, insertDecisions } from '../storage/claims.ts'
import type { Tx } from '../storage/database.ts'
import { newId, newReference } from '../storage/ids.ts'
import { findDocumentByBytes, insertDocument } from '../storage/source-documents.ts'
import type { Desk } from './desk.ts'
import { refigure } from './refigure.ts'

export interface AddOptions {
  /** The account confirms every claim as it comes in; needs `claim.confirm`. */
  readonly confirm?: boolean
}

/** Takes documents with their claims; they wait for a person's word unless it is given with them. */
export async function addClaims(
  desk: Desk,
  given: unknown,
  options: AddOptions = {},
): Promise<ClaimsAddedView> {
  requireAccess(desk.actor, 'claim.add')
  if (options.confirm === true) requireAccess(desk.actor, 'claim.confirm')
  const file = parseInput(ClaimsFile, given, 'The file of claims')
  refuseBadSpans(file)
  return act(desk, 'claim.add', (tx) => writeClaims(tx, desk, file, options))
}

function refuseBadSpans({ documents }: ClaimsFile): void {
  const issues: Issue[] = documents.flatMap((document, at) =>
    document.claims.flatMap((claim, nth) =>
      checkProposal(claim, document.text).map((issue) => ({
        ...issue,
        path: `documents.${at}.claims.${nth}.${issue.path ?? ''}`,
      })),
    ),
  )
  if (issues.length === 0) return
  throw new DomainError(
    'invalid_input',
    'Nothing was written: claims do not stand where they say in their documents.',
    { issues },
  )
}

/** The same inside a transaction of the caller, who has checked access and input. */
export async function writeClaims(
  tx: Tx,
  desk: Pick<Desk, 'actor' | 'now'>,
  file: ClaimsFile,
  options: AddOptions & {
    readonly onProgress?: (done: number) => void
  } = {},
): Promise<ClaimsAddedView> {
  const recordedAt = desk.now().toISOString()
  const by = { actor: desk.actor.handle, recordedAt }
  await addBodies(tx, file.bodies, by)
  await refuseUnknownBodies(tx, file)
  const documents: string[] = []
  const added: ClaimToInsert[] = []
  for (const given of file.documents) {
    const sha256 = createHash('sha256').update(given.text).digest('hex')
    if ((await findDocumentByBytes(tx, sha256, given.publisher)) !== undefined) continue
    const document: SourceDocument = {
      id: newId<DocumentId>(),
      publisher: given.publisher,
      ...(given.url === undefined ? {} : { url: given.url }),
      publishedOn: given.publishedOn,
      retrievedAt: given.retrievedAt ?? recordedAt,
      sha256,
      language: given.language,
      text: given.text,
    }
    const reference = newReference('D')
    await insertDocument(tx, { ...document, reference, ...by })
    documents.push(reference)
    added.push(...given.claims.map((claim) => toInsert(claim, document, recordedAt)))
  }
  await insertClaims(tx, added, desk.actor.handle)
  options.onProgress?.(added.length)
  const claims = added.map((claim) => claim.reference)
  const alreadyThere = file.documents.length > 0 && documents.length === 0
  const rest = { documents, claims, alreadyThere, leftOut: [] }
  if (options.confirm !== true) return { ...rest, figures: [], outdatedTexts: [] }
  await insertDecisions(
    tx,
    added.map((claim) => claim.id),
    'confirmed',
    by,
  )
  const keys = [...new Set(added.map((claim) => claim.statementKey))]
  return { ...rest, ...(await refigure(tx, keys, recordedAt)) }
}

/** A claim as it is written: with its handle, its key and the words of its spans. */
export function toInsert(
  claim: ClaimsFile['documents'][number]['claims'][number],
  document: Pick<SourceDocument, 'id' | 'text' | 'publishedOn'>,
  recordedAt: string,
): ClaimToInsert {
  const whole: Claim = {
    ...claim,
    id: newId<ClaimId>(),
    documentId: document.id,
    reportedOn: claim.reportedOn ?? document.publishedOn,
    recordedAt,
  }
  return {
    ...whole,
    reference: newReference('CL'),
    statementKey: statementKey(whole.statement),
    words: whole.spans.map(({ start, end }) => document.text.slice(start, end)),
  }
}

/** Publishers and agents must be on file: a new name is a body that somebody adds, not a typing error. */
async function refuseUnknownBodies(tx: Tx, { documents }: ClaimsFile): Promise<void> {
  const known = new Set((await listBodies(tx)).map((body) => body.handle))
  const named = documents.flatMap((document, at) => [
    { handle: document.publisher, path: `documents.${at}.publisher` },
    ...document.claims.flatMap((claim, nth) =>
      claim.hops.flatMap((hop, n) =>
        hop.agent === undefined
          ? []
          : [{ handle: hop.agent, path: `documents.${at}.claims.${nth}.hops.${n}.agent` }],
      ),
    ),
  ])
  const issues = named
    .filter((one) => !known.has(one.handle))
    .map((one) => ({
      code: 'unknown_body',
      path: one.path,
      message: `There is no body ${one.handle} on file. Add it under bodies, or with \`onward claims bodies\`.`,
    }))
  if (issues.length === 0) return
  throw new DomainError(
    'invalid_input',
    'Nothing was written: bodies are named that are not on file.',
    {
      issues,
    },
  )
}
