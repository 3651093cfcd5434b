import type { ClaimFigure } from '../../domain/claim-figure.ts'
import { DomainError } from '../../domain/errors.ts'

type Compared = Pick<ClaimFigure, 'statement' | 'unit' | 'kind' | 'asOf' | 'best'>

/**
 * One figure as a share of another, in per cent. Refused for other units, populations, kinds or
 * days: 1,400 cases and 311 persons are no share of anything.
 */
export function shareOf(part: Compared, whole: Compared): number {
  const differs = differences(part, whole)
  if (differs.length > 0)
    throw new DomainError(
      'rule_broken',
      `These two figures cannot be compared: they differ in ${differs.join(', ')}. Say both, each with its unit and its day.`,
    )
  if (part.best === null || whole.best === null || whole.best === 0)
    throw new DomainError(
      'rule_broken',
      'These two figures cannot be compared: one has no single value. Say both ranges.',
    )
  return (100 * part.best) / whole.best
}

function differences(a: Compared, b: Compared): readonly string[] {
  return [
    ...(a.unit === b.unit ? [] : ['unit']),
    ...(a.kind === b.kind ? [] : ['kind']),
    ...(a.statement.population === b.statement.population ? [] : ['population']),
    ...(a.statement.place === b.statement.place ? [] : ['place']),
    ...(a.asOf.from === b.asOf.from && a.asOf.to === b.asOf.to ? [] : ['day']),
  ]
}

/** Pairs that a reader would take for one: alike in words, with another measure or population. */
export function findLookAlikes(
  figures: readonly Compared[],
): readonly (readonly [Compared, Compared])[] {
  const groups = new Map<string, Compared[]>()
  for (const figure of figures) {
    const { subject, place, event } = figure.statement
    const key = JSON.stringify([subject, place, event ?? null, familyOf(figure)])
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  return [...groups.values()].flatMap((group) =>
    group.flatMap((a, at) =>
      group
        .slice(at + 1)
        .filter(
          (b) =>
            a.statement.measure !== b.statement.measure ||
            a.statement.population !== b.statement.population,
        )
        .map((b) => [a, b] as const),
    ),
  )
}

/** Measures whose words are alike: submitted cases and submitted persons, moved and departed. */
const FAMILIES: readonly (readonly string[])[] = [
  ['submitted_cases', 'submitted_persons', 'submissions'],
  ['accepted', 'accepted_cases'],
  ['residents', 'resident_households', 'registered', 'protection_needs_determined', 'needs'],
  ['relocated', 'departed', 'arrived', 'departures', 'arrivals'],
]

function familyOf({ statement: { measure } }: Compared): string {
  return FAMILIES.find((family) => family.includes(measure))?.[0] ?? measure
}
