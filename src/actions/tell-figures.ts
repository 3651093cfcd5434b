import { shownNames } from '../domain/body.ts'
import type { Body } from '../domain/body.ts'
import type { ClaimFigure, FigureInput } from '../domain/claim-figure.ts'
import { DomainError } from '../domain/errors.ts'
import type { ClaimId } from '../domain/ids.ts'
import type { CountedMeasure } from '../domain/measure.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { IncidentView } from '../domain/views.ts'
import type { Told, ToldBy, ToldFigure, ToldName } from '../figures/told-figure.ts'
import { fromStatements } from '../figures/told-figure.ts'
import { listBodies } from '../storage/bodies.ts'
import type { StoredClaim } from '../storage/claim-file.ts'
import { listClaims } from '../storage/claim-file.ts'
import type { StoredFigure } from '../storage/claim-figures.ts'
import { listFigureVersions } from '../storage/claim-figures.ts'
import { listReferences } from '../storage/claim-words.ts'
import type { Tx } from '../storage/database.ts'
import { listIncidents } from '../storage/incidents.ts'
import { listPublishers } from '../storage/source-documents.ts'

/** What a text of a day may tell of others' figures, before it is asked whether it may be told. */
interface Telling {
  readonly asOf: PlainDate
  /** Handles of figures beside those of incidents. */
  readonly using: readonly string[]
}

/** What moved a number, or is told beside it. */
const TOLD: ReadonlySet<FigureInput['reason']> = new Set([
  'used',
  'superseded',
  'retracted',
  'stance_denies',
])
/** What must have been said by the day, so that a version can stand in a text of the day. */
const NEEDED: ReadonlySet<FigureInput['reason']> = new Set([
  'used',
  'stance_retracts',
  'stance_denies',
])

/**
 * Figures made of confirmed claims, for a text of a day: of each incident until then, and those
 * asked for. Of each the newest version that rests on nothing said after the day. Errors:
 * `not_found` for a handle that names none.
 */
export async function toldAt(tx: Tx, { asOf, using }: Telling): Promise<Told> {
  const incidents = (await listIncidents(tx)).filter((one) => one.happenedOn <= asOf)
  const events = incidents.map((one) => one.reference)
  const versions = [
    ...(await listFigureVersions(tx, { events })),
    ...(await listFigureVersions(tx, { references: using })),
  ]
  const teller = await openTeller(tx, versions)
  const figures = newestBy(versions, asOf, teller)
  const missing = using.filter((one) => !figures.has(one))
  if (missing.length > 0)
    throw new DomainError(
      'not_found',
      `There is no figure ${missing.join(', ')} by ${asOf}. \`onward figures --said\` lists them.`,
    )
  const tell = (stored: StoredFigure): ToldFigure => toldFigure(stored, teller)
  return {
    incidents: incidents.map(({ kind, where, happenedOn, reference, statements }) => {
      const said = [...figures.values()].filter(
        ({ figure }) =>
          figure.statement.event === reference &&
          figure.status !== 'no_figure' &&
          figure.status !== 'withdrawn',
      )
      const of = { kind, where, happenedOn }
      return {
        ...of,
        said: said.length > 0 ? said.map(tell) : fromStatements(saidBy(asOf, of, statements)),
      }
    }),
    said: [...new Set(using)].map((one) => tell(figures.get(one) as StoredFigure)),
  }
}

function saidBy(
  asOf: PlainDate,
  incident: Pick<IncidentView, 'kind' | 'where' | 'happenedOn'>,
  statements: IncidentView['statements'],
): IncidentView {
  return { ...incident, statements: statements.filter((one) => one.statedOn <= asOf) }
}

interface Teller {
  readonly claims: ReadonlyMap<ClaimId, StoredClaim>
  /** Who published each document. */
  readonly publishers: ReadonlyMap<string, string>
  readonly bodies: ReadonlyMap<string, Body>
}

async function openTeller(tx: Tx, versions: readonly StoredFigure[]): Promise<Teller> {
  const ids = versions.flatMap(({ figure }) => figure.inputs.map((one) => one.claim))
  const references = [...(await listReferences(tx, [...new Set(ids)])).values()]
  const claims = references.length === 0 ? [] : await listClaims(tx, { references })
  return {
    claims: new Map(claims.map((one) => [one.id, one])),
    publishers: await listPublishers(tx, [...new Set(claims.map((one) => one.documentId))]),
    bodies: new Map((await listBodies(tx)).map((one) => [one.handle, one])),
  }
}

/** Of each figure the newest version that could have been told on the day. */
function newestBy(
  versions: readonly StoredFigure[],
  asOf: PlainDate,
  { claims }: Teller,
): ReadonlyMap<string, StoredFigure> {
  const wasSaid = ({ asOf: days, inputs }: ClaimFigure): boolean =>
    days.from <= asOf &&
    inputs.every(
      ({ claim, reason }) =>
        !NEEDED.has(reason) || (claims.get(claim)?.reportedOn ?? '9999-12-31') <= asOf,
    )
  const newest = new Map<string, StoredFigure>()
  for (const one of versions) if (wasSaid(one.figure)) newest.set(one.reference, one)
  return newest
}

function toldFigure({ reference, version, figure }: StoredFigure, teller: Teller): ToldFigure {
  const { statement, unit, asOf, low, best, high, approximate, status, policy, inputs } = figure
  const by = inputs
    .filter((one) => TOLD.has(one.reason))
    .flatMap((input) => toldBy(input, teller))
    .toSorted((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)))
  const { subject, event } = statement
  return {
    figure: reference,
    version,
    statement: {
      subject,
      measure: statement.measure as CountedMeasure,
      population: statement.population,
      ...(event === undefined ? {} : { event }),
    },
    subject: namesOf(subject, teller),
    ...{ unit, asOf, low, best, high, approximate, status, policy },
    by,
  }
}

function toldBy({ claim: id, origin, reason }: FigureInput, teller: Teller): readonly ToldBy[] {
  const claim = teller.claims.get(id)
  if (claim === undefined) return []
  const publisher = teller.publishers.get(claim.documentId)
  return [
    {
      origin: origin === undefined ? [] : namesOf(origin, teller),
      ...(publisher === undefined || publisher === origin
        ? {}
        : { publisher: namesOf(publisher, teller) }),
      on: claim.reportedOn,
      value: claim.value,
      does: reason === 'stance_denies' ? 'denies' : reason === 'retracted' ? 'took_back' : 'says',
    },
  ]
}

/** One name for each language: the short one where there is one, never one that only others use. */
function namesOf(handle: string, { bodies }: Teller): readonly ToldName[] {
  const body = bodies.get(handle)
  const shown = body === undefined ? [] : shownNames(body)
  const inUse = shown.filter((one) => one.kind !== 'former' && one.to === undefined)
  const short = inUse.toSorted((a, b) => Number(b.kind === 'abbrev') - Number(a.kind === 'abbrev'))
  const names = new Map<string, ToldName>()
  for (const { text, language } of short)
    if (!names.has(language)) names.set(language, { text, language })
  return names.size === 0 ? [{ text: handle, language: 'und' }] : [...names.values()]
}
