import type { OneMore } from '../domain/views.ts'
import type { MorePlaces } from '../placement/in-order/one-more.ts'
import { morePlaces } from '../placement/in-order/one-more.ts'
import type { PlacementPlan } from '../placement/in-order/result.ts'
import type { NamedProblem } from './build-problem.ts'
import { PERSONS_LEVEL } from './levels.ts'
import { countOf } from './reasons.ts'

/** As many as a State may add when asked: enough for the effect on families to show. */
const DOZEN = 12

interface Question {
  readonly bin: number
  readonly of: OneMore['of']
  readonly rows: readonly number[]
}

/**
 * What more places would do, for each offer and each of its sub-quotas that is used up, by solving
 * anew with more: one more (or the fewest that help), then a dozen. A question of the first kind
 * not answered in the time has `persons: null`; of the second kind it is left out.
 */
export async function findOneMore(
  named: NamedProblem,
  plan: PlacementPlan,
  options: { readonly timeLimitSeconds: number; readonly now: () => number },
): Promise<ReadonlyMap<number, readonly OneMore[]>> {
  const more = await morePlaces(named.problem, plan, { ...options, lastLevel: PERSONS_LEVEL })
  const found = new Map<number, OneMore[]>()
  const dozens: Question[] = []
  for (const bin of named.offers.keys()) {
    const answers: OneMore[] = []
    for (const question of questionsOf(named, bin)) {
      const answer = await askFewest(named, more, question)
      if (answers.length > 0 && !saysMore(answer, answers[0])) continue
      answers.push(answer)
      if (answer.persons !== 0 && answer.places < DOZEN) dozens.push(question)
    }
    found.set(bin, answers)
  }
  for (const question of dozens) {
    const effect = await more.effect(question.rows, DOZEN)
    if (!effect.known) continue
    const { bin, of } = question
    found.get(bin)?.push(describe(named, bin, of, { extra: DOZEN, gain: effect.gain }))
  }
  return found
}

function questionsOf(named: NamedProblem, bin: number): readonly Question[] {
  const rowOf = (of: OneMore['of']): readonly number[] =>
    named.rows.flatMap((name, row) =>
      name.of === of && named.problem.rows[row]?.bin === bin ? [row] : [],
    )
  // A place more in the total is also one more that is not kept for emergencies; a medical place
  // more is a place more.
  const total = [...rowOf('total'), ...rowOf('emergency')]
  const medical = rowOf('medical')
  const kept = rowOf('emergency')
  return [
    { bin, of: 'total', rows: total },
    ...(medical.length === 0
      ? []
      : [{ bin, of: 'medical', rows: [...total, ...medical] } as const]),
    ...(kept.length === 0 ? [] : [{ bin, of: 'emergency', rows: kept } as const]),
  ]
}

async function askFewest(
  named: NamedProblem,
  more: MorePlaces,
  { bin, of, rows }: Question,
): Promise<OneMore> {
  const one = await more.effect(rows, 1)
  if (!one.known) return describe(named, bin, of, one)
  if (one.gain.some((gain) => gain > 0))
    return describe(named, bin, of, { extra: 1, gain: one.gain })
  return describe(named, bin, of, await more.smallestHelpful(rows, DOZEN))
}

/** A sub-quota is worth a line of its own when its places do more than places of any kind. */
function saysMore(one: OneMore, total: OneMore | undefined): boolean {
  if (one.of === 'emergency' || total?.persons === null || one.persons === null)
    return one.persons !== 0
  return one.persons / one.places > (total?.persons ?? 0) / (total?.places ?? 1)
}

type Found =
  | { readonly extra: number | undefined; readonly gain?: readonly number[] }
  | { readonly known: false }
  | undefined

const WHAT: Readonly<Record<OneMore['of'], readonly [one: string, several: string]>> = {
  total: ['more place', 'more places'],
  medical: ['more medical place', 'more medical places'],
  emergency: ['place less kept for emergencies', 'places less kept for emergencies'],
}

function describe(named: NamedProblem, bin: number, of: OneMore['of'], found: Found): OneMore {
  const offer = named.offers[bin]?.offer.reference ?? ''
  if (found === undefined || !('extra' in found))
    return { of, places: 1, persons: null, text: `${offer}: not worked out in the time given` }
  const { extra, gain } = found
  if (extra === undefined || gain === undefined)
    return { of, places: 1, persons: 0, text: `${offer}: more places would place nobody more` }
  const persons = gain[PERSONS_LEVEL] ?? 0
  const inCases =
    named.offers[bin]?.offer.terms.countingBasis === 'cases' ? ' counted in cases' : ''
  const earlier = (gain[0] ?? 0) + (gain[1] ?? 0)
  const effect = [
    ...(persons === 0 ? [] : [countOf(persons, 'more person', 'more persons')]),
    ...(earlier === 0 ? [] : [`${earlier} more in emergency or urgent need in time`]),
  ]
  return {
    of,
    places: extra,
    persons,
    text: `${offer}: ${countOf(extra, ...WHAT[of])}${inCases} would place ${effect.join(', ')}`,
  }
}
