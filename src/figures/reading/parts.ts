import { AUXILIARIES, isAdverb } from './closed-words.ts'
import { isLoaded } from './loaded-label.ts'
import { phraseBefore } from './noun-phrase.ts'
import type { ClaimPart } from '../../domain/claim.ts'
import type { ReadSpan } from './read-claim.ts'
import type { TokenClaim } from './token-claim.ts'
import type { Sentence } from './sentence.ts'
import type { Token } from './token.ts'
import { isCapital } from './token.ts'

const EVENTS =
  /^(?:attack|attacks|raid|raids|assault|massacre|clash|clashes|bombing|blast|explosion|strike|strikes|shelling|incident|fire|flood|floods|storm|siege|accident|earthquake|operation|shooting|shipwreck|riot|riots)$/
const AT = new Set(['in', 'at', 'near', 'off', 'outside', 'inside', 'from', 'to', 'around'])

type Spanner = (from: number, to: number) => ReadSpan

/** Every part of a claim with its place: what is not said in the sentence is not made up. */
export function namesIn(
  { tokens }: Sentence,
  claim: TokenClaim,
  span: Spanner,
): (ReadSpan & { readonly part: ClaimPart })[] {
  const parts: (ReadSpan & { part: ClaimPart })[] = []
  const add = (part: ClaimPart, from: number | undefined, to: number | undefined): void => {
    if (from !== undefined && to !== undefined && to > from) parts.push({ part, ...span(from, to) })
  }
  const { measured, said, attribution, day } = claim
  add('sentence', 0, tokens.length)
  add('value', measured?.quantity.from, measured?.quantity.to)
  const word = measured?.word ?? said?.word
  add('measure', word?.from, word?.to)
  add('unit', measured?.noun?.from, measured?.noun?.to)
  const population = populationOf(tokens, claim)
  if (population !== undefined && !isLoaded(span(...population).text))
    add('population', ...population)
  const subject = subjectBefore(tokens, claim)
  if (subject !== undefined && !isLoaded(span(...subject).text)) add('subject', ...subject)
  const place = placeOf(tokens, claim)
  if (place !== undefined) add('place', ...place)
  const event = tokens.findIndex((token) => EVENTS.test(token.lower))
  if (event >= 0) add('event', event, event + 1)
  if (day.mention !== undefined)
    add(day.basis === 'reported' ? 'reported' : 'as_of', day.mention.from, day.mention.to)
  if (attribution !== undefined && attribution.clause.to > attribution.clause.from) {
    add('origin', attribution.source?.from, attribution.source?.to)
    for (const { range } of attribution.relays) add('relay', range.from, range.to)
    for (const { source } of claim.outer) add('relay', source?.from, source?.to)
    add('stance', attribution.cue.from, attribution.cue.to)
  }
  for (const at of claim.hedges) add('hedge', at, at + 1)
  return parts
}

/** "residents of the camp", "members of the group": the noun with what stands beside it. */
function populationOf(
  tokens: readonly Token[],
  { measured }: TokenClaim,
): [number, number] | undefined {
  const noun = measured?.noun
  if (measured === undefined || noun === undefined) return undefined
  let to = noun.to
  if (tokens[to]?.lower === 'of' && tokens[to + 1]?.kind === 'word') {
    to += 1
    while (
      to < tokens.length &&
      to - noun.to < 6 &&
      (isCapital(tokens[to]) || ['the', 'of', 'a'].includes(tokens[to]?.lower ?? ''))
    )
      to += 1
    if (!isCapital(tokens[to - 1]) && tokens[to]?.kind === 'word') to += 1
  }
  const from = Math.max(measured.quantity.to, Math.min(noun.from, measured.quantity.to))
  return [from, Math.max(to, noun.to)]
}

/** Who offers, holds or does it: the phrase before the verb that acts on what is counted. */
function subjectBefore(
  tokens: readonly Token[],
  { measured, said, attribution, day }: TokenClaim,
): [number, number] | undefined {
  const word = measured?.word ?? said?.word
  if (word === undefined || (measured !== undefined && word.from > measured.quantity.from))
    return undefined
  let end = word.from
  while (end > 0 && (AUXILIARIES.has(tokens[end - 1]?.lower ?? '') || isAdverb(tokens[end - 1])))
    end -= 1
  const isDate = (at: number): boolean =>
    day.mention !== undefined && at >= day.mention.from && at < day.mention.to
  const phrase = phraseBefore(tokens, end, isDate)
  const clause = attribution?.clause
  const isSpeaker =
    clause !== undefined &&
    phrase !== undefined &&
    phrase.from < clause.to &&
    clause.from < phrase.to
  return phrase === undefined || isSpeaker ? undefined : [phrase.from, phrase.to]
}

/** The nearest "in Camp L.", "near Sarra", that is not where somebody spoke. */
function placeOf(
  tokens: readonly Token[],
  { measured, attribution, day }: TokenClaim,
): [number, number] | undefined {
  const centre = measured?.quantity.core ?? 0
  let best: [number, number] | undefined
  for (let at = 0; at < tokens.length - 1; at += 1) {
    if (!AT.has(tokens[at]?.lower ?? '') || !isCapital(tokens[at + 1])) continue
    if (day.mention !== undefined && at + 1 >= day.mention.from && at + 1 < day.mention.to) continue
    const clause = attribution?.clause
    if (clause !== undefined && at >= clause.from && at < clause.to) continue
    let to = at + 1
    while (isCapital(tokens[to]) || (tokens[to]?.lower === 'of' && isCapital(tokens[to + 1])))
      to += 1
    if (best === undefined || Math.abs(at - centre) < Math.abs(best[0] - centre))
      best = [at + 1, to]
  }
  return best
}
