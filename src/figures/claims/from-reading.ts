import type { Body } from '../../domain/body.ts'
import type { Hop, Statement } from '../../domain/claim.ts'
import type { ClaimInput } from '../../domain/claim-schema.ts'
import type { Issue } from '../../domain/errors.ts'
import { CATEGORICAL_MEASURES, MEASURES } from '../../domain/measure.ts'
import type { Measure } from '../../domain/measure.ts'
import type { ReadClaim, ReadHop } from '../reading/read-claim.ts'

/** What a report leaves open, in the words of whoever brings it in. */
export type StatementDefaults = Pick<Statement, 'subject' | 'place'> &
  Partial<Pick<Statement, 'population' | 'event'>>

/**
 * What `onward read` proposed, as claims that wait for a person's word. A body is recognised by any
 * of its names; a source that is none of them stays unknown until somebody says who it is.
 */
export function fromReading(
  read: readonly ReadClaim[],
  bodies: readonly Body[],
  defaults: StatementDefaults,
): { readonly claims: readonly ClaimInput[]; readonly leftOut: readonly Issue[] } {
  const handles = handlesByName(bodies)
  const claims: ClaimInput[] = []
  const leftOut: Issue[] = []
  for (const one of read) {
    const measure = measureOf(one)
    if (measure === undefined || one.asOf === null || one.spans.length === 0)
      leftOut.push(whyLeftOut(one, measure))
    else claims.push(toClaim(one, one.asOf, measure, handles, defaults))
  }
  return { claims, leftOut }
}

function toClaim(
  one: ReadClaim,
  asOf: NonNullable<ReadClaim['asOf']>,
  measure: Measure,
  handles: ReadonlyMap<string, string>,
  defaults: StatementDefaults,
): ClaimInput {
  const named = (part: 'subject' | 'place'): string => {
    const span = one.spans.find((other) => other.part === part)
    return (span && handles.get(fold(span.text))) ?? defaults[part]
  }
  const { population = 'all', event } = defaults
  return {
    statement: {
      subject: named('subject'),
      measure,
      population,
      place: named('place'),
      // What is no harm of an event is not said of it.
      ...(event === undefined || !OF_EVENTS.has(measure) ? {} : { event }),
    },
    value: one.value ?? { kind: 'unquantified' },
    asOf: { from: asOf.from, to: asOf.to, calendar: asOf.calendar },
    ...(one.reportedOn === null ? {} : { reportedOn: one.reportedOn }),
    stance: one.stance,
    // Without hops the document's publisher says it; a name for it in the text adds nothing.
    hops: one.hops.filter((hop) => hop.isPublisher !== true).map((hop) => toHop(hop, handles)),
    extractor: 'onward read',
    spans: one.spans.map(({ part, start, end }) => ({ part, start, end })),
  }
}

const OF_EVENTS: ReadonlySet<Measure> = new Set<Measure>([
  'killed',
  'injured',
  'missing',
  'abducted',
  'detained',
  'rescued',
  'responsibility',
  'allegation',
])

/** Which of our measures a reading's measure and unit are; undefined when they are none. */
function measureOf({ measure, unit }: ReadClaim): Measure | undefined {
  const categorical = CATEGORICAL_MEASURES.find((one) => one === measure)
  if (categorical !== undefined) return categorical
  const inUnit = OTHER_UNITS[`${measure} ${unit ?? ''}`] ?? measure
  if (!Object.hasOwn(MEASURES, inUnit)) return undefined
  const found = inUnit as keyof typeof MEASURES
  return MEASURES[found].unit === unit ? found : undefined
}

/** What a reading calls one thing in several units. */
const OTHER_UNITS: Readonly<Record<string, keyof typeof MEASURES>> = {
  'accepted cases': 'accepted_cases',
  'submitted_persons cases': 'submitted_cases',
  'residents households': 'resident_households',
}

function whyLeftOut(one: ReadClaim, measure: Measure | undefined): Issue {
  const path = `claims.${one.id}`
  if (measure === undefined)
    return {
      code: 'no_measure',
      path,
      message: `What is counted (${one.measure}, ${one.unit ?? 'no unit'}) is no measure of claims. Add it by hand if it matters.`,
    }
  return {
    code: 'no_day',
    path,
    message: 'The day of the claim is not known. Give the day of publication, or add it by hand.',
  }
}

function toHop(hop: ReadHop, handles: ReadonlyMap<string, string>): Hop {
  const agent = handles.get(fold(hop.name ?? '')) ?? handles.get(fold(hop.span?.text ?? ''))
  return {
    ...(agent === undefined ? {} : { agent }),
    relation: hop.relation,
    anonymous: hop.isAnonymous,
  }
}

/** Every name of a body leads to its handle; one that two bodies bear leads to none. */
function handlesByName(bodies: readonly Body[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const { handle, names } of bodies)
    for (const name of [handle, ...names.map((one) => one.text)].map(fold)) {
      const other = found.get(name)
      if (other !== undefined && other !== handle) twice.add(name)
      found.set(name, handle)
    }
  return new Map([...found].filter(([name]) => name !== '' && !twice.has(name)))
}

/** Names as they are compared: without case, and without "the". */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replace(/[’']s$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}
