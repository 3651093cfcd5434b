import type { Reason } from '../domain/views.ts'
import type { Candidate, OpenOffer, PlanningInput } from './candidate.ts'
import type { Exclusion, NamedProblem, RowName } from './build-problem.ts'
import { LEVELS, meetsTarget, wishPoints } from './levels.ts'

/** The English sentence of each reason; screens translate by code. */
export const EXCLUDED: Readonly<Record<Exclusion, string>> = {
  nationality: 'it does not take this nationality',
  category: 'it asks for other categories',
  language: 'it asks for another language',
  too_small: 'it takes only larger cases',
  too_large: 'it takes only smaller cases',
  no_medical: 'it takes no medical cases',
  excluded_need: 'it excludes one of the specific needs',
  no_consent: 'an adult has not consented to this State',
  mission_too_late: 'its selection mission comes too late for an emergency',
  bound_elsewhere: 'a hard-linked case lies with another programme',
  refused_before: 'this State refused a member before',
  forbidden: 'a person forbade it',
}

const ROW_NAME: Readonly<Record<RowName['of'], string>> = {
  total: 'places',
  medical: 'medical places',
  emergency: 'places that are not kept for emergencies',
}

/** Why an offer cannot take a case whatever its places. */
export function excludedReason(why: Exclusion): Reason {
  return { code: why, text: EXCLUDED[why] }
}

/** Which places of an offer are used up by cases that count more. */
export function fullReason(rows: readonly number[], names: readonly RowName[]): Reason {
  const of = rows.map((row) => names[row]?.of).filter((one) => one !== undefined)
  const first = of.find((one) => one !== 'total') ?? 'total'
  return {
    code: `full_${first}`,
    text: `its ${ROW_NAME[first]} go to cases that count at least as much`,
  }
}

/** What a change would lose, at the first level in strict order where it differs. */
export function lossReason(margin: readonly number[]): Reason {
  const level = margin.findIndex((value) => value !== 0)
  const id = LEVELS[level]?.id
  if (id === undefined) return { code: 'equal', text: 'nothing: both are equally good' }
  const count = Math.abs(margin[level] ?? 0)
  return { code: `loses_${id}`, text: countOf(count, ...LOSS[id]), params: { count } }
}

const LOSS: Readonly<Record<(typeof LEVELS)[number]['id'], readonly [one: string, more: string]>> =
  {
    emergency: [
      'emergency person within the time target',
      'emergency persons within the time target',
    ],
    urgent: ['urgent person within the time target', 'urgent persons within the time target'],
    persons: ['person placed', 'persons placed'],
    protection: ['point of protection need', 'points of protection need'],
    lasting: ['person placed for good', 'persons placed for good'],
    wishes: ['point of ties, preferences and language', 'points of ties, preferences and language'],
    steady: ['case that keeps its offer', 'cases that keep their offer'],
  }

/** A count with its noun, in the number that English asks for. */
export function countOf(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`
}

/** Why a case goes to an offer: what makes it possible, and what speaks for it. */
export function whyHere(
  one: Candidate,
  open: OpenOffer,
  { today }: PlanningInput,
  otherOffers: number,
): readonly Reason[] {
  const { offer } = open
  const { priority, size } = one.facts
  const wishes = wishPoints(one, offer.terms)
  const state = offer.terms.state
  const inTime = meetsTarget(offer.terms, priority, today)
  const say = (holds: boolean, code: string, text: string, params?: Reason['params']): Reason[] =>
    holds ? [{ code, text, ...(params === undefined ? {} : { params }) }] : []
  return [
    ...say(one.lockedTo === offer.id, 'locked', 'a person locked it'),
    ...say(
      true,
      'fits',
      `it meets every criterion of ${offer.reference}, and all adults consent to ${state}`,
      {
        offer: offer.reference,
        state,
      },
    ),
    ...say(priority === 'EM' && inTime, 'emergency_in_time', countOf(size, ...LOSS.emergency), {
      count: size,
    }),
    ...say(priority === 'UG' && inTime, 'urgent_in_time', countOf(size, ...LOSS.urgent), {
      count: size,
    }),
    ...say(one.medicalPersons > 0, 'medical', 'the offer takes medical cases'),
    ...say(wishes.tie > 0, 'family_tie', `close family lives in ${state}`, { state }),
    ...say(wishes.preference > 0, 'preference', `${state} is among the States they prefer`, {
      state,
    }),
    ...say(wishes.language > 0, 'language', `a member speaks a language of ${state}`, { state }),
    ...say(one.hardLinks.length > 0, 'linked', 'a hard-linked case goes to the same programme'),
    ...say(one.previousOffer === offer.id, 'steady', 'the plan before said the same'),
    ...say(otherOffers === 0, 'only_offer', 'no other open offer fits'),
    ...say(true, 'waiting', `waiting since ${one.referredOn}`, { since: one.referredOn }),
  ]
}

/** Why no offer takes a case: full ones by name, unfit ones counted by reason. */
export function whyNowhere(
  named: NamedProblem,
  item: number,
  full: readonly { readonly bin: number; readonly reason: Reason }[],
): readonly Reason[] {
  const fullOffers = full.map(({ bin, reason }): Reason => {
    const offer = named.offers[bin]?.offer.reference ?? ''
    return {
      code: reason.code,
      text: `${offer} fits, but ${reason.text}`,
      params: { offer },
    }
  })
  const counts = new Map<Exclusion, number>()
  for (const why of named.excluded[item]?.values() ?? [])
    for (const one of why) counts.set(one, (counts.get(one) ?? 0) + 1)
  const unfit = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([why, offers]): Reason => ({
      code: why,
      text: `${offers} ${offers === 1 ? 'offer does' : 'offers do'} not fit: ${EXCLUDED[why]}`,
      params: { offers },
    }))
  const none: Reason[] =
    named.offers.length === 0 ? [{ code: 'no_offer', text: 'no confirmed offer is open' }] : []
  return [...none, ...fullOffers, ...unfit]
}
