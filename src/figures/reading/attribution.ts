import { readOtherLanguage } from './other-languages.ts'
import { AUXILIARIES, BE, isAdverb } from './closed-words.ts'
import { phraseAfter, phraseBefore } from './noun-phrase.ts'
import type { Stance } from '../../domain/claim.ts'
import { findCue } from './reporting-verb.ts'
import { make } from './said-by.ts'
import type { Attribution } from './said-by.ts'
import { around, lowerAt, sentenceEnd, skipDates } from './saying-clause.ts'
import type { CueContext } from './saying-clause.ts'
import { readVerb } from './saying-verb.ts'
import { isCapital } from './token.ts'
import type { Token } from './token.ts'

/** Every saying in a sentence, from left to right. */
export function findAttributions(context: CueContext): Attribution[] {
  const { tokens } = context
  const found: Attribution[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const attribution =
      readAccording(context, at) ??
      readNounCue(context, at) ??
      readNoComment(context, at) ??
      readVerb(context, at, found) ??
      readOtherLanguage(context, at)
    if (attribution === undefined) continue
    found.push(attribution)
    const second = readGapped(context, attribution)
    if (second !== undefined) found.push(second)
    at = Math.max(at, attribution.cue.to - 1)
  }
  return separate(passedOn(found, tokens), tokens).map((one) => overSemicolon(one, found, tokens))
}

/** "Elders told the Desk, and the Desk told reporters, that 52": the elders say it, the Desk passes it on. */
function passedOn(found: readonly Attribution[], tokens: readonly Token[]): Attribution[] {
  const heard = (one: Attribution): string =>
    lowerAt(tokens, (one.relays[0]?.range.to ?? Number.NaN) - 1)
  const next = found.findIndex((one, nth) => {
    const before = found[nth - 1]
    const name = lowerAt(tokens, (one.source?.to ?? 0) - 1)
    return before !== undefined && one.source !== undefined && name !== '' && heard(before) === name
  })
  const [first, second] = [found[next - 1], found[next]]
  if (first === undefined || second === undefined) return [...found]
  const own = { ...first, content: second.content }
  return found.flatMap((one) => (one === first ? [own] : one === second ? [] : [one]))
}

/** "…, residents said; nobody was hurt": so long as nobody else speaks, they go on. */
function overSemicolon(
  one: Attribution,
  all: readonly Attribution[],
  tokens: readonly Token[],
): Attribution {
  const mark = tokens[one.clause.to]?.text === ';' ? one.clause.to : undefined
  const isLast = (all.at(-1)?.cue.from ?? 0) <= one.cue.from
  if (mark === undefined || !isLast || one.stance !== 'asserts') return one
  return { ...one, content: [...one.content, { from: mark + 1, to: tokens.length }] }
}

/** "according to", "in the words of", "in his words", "in the view of". */
function readAccording(context: CueContext, at: number): Attribution | undefined {
  const { tokens, isDate } = context
  const word = lowerAt(tokens, at)
  let start: number | undefined
  let relation: Stance = 'asserts'
  if (word === 'according' && lowerAt(tokens, at + 1) === 'to') start = at + 2
  if (word === 'per' && isCapital(tokens[at + 1]) && at > 0) start = at + 1
  if (word === 'in' && lowerAt(tokens, at + 1) === 'the' && lowerAt(tokens, at + 3) === 'of')
    if (['words', 'view', 'opinion', 'estimation', 'account'].includes(lowerAt(tokens, at + 2)))
      start = at + 4
  if (start !== undefined) {
    const source = phraseAfter(tokens, start, isDate)
    if (source === undefined) return undefined
    const to = source.beside.at(-1)?.to ?? source.to
    const content = around(tokens, { from: at, to: skipDates(context, to) })
    relation = 'asserts'
    return make(source, { from: at, to: start }, content, relation, {
      from: at,
      to: skipDates(context, to),
    })
  }
  if (word !== 'in' && word !== 'by') return undefined
  // "in his words", "by the general's account"
  for (let end = at + 2; end < Math.min(tokens.length, at + 10); end += 1) {
    if (!['words', 'view', 'account', 'opinion', 'count'].includes(lowerAt(tokens, end))) continue
    const owner = { from: at + 1, to: lowerAt(tokens, end - 1) === "'s" ? end - 1 : end }
    const isOwned =
      lowerAt(tokens, end - 1) === "'s" ||
      (owner.to - owner.from === 1 &&
        ['his', 'her', 'their', 'its'].includes(lowerAt(tokens, at + 1)))
    if (!isOwned) return undefined
    return make(
      { ...owner, beside: [] },
      { from: at, to: end + 1 },
      around(tokens, { from: at, to: end + 1 }),
      relation,
      { from: at, to: end + 1 },
    )
  }
  return undefined
}

const NOTHING_SAID = new Set(
  'comment information confirmation knowledge record details word'.split(' '),
)

/** "had no comment on reports that", "was unable to confirm": said, and nothing is confirmed. */
function readNoComment(context: CueContext, at: number): Attribution | undefined {
  const { tokens, isDate } = context
  const word = lowerAt(tokens, at)
  const isNone =
    ['has', 'had', 'have', 'offered', 'gave', 'made', 'with'].includes(word) &&
    lowerAt(tokens, at + 1) === 'no' &&
    NOTHING_SAID.has(lowerAt(tokens, at + 2))
  const isUnable =
    ['was', 'were', 'is', 'are'].includes(word) &&
    lowerAt(tokens, at + 1) === 'unable' &&
    ['confirm', 'verify', 'comment', 'say'].includes(lowerAt(tokens, at + 3))
  // "has yet to confirm"
  const isYet =
    ['has', 'have', 'had'].includes(word) &&
    ['yet', 'still'].includes(lowerAt(tokens, at + 1)) &&
    ['confirm', 'verify', 'comment', 'say', 'release', 'announce'].includes(lowerAt(tokens, at + 3))
  if (!isNone && !isUnable && !isYet) return undefined
  const source = phraseBefore(tokens, at, isDate)
  if (source === undefined) return undefined
  const to = at + (isNone ? 3 : 4)
  const content = [{ from: to, to: sentenceEnd(tokens, to) }]
  const clause = { from: source.from, to }
  return make(source, { from: at, to }, content, 'declines_to_confirm', clause, {
    lemma: 'say',
  })
}

const CLAIMED =
  /^(?:claims?|allegations?|assertions?|statements?|reports?|suggestions?|accusations?|warnings?|announcements?|predictions?|admission|contention)$/

const FIGURES =
  /^(?:versions?|accounts?|figures?|estimates?|counts?|tally|tallies|numbers?|tolls?|data|records|statistics)$/

const OF_FIGURES = new Set(
  (
    'own latest official new first current final updated preliminary provisional initial earlier total weekly monthly ' +
    'daily annual internal public confirmed revised recent previous combined death casualty'
  ).split(' '),
)

/** "the government's figure is", "the ministry's estimate of". */
function readNounCue({ tokens, isDate }: CueContext, at: number): Attribution | undefined {
  if (lowerAt(tokens, at) !== "'s") return undefined
  // "the agency's final count", "the ministry's own latest figures"
  const isPlain = (place: number): boolean => OF_FIGURES.has(lowerAt(tokens, place))
  const isNoun = (place: number): boolean =>
    FIGURES.test(lowerAt(tokens, place)) || CLAIMED.test(lowerAt(tokens, place))
  let noun = at + 1
  while (noun < at + 3 && !isNoun(noun) && isPlain(noun)) noun += 1
  const next = lowerAt(tokens, noun + 1)
  const isClaim = CLAIMED.test(lowerAt(tokens, noun)) && next === 'that'
  if (!isClaim && !FIGURES.test(lowerAt(tokens, noun))) return undefined
  if (!isClaim && !BE.has(next) && !['of', 'for', 'stands', 'stood'].includes(next))
    return undefined
  const source = phraseBefore(tokens, at, isDate)
  if (source === undefined) return undefined
  const content = [{ from: noun, to: sentenceEnd(tokens, noun) }]
  const clause = { from: source.from, to: noun }
  const lemma = lowerAt(tokens, noun).startsWith('estimate') ? 'estimate' : 'count'
  return make(source, { from: noun, to: noun + 1 }, content, 'asserts', clause, { lemma })
}

/** "was put at 310 by the service and at 400 by lawyers": the verb stands once. */
function readGapped(context: CueContext, first: Attribution): Attribution | undefined {
  const { tokens, isDate } = context
  if (first.source === undefined || lowerAt(tokens, first.source.from - 1) !== 'by')
    return undefined
  const joint = first.source.to
  if (lowerAt(tokens, joint) !== 'and') return undefined
  const by = [2, 3, 4, 5, 6].map((step) => joint + step).find((at) => lowerAt(tokens, at) === 'by')
  if (by === undefined || ![1, 2, 3].some((step) => context.isQuantity(joint + step)))
    return undefined
  const source = phraseAfter(tokens, by + 1, isDate)
  if (source === undefined) return undefined
  const content = [{ from: joint + 1, to: by }]
  return make(
    source,
    first.cue,
    content,
    first.stance,
    { from: by, to: source.to },
    { lemma: first.lemma },
  )
}

/** Two clauses side by side: the first one's content ends where the second begins. */
function separate(found: readonly Attribution[], tokens: readonly Token[]): Attribution[] {
  return found.map((one, nth) => {
    const next = found
      .slice(nth + 1)
      .find((other) => other.clause.from >= one.clause.to || other.cue.from > one.cue.to)
    if (next === undefined) return one
    const shared = next.source?.from === one.source?.from && one.source !== undefined
    const start = shared ? next.cue.from : next.clause.from
    // "He denied that 40 had died, the wire reported": the denial ends where the wire speaks.
    const isOutside =
      lowerAt(tokens, start - 1) === ',' &&
      next.content.some(({ from, to }) => one.cue.from >= from && one.cue.from < to)
    const joint = isOutside ? start - 1 : jointBefore(tokens, start)
    if (joint === undefined) return one
    return {
      ...one,
      content: one.content.map((piece) =>
        piece.from < joint && piece.to > joint ? { ...piece, to: joint } : piece,
      ),
    }
  })
}

function jointBefore(tokens: readonly Token[], start: number): number | undefined {
  let at = start
  while (at > 0 && (isAdverb(tokens[at - 1]) || AUXILIARIES.has(lowerAt(tokens, at - 1)))) at -= 1
  const word = lowerAt(tokens, at - 1)
  if (['and', 'but', 'while', 'whereas', 'although', 'though'].includes(word)) return at - 1
  return word === ';' || (word === ',' && findCue(lowerAt(tokens, start))?.form === 'ing')
    ? at - 1
    : undefined
}

/** "A reported, citing B": one saying of B, passed on by A, instead of two. */
export function foldCitations(found: readonly Attribution[]): Attribution[] {
  const cited = found.filter((one) => one.lemma === 'cite' && one.source !== undefined)
  if (cited.length === 0) return [...found]
  return found.filter(
    (one) =>
      one.lemma === 'cite' ||
      !cited.some(
        (other) =>
          other.relays.some(({ range }) => range.from === one.source?.from) &&
          other.content.some((piece) =>
            one.content.some((own) => own.from < piece.to && piece.from < own.to),
          ),
      ),
  )
}
