import type { Attribution } from './said-by.ts'
import type { Range } from './noun-phrase.ts'
import type { Stance } from '../../domain/claim.ts'
import type { Token } from './token.ts'

/** What is said without a number: consent to host, a part in an event, that an event took place. */
export interface Said {
  readonly measure: 'consent_to_host' | 'responsibility' | 'allegation' | 'number'
  readonly stance: Stance
  readonly word: Range
  /** Numbers in here are what is asked for, and no figure. */
  readonly takesNumbers: boolean
}

const HOSTING = new Set(
  'host accept receive admit take welcome shelter resettle accommodate'.split(' '),
)
const CONSENT = new Set(['consent', 'agree', 'agrees', 'consents', 'willing', 'ready', 'prepared'])
const ROLE = new Set(
  'role involvement responsibility part hand link links connection complicity responsible involved behind'.split(
    ' ',
  ),
)
const EVENTS =
  /^(?:attack|attacks|raid|raids|assault|massacre|killing|killings|clash|clashes|bombing|blast|explosion|strike|strikes|shelling|incident|operation|execution|executions|abduction|abductions|kidnapping|offensive|force|torture|abuse|violence)$/

/** What one saying says without a number; undefined when that is nothing that is kept. */
export function saidWithoutNumber(
  tokens: readonly Token[],
  attribution: Attribution,
  hasNumber: boolean,
): Said | undefined {
  const { stance } = attribution
  const inside = (test: (lower: string, at: number) => boolean): number | undefined => {
    for (const { from, to } of attribution.content)
      for (let at = from; at < to; at += 1) if (test(tokens[at]?.lower ?? '', at)) return at
    return undefined
  }
  const hosting = inside((lower, at) => HOSTING.has(lower) && isHosting(tokens, at))
  // "plans to resettle them" is its own intention; "hopes that T. will accept" is another's consent.
  const isHoped = stance === 'predicts' && tokens[attribution.cue.to]?.lower === 'that'
  const isMeant = stance === 'requests' || stance === 'assumes' || isHoped
  if (
    hosting !== undefined &&
    isMeant &&
    (stance === 'requests' || !hasNumber || stance === 'assumes')
  )
    return {
      measure: 'consent_to_host',
      stance,
      word: one(hosting),
      takesNumbers: stance !== 'predicts',
    }
  const consent = inside((lower) => CONSENT.has(lower))
  if (consent !== undefined && stance === 'assumes')
    return { measure: 'consent_to_host', stance, word: one(consent), takesNumbers: true }
  if (stance === 'declines_to_confirm' && !hasNumber) {
    const word = inside((lower) => /^(?:numbers?|figures?|toll|deaths?)$/.test(lower))
    return word === undefined || attribution.lemma === 'say'
      ? undefined
      : { measure: 'number', stance, word: one(word), takesNumbers: false }
  }
  if (hasNumber) return undefined
  const refused = inside((lower, at) => HOSTING.has(lower) && isRefused(tokens, at))
  if (refused !== undefined && stance === 'asserts')
    return {
      measure: 'consent_to_host',
      stance: 'denies',
      word: one(refused),
      takesNumbers: false,
    }
  const untrue = inside((lower, at) => UNTRUE.has(lower) && isThatFalse(tokens, at))
  if (untrue !== undefined && stance === 'asserts')
    return { measure: 'allegation', stance: 'denies', word: one(untrue), takesNumbers: false }
  if (stance !== 'denies') return undefined
  const role = inside((lower) => ROLE.has(lower))
  if (role !== undefined)
    return { measure: 'responsibility', stance, word: one(role), takesNumbers: false }
  const object = tokens
    .slice(attribution.cue.to, attribution.cue.to + 4)
    .map((token) => token.lower)
  const claimed = object.findIndex((lower) =>
    /^(?:allegations?|accusations?|claims?|charges?|reports?|story|findings)$/.test(lower),
  )
  if (claimed >= 0)
    return {
      measure: 'allegation',
      stance,
      word: one(attribution.cue.to + claimed),
      takesNumbers: false,
    }
  const event = inside((lower) => EVENTS.test(lower))
  const isClause =
    ['that', 'having'].includes(tokens[attribution.cue.to]?.lower ?? '') ||
    (tokens[attribution.cue.to]?.lower ?? '').endsWith('ing')
  return event === undefined || !isClause
    ? undefined
    : { measure: 'allegation', stance, word: one(event), takesNumbers: false }
}

const UNTRUE = new Set('false untrue wrong baseless lie unfounded fabricated'.split(' '))

/** "could not receive anybody", "is not ready to take them". */
function isRefused(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 4), at).map(({ lower }) => lower)
  const isModal = before.at(-1) === 'not' || /(?:n't|cannot)$/.test(before.at(-1) ?? '')
  const isUnready =
    before.at(-1) === 'to' &&
    ['ready', 'willing', 'prepared', 'able'].includes(before.at(-2) ?? '') &&
    before.at(-3) === 'not'
  return isModal || isUnready
}

/** "That is false": of what another has said. */
function isThatFalse(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 4), at).map(({ lower }) => lower)
  return (
    ['that', 'this', 'it'].some((word) => before.includes(word)) &&
    before.some((word) => ['is', 'was', "'s"].includes(word)) &&
    !before.includes('not')
  )
}

/** "to host the group", "would accept the families", "take in": with someone who is taken. */
function isHosting(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.lower ?? ''
  const isVerb = ['to', 'would', 'will', 'could', 'can', 'should', 'and', 'might', 'may'].includes(
    before,
  )
  if (!isVerb) return false
  if (tokens[at]?.lower !== 'take') return true
  return ![
    'part',
    'place',
    'action',
    'steps',
    'over',
    'measures',
    'responsibility',
    'time',
    'care',
    'note',
  ].includes(tokens[at + 1]?.lower ?? '')
}

function one(at: number): Range {
  return { from: at, to: at + 1 }
}
