import type { Band, ReadHop } from './read-claim.ts'
import type { TokenClaim } from './token-claim.ts'
import { maybeSaid, sentenceDoubts } from './doubt.ts'
import type { Sentence } from './sentence.ts'
import type { Token } from './token.ts'

/** What speaks against taking a claim as read. A reader sees these words beside it. */
export function doubtsOf(
  claim: TokenClaim,
  hops: readonly ReadHop[],
  { tokens }: Sentence,
): string[] {
  const { measured, attribution, day, stance } = claim
  const doubts: string[] = []
  const doubt = (holds: boolean, word: string): void => {
    if (holds) doubts.push(word)
  }
  const [origin] = hops
  doubt(origin === undefined, 'unattributed')
  doubt(origin?.isPublisher === true && maybeSaid(claim, tokens), 'maybe_said')
  doubt(measured === undefined, 'no_number')
  doubt(measured?.measure === 'other', 'unknown_measure')
  doubt(measured !== undefined && measured.isCarried, 'measure_from_before')
  doubt(
    measured !== undefined && measured.measure !== 'other' && measured.cost > 7,
    'word_far_away',
  )
  doubt(measured?.unit === 'other', 'unknown_unit')
  doubt(attribution?.isAnonymous === true || hops[0]?.isAnonymous === true, 'unknown_source')
  doubt(
    hops.length > 0 && hops[0]?.span !== undefined && hops[0].name === undefined,
    'name_unclear',
  )
  doubt(claim.isOutside, 'outside_saying')
  doubt(claim.rivals > 1 && hops.length > 1, 'several_sources')
  doubt(day.hasRivals, 'several_days')
  doubt(day.basis === 'event', 'day_from_before')
  doubt(claim.hedges.length > 0, 'hedged')
  doubt(!['asserts', 'revises', 'denies'].includes(stance), 'not_asserted')
  doubt(measured?.unit === 'percent', 'share')
  doubt(tokens.length > 45, 'long_sentence')
  // Their sentences are read by far fewer rules.
  doubt(
    tokens.some((token) => /^[\u0600-\u06FF]/.test(token.text) && token.kind === 'word'),
    'other_language',
  )
  doubt(isVague(claim, tokens), 'vague_word')
  doubts.push(...sentenceDoubts(claim, tokens))
  return [...new Set(doubts)]
}

/** "Casualties" are dead, wounded or both. */
function isVague({ measured }: TokenClaim, tokens: readonly Token[]): boolean {
  return tokens[measured?.word?.from ?? -1]?.lower === 'casualties'
}

const HEAVY = new Set([
  'unknown_measure',
  'measure_from_before',
  'word_far_away',
  'unknown_unit',
  'no_number',
  'no_day',
  'unknown_source',
  'outside_saying',
])

export function bandOf(doubts: readonly string[]): Band {
  if (doubts.some((word) => HEAVY.has(word)) || doubts.length > 2) return 'look'
  return doubts.length === 0 ? 'sure' : 'likely'
}
