import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { shownNames } from '../domain/body.ts'
import type {
  BodyListView,
  ClaimListView,
  ClaimState,
  DocumentListView,
  DocumentView,
} from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import { listBodies as selectBodies } from '../storage/bodies.ts'
import { listClaims as selectClaims } from '../storage/claim-file.ts'
import { pageOfClaims } from '../storage/claim-pages.ts'
import {
  findDocumentByReference,
  listDocuments as selectDocuments,
} from '../storage/source-documents.ts'
import { claimViews } from './claim-views.ts'
import type { Desk } from './desk.ts'

const PAGE_SIZE = 100
const DOCUMENTS_SHOWN = 500

/** Claims with their words and where they stand, the newest first. */
export async function listClaims(
  desk: Desk,
  asked: { readonly state?: ClaimState; readonly measure?: string; readonly page?: number },
): Promise<ClaimListView> {
  requireAccess(desk.actor, 'claim.read')
  const page = asked.page ?? 1
  return look(desk, async (tx) => {
    const { total, references } = await pageOfClaims(tx, {
      ...asked,
      limit: PAGE_SIZE,
      offset: (page - 1) * PAGE_SIZE,
    })
    const rows = await claimViews(tx, await selectClaims(tx, { references }))
    return { total, page, pageSize: PAGE_SIZE, rows: rows.toReversed() }
  })
}

/** Documents with how many claims wait for a word. */
export async function listDocuments(desk: Desk): Promise<DocumentListView> {
  requireAccess(desk.actor, 'claim.read')
  const documents = await look(desk, (tx) => selectDocuments(tx, DOCUMENTS_SHOWN))
  return {
    documents: documents.map(({ reference, url, ...rest }) => ({
      document: reference,
      ...rest,
      ...(url === null ? {} : { url }),
    })),
  }
}

/** A document's text beside what was read out of it. */
export async function getDocument(desk: Desk, reference: string): Promise<DocumentView> {
  requireAccess(desk.actor, 'claim.read')
  return look(desk, async (tx) => {
    const found = await findDocumentByReference(tx, reference)
    if (found === undefined)
      throw new DomainError(
        'not_found',
        `There is no document ${reference} here. \`onward claims documents\` lists them.`,
      )
    const { id, reference: document, actor: _actor, recordedAt: _at, ...rest } = found
    const claims = await claimViews(tx, await selectClaims(tx, { documentId: id }))
    const place = (claim: (typeof claims)[number]): number => claim.spans[0]?.start ?? 0
    return { document, ...rest, claims: claims.toSorted((a, b) => place(a) - place(b)) }
  })
}

/** Organisations, camps and publishers with the names that may be shown. */
export async function listBodies(desk: Desk): Promise<BodyListView> {
  requireAccess(desk.actor, 'claim.read')
  const bodies = await look(desk, selectBodies)
  return {
    bodies: bodies.map((body) => ({
      handle: body.handle,
      kind: body.kind,
      names: shownNames(body),
    })),
  }
}
