import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import type { PublicFigure } from './public-figures.ts'
import { findVisible } from './public-figures.ts'
import { rangeOf } from './public-range.ts'

/** A public figure as data: a column for each bound, and where it comes from. */
export interface PublicRow {
  readonly figure: string
  /** A State's code, or `other`: States with few persons together. */
  readonly state?: string
  readonly unit: FigureView['unit']
  readonly low?: number
  readonly best?: number
  readonly high?: number
  readonly shown: PublicFigure['shown']['as']
  readonly as_of: PlainDate
  readonly known_on: PlainDate
  readonly source: string
  readonly definition: string
}

/** In the order of a file's columns. */
export const PUBLIC_COLUMNS = [
  'figure',
  'state',
  'unit',
  'low',
  'best',
  'high',
  'shown',
  'as_of',
  'known_on',
  'source',
  'definition',
] as const satisfies readonly (keyof PublicRow)[]

/**
 * Published figures as rows. Errors: `rule_broken` when one would tell of 1 to 4 people, or comes
 * from a source and nobody has approved it.
 */
export function toPublicRows(
  figures: readonly PublicFigure[],
  ownSource: string,
): readonly PublicRow[] {
  const visible = findVisible(figures)
  const unapproved = figures.flatMap(({ id, source }) => (source?.approvedBy === null ? [id] : []))
  if (visible.length > 0 || unapproved.length > 0)
    throw new DomainError(
      'rule_broken',
      `These figures cannot be published: ${[...visible.map((id) => `${id} would tell of 1 to 4 people`), ...unapproved.map((id) => `${id} is not approved`)].join('; ')}.`,
    )
  return figures.map((figure) => ({
    figure: figure.id,
    ...(figure.state === undefined ? {} : { state: figure.state }),
    unit: figure.unit,
    ...rangeOf(figure),
    shown: figure.shown.as,
    as_of: figure.asOf,
    known_on: figure.knownOn,
    source: figure.source?.name ?? ownSource,
    definition: figure.definition,
  }))
}
