import type { ClaimFigure } from '../domain/claim-figure.ts'
import type { ClaimChangeView, ClaimFigureView } from '../domain/claim-views.ts'
import type { ClaimId } from '../domain/ids.ts'
import { POLICY_IN_FORCE } from '../figures/claims/policy.ts'
import { reconcile } from '../figures/claims/reconcile.ts'
import { figureKey, statementKey } from '../figures/claims/statement-key.ts'
import { listClaims, readClaimFile } from '../storage/claim-file.ts'
import type { StoredFigure } from '../storage/claim-figures.ts'
import { keepFigures, listOutdatedTexts } from '../storage/claim-figures.ts'
import type { Tx } from '../storage/database.ts'

/** Works out the figures of these statements anew, and keeps a version of each that changed. */
export async function refigure(
  tx: Tx,
  statementKeys: readonly string[],
  knownFrom: string,
): Promise<Pick<ClaimChangeView, 'figures' | 'outdatedTexts'>> {
  const claims = await listClaims(tx, { statementKeys })
  const references = new Map(claims.map((claim) => [claim.id, claim.reference]))
  const figures = reconcile(await readClaimFile(tx, claims), POLICY_IN_FORCE)
  const news = await keepFigures(tx, figures.filter(isSaid).map(toKeep), knownFrom)
  return {
    figures: news.map((one) => figureView(one, references)),
    outdatedTexts: await listOutdatedTexts(
      tx,
      news.filter((one) => one.version > 1).map((one) => one.reference),
    ),
  }
}

/** What nobody has confirmed yet is no figure; what was confirmed once stays answerable. */
function isSaid(figure: ClaimFigure): boolean {
  return figure.inputs.some((one) => one.reason !== 'not_confirmed')
}

function toKeep(figure: ClaimFigure): {
  partitionKey: string
  statementKey: string
  figure: ClaimFigure
} {
  return { partitionKey: figureKey(figure), statementKey: statementKey(figure.statement), figure }
}

/** A figure as the doors show it: claims by their handles. */
export function figureView(
  stored: StoredFigure,
  references: ReadonlyMap<ClaimId, string>,
): ClaimFigureView {
  const { inputs, ...figure } = stored.figure
  return {
    ...figure,
    figure: stored.reference,
    version: stored.version,
    knownFrom: stored.knownFrom,
    inputs: inputs.map((one) => ({ ...one, claim: references.get(one.claim) ?? '' })),
  }
}
