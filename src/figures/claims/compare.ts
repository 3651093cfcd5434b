import type { ClaimFigure, FigureDifference } from '../../domain/claim-figure.ts'
import type { Measure } from '../../domain/measure.ts'

type Compared = Pick<ClaimFigure, 'statement' | 'unit' | 'kind' | 'asOf'>

/** In what two figures differ so that no sum, share or difference of them has a meaning. */
export function differences(a: Compared, b: Compared): readonly FigureDifference[] {
  return [
    ...(a.statement.measure === b.statement.measure ? [] : ['measure' as const]),
    ...(a.unit === b.unit ? [] : ['unit' as const]),
    ...(a.kind === b.kind ? [] : ['kind' as const]),
    ...(a.statement.population === b.statement.population ? [] : ['population' as const]),
    ...(a.statement.place === b.statement.place ? [] : ['place' as const]),
    ...(a.asOf.from === b.asOf.from && a.asOf.to === b.asOf.to ? [] : ['day' as const]),
  ]
}

/** Pairs that a reader would take for one: alike in words, with another measure or population. */
export function findLookAlikes(
  figures: readonly Compared[],
): readonly (readonly [Compared, Compared])[] {
  const groups = new Map<string, Compared[]>()
  for (const figure of figures) {
    const { subject, place, event } = figure.statement
    const key = JSON.stringify([subject, place, event ?? null, familyOf(figure.statement.measure)])
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

/** The first of the measures that a reader could take for this one. */
export function familyOf(measure: Measure): string {
  return FAMILIES.find((family) => family.includes(measure))?.[0] ?? measure
}
