import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { canonical } from '../domain/canonical.ts'
import type { EditionListView, EditionRow, EditionView } from '../domain/edition-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { PublicFigure } from '../figures/public-figures.ts'
import { rangeOf } from '../figures/public-range.ts'
import type { Told } from '../figures/told-figure.ts'
import { figuresTold, NOTHING_TOLD } from '../figures/told-figure.ts'
import type { OutdatedText, StoredFigure } from '../storage/claim-figures.ts'
import { listClaimFigures, listOutdatedTexts, saysOf } from '../storage/claim-figures.ts'
import type { Tx } from '../storage/database.ts'
import { endOfDay } from '../storage/operations.ts'
import type { Edition } from '../storage/published-texts.ts'
import { listEditions as selectEditions } from '../storage/published-texts.ts'
import type { Desk } from './desk.ts'
import { figuresAt } from './get-figures.ts'

type Kept = Edition<readonly PublicFigure[], Told>

/**
 * What was published, the newest first, with the figures of others that say something else now. By
 * a day: what stood at its end is the first.
 */
export async function listEditions(
  desk: Desk,
  asked: { readonly on?: PlainDate } = {},
): Promise<EditionListView> {
  requireAccess(desk.actor, 'appeal.read')
  return look(desk, async (tx) => {
    const outdated = await listOutdatedTexts(tx)
    const kept = await keptUntil(tx, desk, asked.on)
    return { editions: kept.toReversed().map((one) => editionRow(one, outdated)) }
  })
}

/** One edition beside what is known now about its day; `last` is the newest, by a day if asked. */
export async function getEdition(
  desk: Desk,
  text: string,
  asked: { readonly on?: PlainDate } = {},
): Promise<EditionView> {
  requireAccess(desk.actor, 'appeal.read')
  return look(desk, async (tx) => {
    const kept = await keptUntil(tx, desk, asked.on)
    const edition = text === 'last' ? kept.at(-1) : kept.find((one) => one.id === text)
    if (edition === undefined)
      throw new DomainError(
        'not_found',
        `There is no edition ${text.slice(0, 40)}${asked.on === undefined ? '' : ` by ${asked.on}`}. \`onward editions\` lists them.`,
      )
    const outdated = await listOutdatedTexts(tx)
    return {
      ...editionRow(edition, outdated),
      markdown: edition.markdown,
      own: await ownThenAndNow(tx, desk, edition),
      told: await toldThenAndNow(tx, edition.told ?? NOTHING_TOLD),
    }
  })
}

async function keptUntil(tx: Tx, desk: Desk, on: PlainDate | undefined): Promise<readonly Kept[]> {
  const before = on === undefined ? undefined : await endOfDay(tx, desk.operation.timeZone, on)
  return selectEditions<readonly PublicFigure[], Told>(tx, before)
}

function editionRow(
  { id, publishedAt, asOf, actor }: Kept,
  outdated: readonly OutdatedText[],
): EditionRow {
  return {
    text: id,
    publishedAt,
    asOf,
    by: actor,
    outdated: outdated
      .filter((one) => one.text === id)
      .map(({ text: _text, publishedAt: _at, asOf: _asOf, ...one }) => one),
  }
}

async function ownThenAndNow(
  tx: Tx,
  desk: Desk,
  { asOf, figures }: Kept,
): Promise<EditionView['own']> {
  const now = new Map((await figuresAt(tx, desk, { asOf })).map((one) => [one.id, one.value]))
  return figures.flatMap((figure) => {
    const value = now.get(figure.id)
    // States that stood together have no number of their own now.
    if (value === undefined) return []
    const published = rangeOf(figure)
    return [
      {
        figure: figure.id,
        unit: figure.unit,
        ...(published === undefined ? {} : { published }),
        now: value,
        isOutdated: published !== undefined && (value < published.low || value > published.high),
      },
    ]
  })
}

async function toldThenAndNow(tx: Tx, told: Told): Promise<EditionView['told']> {
  const figures = figuresTold(told)
  const now = new Map<string, StoredFigure>()
  for (const one of figures)
    for (const stored of await listClaimFigures(tx, { reference: one.figure ?? '' }))
      now.set(stored.reference, stored)
  return figures.flatMap((one) => {
    const stored = now.get(one.figure ?? '')
    if (stored === undefined) return []
    const [used, says] = [saysOf(one), saysOf(stored.figure)]
    return [
      {
        figure: stored.reference,
        measure: one.statement.measure,
        unit: one.unit,
        subject: one.statement.subject,
        usedVersion: one.version ?? 1,
        used,
        version: stored.version,
        now: says,
        isOutdated: canonical(used) !== canonical(says),
      },
    ]
  })
}
