import { act, look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { EventDraft } from '../domain/event.ts'
import type { BatchId, OfferId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ImportedOffer } from '../exchange/offer-rows.ts'
import { readOffers } from '../exchange/offer-rows.ts'
import { insertBatch } from '../storage/batches.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { newId } from '../storage/ids.ts'
import { listOffersBySource, saveOffers } from '../storage/offers.ts'
import { canonical } from '../domain/canonical.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { ImportOptions, ImportReport, PreparedImport, SentFile } from './import-file.ts'
import {
  guessIssues,
  openSource,
  readingOptions,
  refuseProblems,
  toIssue,
  writtenReport,
} from './import-file.ts'
import { fittingMappings, withMapping } from './import-mappings.ts'
import { previewOffers } from './preview-changes.ts'

/** Reads and checks a table of offers and works out what it would change; writes nothing. */
export async function prepareOffersImport(
  desk: Desk,
  source: string | SentFile,
  options: ImportOptions = {},
): Promise<PreparedImport> {
  requireAccess(desk.actor, 'offer.import')
  const asked = await withMapping(desk, 'offers', options)
  const opened = await openSource(source)
  const read = await readOffers(opened.bytes, readingOptions(opened, today(desk), asked))
  const offers = read.offers ?? []
  const changes = await look(desk, (tx) => workOut(tx, offers, today(desk)))
  const report: ImportReport = {
    path: typeof source === 'string' ? source : opened.name,
    file: opened.name,
    sha256: opened.sha256(),
    rows: read.rows,
    counts: countChanges(changes),
    problems: read.problems.map(toIssue),
    problemCount: read.problemCount,
    warnings: guessIssues(read.headers),
    ignoredColumns: read.ignoredColumns,
    headers: read.headers,
    fittingMappings: await fittingMappings(desk, 'offers', read.headers, read.ignoredColumns),
    ...previewOffers(changes.flatMap(withRow)),
  }
  return {
    report,
    commit: async () => {
      refuseProblems(report)
      const batch = await write(desk, offers, report)
      return writtenReport(report, batch)
    },
  }
}

/** Before and after, for whoever looks before it is written. */
function withRow(
  change: OfferChange,
): readonly { readonly row: number; readonly before?: Offer; readonly after: Offer }[] {
  const { imported, before, drafts } = change
  if (drafts.length === 0) return []
  return [{ row: imported.row, after: afterChange(change), ...(before && { before }) }]
}

interface OfferChange {
  readonly imported: ImportedOffer
  readonly handle: Pick<Offer, 'id' | 'sourceId' | 'reference'>
  readonly before: Offer | undefined
  readonly drafts: readonly EventDraft[]
}

function countChanges(changes: readonly OfferChange[]): ImportReport['counts'] {
  const changed = changes.filter((one) => one.drafts.length > 0)
  return {
    newOffers: changed.filter((one) => one.before === undefined).length,
    changedOffers: changed.filter((one) => one.before !== undefined).length,
    sameOffers: changes.length - changed.length,
  }
}

async function workOut(
  tx: Tx,
  offers: readonly ImportedOffer[],
  on: PlainDate,
): Promise<readonly OfferChange[]> {
  const stored = await listOffersBySource(
    tx,
    offers.map((one) => one.sourceId),
  )
  const bySource = new Map(stored.map((one) => [one.sourceId, one]))
  return offers.map((one) => change(one, bySource.get(one.sourceId), on))
}

function change(
  imported: ImportedOffer,
  stored: (Offer & { readonly removed: boolean }) | undefined,
  on: PlainDate,
): OfferChange {
  const { sourceId, terms, status } = imported
  const offerId = stored?.id ?? newId<OfferId>()
  // A State's offer is spoken of by its own name: the source id is the reference.
  const handle = { id: offerId, sourceId, reference: stored?.reference ?? sourceId }
  const at = { offerId, effectiveOn: terms.statedOn ?? on }
  if (stored === undefined || stored.removed) {
    const recorded = { ...at, type: 'offer.recorded', data: { terms, status } } as const
    return { imported, handle, before: undefined, drafts: [recorded] }
  }
  const drafts: EventDraft[] = []
  if (canonical(terms) !== canonical(stored.terms))
    drafts.push({ ...at, type: 'offer.revised', data: { terms } })
  if (status !== stored.status)
    drafts.push({
      ...at,
      type: 'offer.status_changed',
      data: { status, statedBy: terms.statedBy ?? '' },
    })
  const { removed: _removed, ...before } = stored
  return { imported, handle, before, drafts }
}

async function write(
  desk: Desk,
  offers: readonly ImportedOffer[],
  report: ImportReport,
): Promise<string | undefined> {
  return act(desk, 'offer.import', async (tx) => {
    const changes = (await workOut(tx, offers, today(desk))).filter((one) => one.drafts.length > 0)
    if (changes.length === 0) return undefined
    const batchId = newId<BatchId>()
    const recordedAt = desk.now().toISOString()
    await insertBatch(tx, {
      id: batchId,
      kind: 'offers',
      fileName: report.file,
      fileSha256: report.sha256,
      rows: report.rows,
      actor: desk.actor.handle,
      recordedAt,
      sites: [],
      before: { offers: changes.flatMap((one) => one.before ?? []) },
    })
    const events = changes.flatMap((one) =>
      one.drafts.map((draft) => stamp(draft, desk.actor.handle, recordedAt, batchId)),
    )
    await saveOffers(tx, changes.map(afterChange), batchId)
    await appendEvents(tx, events)
    return batchId
  })
}

/** The offer as the change leaves it. */
function afterChange({ handle, imported }: OfferChange): Offer {
  return { ...handle, terms: imported.terms, status: imported.status }
}
