import { AUDIENCE, AUXILIARIES, MEDIA, PREPOSITIONS } from './closed-words.ts'
import { phraseAfter, phraseBefore } from './noun-phrase.ts'
import type { Named } from './noun-phrase.ts'
import {
  cueAt,
  hasEvidence,
  isBaseVerb,
  isNounHere,
  isParticiple,
  readGroup,
  stanceOf,
} from './reporting-evidence.ts'
import type { Group } from './reporting-evidence.ts'
import type { Cue } from './reporting-verb.ts'
import { make } from './said-by.ts'
import type { Attribution } from './said-by.ts'
import {
  around,
  contentEnd,
  isEndOfSaying,
  isParenthetical,
  lowerAt,
  skipDates,
  firstPhrase,
} from './saying-clause.ts'
import type { CueContext } from './saying-clause.ts'
import { readParticiple, readPassive, readCiting } from './saying-passive.ts'
import { QUOTE_MARKS, isCapital } from './token.ts'
import type { Token } from './token.ts'

export function readVerb(
  context: CueContext,
  at: number,
  before: readonly Attribution[],
): Attribution | undefined {
  const { tokens } = context
  const cue = cueAt(tokens, at)
  if (cue === undefined || (isCapital(tokens[at]) && at > 0 && !context.quoted[at - 1]))
    return undefined
  const group = readGroup(tokens, at)
  if (cue.form === 'ing') return readParticiple(context, at, cue, before)
  if (group.isInfinitive) return undefined
  if (group.isPassive && cue.form === 'past') return readPassive(context, at, cue, group)
  if (cue.form === 'base' && !isBaseVerb(context, group, at)) return undefined
  if (cue.form === 'past' && isParticiple(tokens, group, at)) return undefined
  if (isNounHere(context, group, at, cue)) return undefined
  if (!hasEvidence(context, at, cue, group)) return undefined
  return readInverted(context, at, cue, group) ?? readActive(context, at, cue, group, before)
}

/** `… ," said the mayor`, `…, said its minister.` */
function readInverted(
  context: CueContext,
  at: number,
  cue: Cue,
  group: Group,
): Attribution | undefined {
  const { tokens, isDate } = context
  const before = tokens[group.from - 1]
  const isOpen =
    before !== undefined &&
    (before.text === ',' ||
      QUOTE_MARKS.has(before.text) ||
      before.text === '?' ||
      before.text === '!')
  const isTelling = ['tell', 'inform', 'assure', 'notify', 'remind'].includes(cue.lemma)
  if (!isOpen || isTelling || group.from < at || cue.form === 'base') return undefined
  const first = tokens[at + 1]
  if (
    first === undefined ||
    ['that', ',', ':', '.'].includes(first.lower) ||
    PREPOSITIONS.has(first.lower) ||
    QUOTE_MARKS.has(first.text)
  )
    return undefined
  if (
    before.text === ',' &&
    asideCloses(tokens, group.from - 1) &&
    !QUOTE_MARKS.has(lowerAt(tokens, group.from - 2))
  ) {
    // "The agency's head, Jorun Vik, said three people …": what follows is content, not a name.
    const source = phraseAfter(tokens, at + 1, isDate, { noPlaces: true })
    const end = tokens[source?.to ?? -1]?.text ?? '.'
    if (source === undefined || !['.', ',', ';'].includes(end)) return undefined
  }
  const source = phraseAfter(tokens, at + 1, isDate, { noPlaces: true })
  if (source === undefined) return undefined
  for (let place = source.from; place < source.to; place += 1)
    if (context.isQuantity(place)) return undefined
  const to = skipDates(context, source.beside.at(-1)?.to ?? source.to)
  if (
    !isEndOfSaying(context, to) &&
    !['in', 'at', 'as', 'who', 'after', 'when', 'from', 'during'].includes(lowerAt(tokens, to))
  )
    return undefined
  const clause = { from: group.from, to }
  return make(
    source,
    { from: at, to: at + 1 },
    around(tokens, clause),
    stanceOf(cue, group, tokens, at),
    clause,
    { lemma: cue.lemma },
  )
}

function asideCloses(tokens: readonly Token[], comma: number): boolean {
  for (let at = comma - 1; at >= 0 && comma - at < 14; at -= 1) {
    if (tokens[at]?.text === ',') return true
    if (AUXILIARIES.has(lowerAt(tokens, at))) return false
  }
  return false
}

function readActive(
  context: CueContext,
  at: number,
  cue: Cue,
  group: Group,
  before: readonly Attribution[],
): Attribution | undefined {
  const { tokens } = context
  const source = subjectOf(context, group.from, before)
  if (source === undefined) return undefined
  // "Nothing suggests", "no group has claimed": nobody says anything.
  if (['nothing', 'nobody', 'none', 'no'].includes(lowerAt(tokens, source.from))) return undefined
  // "Two witnesses" speak; a bare number does not.
  if (context.isQuantity(source.from) && source.to - source.from < 2) return undefined
  if (cue.class === 'cite') {
    const cited = readCiting(context, at, source)
    if (cited !== undefined) return cited
  }
  let to = at + (cue.lemma.includes('_') ? 2 : 1)
  if (cue.class === 'decline') to = at + 3
  const stance = stanceOf(cue, group, tokens, at)
  const told = readTold(context, to, cue)
  const relays = told?.relays ?? []
  const end = skipDates(context, told?.to ?? to)
  const from = Math.min(source.from, group.from)
  const clause = { from, to: end }
  const isLeft = isParenthetical(context, from, end)
  const content = isLeft ? around(tokens, clause) : [{ from: end, to: contentEnd(tokens, end) }]
  return make(source, { from: at, to }, content, stance, clause, {
    lemma: cue.lemma,
    relays,
  })
}

/** "told the wire Estafette": a medium passes it on; "told reporters" is nobody. */
function readTold(
  context: CueContext,
  at: number,
  cue: Cue,
): { readonly to: number; readonly relays: Attribution['relays'] } | undefined {
  const { tokens, isDate } = context
  const isTo =
    lowerAt(tokens, at) === 'to' &&
    ['say', 'speak', 'announce', 'report', 'explain', 'confirm'].includes(cue.lemma)
  const isTelling = [
    'tell',
    'inform',
    'assure',
    'notify',
    'brief',
    'remind',
    'advise',
    'warn',
  ].includes(cue.lemma)
  if (!isTo && !isTelling) return undefined
  const start = isTo ? at + 1 : at
  if (lowerAt(tokens, start) === 'that' || context.isQuantity(start)) return undefined
  const heard = phraseAfter(tokens, start, isDate, { noPlaces: true })
  if (heard === undefined) return undefined
  let { to } = heard
  if (['in', 'at'].includes(lowerAt(tokens, to)) && isCapital(tokens[to + 1])) {
    to += 1
    while (isCapital(tokens[to])) to += 1
  }
  const words = tokens.slice(heard.from, heard.to)
  const isMedium =
    words.some((word) => MEDIA.has(word.lower)) ||
    words.some((word, nth) => isCapital(word) && nth >= 0)
  const isAudience =
    words.some((word) => AUDIENCE.has(word.lower)) && !words.some((word) => MEDIA.has(word.lower))
  return { to, relays: isMedium && !isAudience ? [{ range: heard, relation: 'tells' }] : [] }
}

/** Who does it: before the verb, or the one that did the verb before "and". */
function subjectOf(
  context: CueContext,
  end: number,
  before: readonly Attribution[],
): Named | undefined {
  const { tokens, isDate } = context
  const last = lowerAt(tokens, end - 1)
  if (
    ['and', 'but', 'or', 'then'].includes(last) ||
    (last === ',' && before.length > 0 && ['and', 'but'].includes(lowerAt(tokens, end)))
  ) {
    const shared = before.findLast((one) => one.source !== undefined)
    return shared?.source ?? firstPhrase(context)
  }
  if (last === 'who' || last === 'which' || last === 'that') {
    const comma = lowerAt(tokens, end - 2) === ',' ? 1 : 0
    return phraseBefore(tokens, end - 1 - comma, isDate)
  }
  return phraseBefore(tokens, end, isDate)
}
