import { createHash } from 'node:crypto'
import type { ClaimInput } from '../domain/claim-schema.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { CAMP_L_BODIES, CAMP_L_DOCUMENTS } from '../reference/camp-l-claims.ts'
import { claimsOf, documentOf } from '../reference/quote-claims.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import { findActor } from '../storage/operations.ts'
import { writeClaims } from './add-claims.ts'
import { DEFAULT_HANDLE } from './desk.ts'

/** Fills the reference operation with what was said of it, each document on its own day. */
export async function loadReferenceClaims(tx: Tx, until: PlainDate): Promise<void> {
  const actor = await findActor(tx, DEFAULT_HANDLE)
  if (actor === undefined) throw new RangeError(`No account ${DEFAULT_HANDLE} confirms claims.`)
  let bodies = CAMP_L_BODIES
  for (const quoted of CAMP_L_DOCUMENTS.filter((one) => one.publishedOn <= until)) {
    const sha256 = createHash('sha256').update(quoted.text).digest('hex')
    const document = documentOf(quoted, newId<DocumentId>(), sha256)
    const claims = claimsOf(quoted, document, () => newId<ClaimId>())
    await writeClaims(
      tx,
      { actor, now: () => new Date(document.retrievedAt) },
      {
        bodies: [...bodies].map((body) => ({ ...body, names: [...body.names] })),
        documents: [{ ...quoted, retrievedAt: document.retrievedAt, claims: claims.map(toInput) }],
      },
      { confirm: true },
    )
    bodies = []
  }
}

function toInput(claim: ReturnType<typeof claimsOf>[number]): ClaimInput {
  const { id: _id, documentId: _document, recordedAt: _at, spans, hops, ...rest } = claim
  return { ...rest, hops: [...hops], spans: [...spans] }
}
