import type { OneMore } from '../domain/views.ts'
import type { MorePlaces } from '../placement/one-more.ts'
import { morePlaces } from '../placement/one-more.ts'
import type { PlacementPlan } from '../placement/result.ts'
import type { NamedProblem } from './build-problem.ts'
import { PERSONS_LEVEL } from './levels.ts'
import { countOf } from './reasons.ts'

/** Families are seldom larger: with so many more places the next family that waits would fit. */
const MOST_EXTRA = 12

/**
 * What more places would do, for each offer and each of its sub-quotas that is used up, by solving
 * anew with more. A question not answered in the time has `persons: null`.
 */
export async function findOneMore(
  named: NamedProblem,
  plan: PlacementPlan,
  options: { readonly timeLimitSeconds: number; readonly now: () => number },
): Promise<ReadonlyMap<number, readonly OneMore[]>> {
  const more = await morePlaces(named.problem, plan, { ...options, lastLevel: PERSONS_LEVEL })
  const found = new Map<number, readonly OneMore[]>()
  for (const bin of named.offers.keys()) found.set(bin, await askOffer(named, more, bin))
  return found
}

async function askOffer(
  named: NamedProblem,
  more: MorePlaces,
  bin: number,
): Promise<readonly OneMore[]> {
  const rows = named.rows
    .map(({ of }, row) => ({ of, row }))
    .filter(({ row }) => named.problem.rows[row]?.bin === bin)
  const rowOf = (of: OneMore['of']): readonly number[] =>
    rows.filter((one) => one.of === of).map((one) => one.row)
  // A place more in the total is also one more that is not kept for emergencies; a medical place
  // more is a place more.
  const total = [...rowOf('total'), ...rowOf('emergency')]
  const questions: readonly { readonly of: OneMore['of']; readonly rows: readonly number[] }[] = [
    { of: 'total', rows: total },
    ...(rowOf('medical').length === 0
      ? []
      : [{ of: 'medical', rows: [...total, ...rowOf('medical')] } as const]),
    ...(rowOf('emergency').length === 0
      ? []
      : [{ of: 'emergency', rows: rowOf('emergency') } as const]),
  ]
  const answers: OneMore[] = []
  for (const question of questions) {
    const one = await more.effect(question.rows, 1)
    const helps = one.known && one.gain.some((gain) => gain > 0)
    const several =
      !one.known || helps ? undefined : await more.smallestHelpful(question.rows, MOST_EXTRA)
    answers.push(
      describe(
        named,
        bin,
        question.of,
        one.known && helps ? { extra: 1, gain: one.gain } : several,
      ),
    )
  }
  return answers.filter((one, index) => index === 0 || saysMore(one, answers[0]))
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
  const earlier = (gain[0] ?? 0) + (gain[1] ?? 0)
  const effect = [
    ...(persons === 0 ? [] : [countOf(persons, 'more person', 'more persons')]),
    ...(earlier === 0 ? [] : [`${earlier} more in emergency or urgent need in time`]),
  ]
  return {
    of,
    places: extra,
    persons,
    text: `${offer}: ${countOf(extra, ...WHAT[of])} would place ${effect.join(', ')}`,
  }
}
