import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { ClaimFigureListView, FigureTrailView } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { differences, findLookAlikes } from '../figures/claims/compare.ts'
import { knownBefore } from '../figures/claims/known.ts'
import { ownFigure } from '../figures/claims/own-figure.ts'
import { findPositions } from '../figures/claims/positions.ts'
import { listClaims, readClaimFile } from '../storage/claim-file.ts'
import type { StoredFigure } from '../storage/claim-figures.ts'
import {
  listClaimFigures,
  listFigureVersions,
  listOutdatedTexts,
} from '../storage/claim-figures.ts'
import { listReferences } from '../storage/claim-words.ts'
import type { Tx } from '../storage/database.ts'
import { dayIn, endOfDay } from '../storage/operations.ts'
import { claimViews } from './claim-views.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { FigureDays } from './get-figures.ts'
import { figuresAt } from './get-figures.ts'
import { figureView } from './refigure.ts'

/** Our own register stands for itself: no body of others. */
const OWN_SUBJECT = 'own-register'

interface FigureQuery extends FigureDays {
  readonly measure?: string
  readonly event?: string
}

/**
 * The figures made of claims that speak of a day or of one before it, as known on another: for each
 * statement the newest. What nobody confirmed is none.
 */
export async function listClaimFigureViews(
  desk: Desk,
  query: FigureQuery,
): Promise<ClaimFigureListView> {
  requireAccess(desk.actor, 'claim.read')
  const asOf = query.asOf ?? today(desk)
  return look(desk, async (tx) => {
    const known = await knownDay(tx, desk, query.knownOn)
    const stored = await listClaimFigures(tx, {
      knownBefore: known.before,
      ...(query.event === undefined ? {} : { events: [query.event] }),
    })
    const asked = stored.filter(
      ({ figure: { statement, asOf: days } }) =>
        days.from <= asOf && (query.measure === undefined || statement.measure === query.measure),
    )
    const newest = newestOfEach(asked)
    const ids = newest.flatMap((one) => one.figure.inputs.map((input) => input.claim))
    const references = await listReferences(tx, ids)
    return {
      asOf,
      knownOn: known.day,
      figures: newest.map((one) => figureView(one, references)),
      positions: await positionsOf(tx, known.before),
      own: await ownFigures(tx, desk, query),
      lookAlikes: findLookAlikes(newest.map((one) => one.figure)).map(([a, b]) => ({
        figures: [referenceOf(newest, a), referenceOf(newest, b)],
        differIn: differences(a, b),
      })),
    }
  })
}

function referenceOf(all: readonly StoredFigure[], figure: object): string {
  return all.find((one) => one.figure === figure)?.reference ?? ''
}

/** Of figures of one statement the one with the latest days. */
function newestOfEach<
  One extends { figure: { statement: object; asOf: { to: PlainDate } }; reference: string },
>(all: readonly One[]): readonly One[] {
  const newest = new Map<string, One>()
  for (const one of all) {
    const key = JSON.stringify(one.figure.statement, Object.keys(one.figure.statement).toSorted())
    const before = newest.get(key)
    if (before === undefined || one.figure.asOf.to > before.figure.asOf.to) newest.set(key, one)
  }
  return [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** What our own events say, in the same type. */
async function ownFigures(
  tx: Tx,
  desk: Desk,
  { asOf, knownOn, measure, event }: FigureQuery,
): Promise<ClaimFigureListView['own']> {
  // Our events are about our people; what an incident did is said by claims.
  if (event !== undefined) return []
  const days = {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownOn === undefined ? {} : { knownOn }),
  }
  return (await figuresAt(tx, desk, days)).flatMap((view) => {
    const own = ownFigure(view, OWN_SUBJECT)
    if (own === undefined || (measure !== undefined && own.statement.measure !== measure)) return []
    const { inputs: _none, ...figure } = own
    return [figure]
  })
}

async function positionsOf(tx: Tx, before: string): Promise<ClaimFigureListView['positions']> {
  const claims = (await listClaims(tx, { knownBefore: before })).filter(
    (claim) => claim.value.kind === 'unquantified',
  )
  const references = new Map(claims.map((claim) => [claim.id, claim.reference]))
  const positions = findPositions(knownBefore(await readClaimFile(tx, claims), before))
  return positions.map(({ inputs, ...position }) => ({
    ...position,
    inputs: inputs.map((one) => ({ ...one, claim: references.get(one.claim) ?? '' })),
  }))
}

/** One figure with every claim it was made of, down to its words, and what it said before. */
export async function getFigureTrail(
  desk: Desk,
  reference: string,
  days: Pick<FigureDays, 'knownOn'> = {},
): Promise<FigureTrailView> {
  requireAccess(desk.actor, 'claim.read')
  return look(desk, async (tx) => {
    const known = await knownDay(tx, desk, days.knownOn)
    const versions = (await listFigureVersions(tx, { references: [reference] })).filter(
      (one) => one.knownFrom < known.before,
    )
    const last = versions.at(-1)
    if (last === undefined)
      throw new DomainError(
        'not_found',
        `There was no figure ${reference.slice(0, 40)} by ${known.day}. \`onward figures --said\` lists them.`,
      )
    const references = await listReferences(
      tx,
      last.figure.inputs.map((one) => one.claim),
    )
    const claims = await listClaims(tx, { references: [...references.values()] })
    return {
      figure: figureView(last, references),
      claims: await claimViews(tx, claims),
      versions: versions.map(({ version, knownFrom, figure: { low, best, high, status } }) => ({
        version,
        knownFrom,
        low,
        best,
        high,
        status,
      })),
      outdatedTexts: await listOutdatedTexts(tx, [reference]),
    }
  })
}

async function knownDay(
  tx: Tx,
  desk: Desk,
  asked: PlainDate | undefined,
): Promise<{ readonly day: PlainDate; readonly before: string }> {
  const day = asked ?? dayIn(desk.operation.timeZone, desk.now())
  return { day, before: await endOfDay(tx, desk.operation.timeZone, day) }
}
