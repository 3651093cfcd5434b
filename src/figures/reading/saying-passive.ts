import { sentenceStart } from './saying-clause.ts'
import { phraseAfter, phraseBefore } from './noun-phrase.ts'
import type { Named } from './noun-phrase.ts'
import { stanceOf } from './reporting-evidence.ts'
import type { Group } from './reporting-evidence.ts'
import { findCue, STANCE_OF } from './reporting-verb.ts'
import type { Cue } from './reporting-verb.ts'
import { make } from './said-by.ts'
import type { Attribution } from './said-by.ts'
import {
  around,
  contentEnd,
  isEndOfSaying,
  lowerAt,
  skipDates,
  firstPhrase,
  isParenthetical,
} from './saying-clause.ts'
import type { CueContext } from './saying-clause.ts'
import type { Token } from './token.ts'

const PASSIVE = new Set(
  'tell inform withdraw retract recant revise dispute reject contradict dismiss report say believe think understand assume presume estimate expect predict fear allege claim announce rumor rumour suppose consider project quote cite put deny confirm ask request urge foresee anticipate give'.split(
    ' ',
  ),
)

const HELD_TRUE = new Set([
  'believe',
  'think',
  'understand',
  'assume',
  'presume',
  'suppose',
  'consider',
])

/** "is reported to have", "it is assumed that", "was quoted by Y as saying", "was put at 20 by X". */
export function readPassive(
  context: CueContext,
  at: number,
  cue: Cue,
  group: Group,
): Attribution | undefined {
  const { tokens, isDate } = context
  if (!PASSIVE.has(cue.lemma)) return undefined
  const next = lowerAt(tokens, at + 1)
  const subject = phraseBefore(tokens, group.from, isDate)
  if (cue.class === 'cite') return readQuoted(context, at, subject)
  const by = findBy(tokens, at + 1)
  const isIt = lowerAt(tokens, group.from - 1) === 'it'
  const clause = { from: isIt ? group.from - 1 : group.from, to: at + 1 }
  const start = isIt ? at + 1 : Math.min(subject?.from ?? group.from, group.from)
  const end = contentEnd(tokens, at + 1)
  if (by !== undefined) {
    const source = phraseAfter(tokens, by + 1, isDate)
    if (source === undefined || context.isQuantity(source.from)) return undefined
    const pieces = [
      { from: sentenceStart(tokens, group.from), to: group.from },
      { from: at + 1, to: by },
    ].filter((piece) => piece.to > piece.from)
    return make(
      source,
      { from: at, to: at + 1 },
      pieces,
      stanceOf(cue, group, tokens, at),
      { from: by, to: source.to },
      { lemma: cue.lemma },
    )
  }
  if (!isIt && !['to', 'that', 'as'].includes(next)) return undefined
  if (cue.class === 'request' || ['give', 'put', 'tell', 'inform'].includes(cue.lemma))
    return undefined
  const stance = HELD_TRUE.has(cue.lemma) ? 'assumes' : stanceOf(cue, group, tokens, at)
  return {
    ...make(undefined, { from: at, to: at + 1 }, [{ from: start, to: end }], stance, clause, {
      lemma: cue.lemma,
    }),
    isAnonymous: true,
  }
}

function findBy(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < Math.min(tokens.length, from + 8); at += 1) {
    if ([',', '.', ';', 'that', 'to'].includes(lowerAt(tokens, at))) return undefined
    if (lowerAt(tokens, at) === 'by') return at
  }
  return undefined
}

/** "K's president was quoted by the Lantern as saying that". */
function readQuoted(
  context: CueContext,
  at: number,
  subject: Named | undefined,
): Attribution | undefined {
  const { tokens, isDate } = context
  if (subject === undefined) return undefined
  const by =
    lowerAt(tokens, at + 1) === 'by' || lowerAt(tokens, at + 1) === 'in'
      ? phraseAfter(tokens, at + 2, isDate)
      : undefined
  const after = by?.to ?? at + 1
  const saying = lowerAt(tokens, after) === 'as' ? findCue(lowerAt(tokens, after + 1)) : undefined
  const start = saying !== undefined ? after + 2 : after
  const clause = { from: subject.from, to: skipDates(context, start) }
  const isLast = isEndOfSaying(context, start) && subject.from > 0
  return make(
    subject,
    { from: at, to: at + 1 },
    isLast ? around(tokens, clause) : [{ from: start, to: contentEnd(tokens, start) }],
    // "was quoted as denying", "as promising"
    STANCE_OF[saying?.class ?? 'say'],
    clause,
    {
      lemma: 'quote',
      relays: by === undefined ? [] : [{ range: by, relation: 'cites' }],
    },
  )
}

/** "citing the cabinet", "saying that": the one who does it is who did the verb before. */
export function readParticiple(
  context: CueContext,
  at: number,
  cue: Cue,
  before: readonly Attribution[],
): Attribution | undefined {
  const { tokens, isDate } = context
  const previous = lowerAt(tokens, at - 1)
  const isOpen = [',', 'and', '(', ';'].includes(previous) || before.some((one) => one.cue.to <= at)
  if (!isOpen) return undefined
  const shared = before.findLast((one) => one.source !== undefined)
  if (cue.class === 'cite') {
    const source = phraseAfter(tokens, at + 1, isDate)
    if (source === undefined || previous === 'in') return undefined
    const subject =
      shared?.source ?? (previous === ',' ? phraseBefore(tokens, at - 1, isDate) : undefined)
    const isSaying =
      lowerAt(tokens, source.to) === 'as' && findCue(lowerAt(tokens, source.to + 1)) !== undefined
    const content = isSaying
      ? [{ from: source.to + 2, to: contentEnd(tokens, source.to + 2) }]
      : around(tokens, { from: at, to: source.to })
    return make(
      source,
      { from: at, to: at + 1 },
      content,
      'asserts',
      { from: at, to: source.to },
      {
        lemma: 'cite',
        relays: subject === undefined ? [] : [{ range: subject, relation: 'cites' }],
      },
    )
  }
  if (cue.isOften || previous === 'as') return undefined
  const source = shared?.source ?? firstPhrase(context)
  if (source === undefined) return undefined
  const group = {
    from: at,
    isNegated: false,
    isPassive: false,
    isInfinitive: false,
    hasModal: false,
  }
  return make(
    source,
    { from: at, to: at + 1 },
    [{ from: at + 1, to: contentEnd(tokens, at + 1) }],
    stanceOf(cue, group, tokens, at),
    { from: at, to: at + 1 },
    { lemma: cue.lemma },
  )
}

/** "The wire cited the spokesperson as saying": the one who is cited said it. */
export function readCiting(
  context: CueContext,
  at: number,
  subject: Named | undefined,
): Attribution | undefined {
  const { tokens, isDate } = context
  const source = phraseAfter(tokens, at + 1, isDate)
  if (source === undefined || subject === undefined || context.isQuantity(source.from))
    return undefined
  const isSaying =
    lowerAt(tokens, source.to) === 'as' && findCue(lowerAt(tokens, source.to + 1)) !== undefined
  if (!isSaying) return undefined
  const start = source.to + 2
  const clause = { from: subject.from, to: skipDates(context, start) }
  const content = isParenthetical(context, subject.from, clause.to)
    ? around(tokens, clause)
    : [{ from: start, to: contentEnd(tokens, start) }]
  return make(source, { from: at, to: at + 1 }, content, 'asserts', clause, {
    lemma: 'cite',
    relays: [{ range: subject, relation: 'cites' }],
  })
}
