import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { PublicFigure } from './public-figures.ts'
import { findVisible } from './public-figures.ts'
import { rangeOf } from './public-range.ts'
import type { Told } from './told-figure.ts'
import { figuresTold } from './told-figure.ts'
import { ENGLISH } from './wording/english.ts'
import type { TextUnit } from './wording/wording.ts'

/** A public figure as data: a column for each bound, and where it comes from. */
export interface PublicRow {
  readonly figure: string
  /** A State's code, or `other`: States with few persons together. */
  readonly state?: string
  readonly unit: TextUnit
  readonly low?: number
  readonly best?: number
  readonly high?: number
  /** `said`: what sources said, from lowest to highest. */
  readonly shown: PublicFigure['shown']['as'] | 'said'
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

/** What a text tells of others as rows: a bound that was not said is left out. */
export function toToldRows(told: Told, knownOn: PlainDate): readonly PublicRow[] {
  return figuresTold(told).map((one): PublicRow => {
    const { statement, low, best, high, by } = one
    const names = by.map(({ origin }) => origin[0]?.text ?? ENGLISH.unnamedSource)
    const event = statement.event === undefined ? '' : `, ${statement.event}`
    return {
      figure: one.figure ?? '',
      unit: one.unit,
      ...(low === null ? {} : { low }),
      ...(best === null ? {} : { best }),
      ...(high === null ? {} : { high }),
      shown: 'said',
      as_of: one.asOf.to,
      known_on: knownOn,
      source: [...new Set(names)].join('; '),
      definition: `${ENGLISH.measures[statement.measure]}, ${statement.subject}${event}: the range of what sources said, by the rules ${one.policy}.`,
    }
  })
}
