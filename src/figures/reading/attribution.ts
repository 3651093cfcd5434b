import {
  AUDIENCE,
  AUXILIARIES,
  BE,
  isAdverb,
  MEDIA,
  NEGATIONS,
  PREPOSITIONS,
  PRONOUNS,
} from './closed-words.ts'
import type { Named, Range } from './noun-phrase.ts'
import { phraseAfter, phraseBefore } from './noun-phrase.ts'
import type { Cue } from './reporting-verb.ts'
import { findCue, STANCE_OF } from './reporting-verb.ts'
import type { Stance } from './read-claim.ts'
import type { Token } from './token.ts'
import { isCapital, QUOTE_MARKS } from './token.ts'

/** Who says what, in tokens of one sentence. */
export interface Attribution {
  readonly source: Named | undefined
  readonly cue: Range
  readonly lemma: string
  /** May be two pieces, around "the ministry said". */
  readonly content: readonly Range[]
  readonly stance: Stance
  /** Who passed it on, the nearest to the origin first. */
  readonly relays: readonly {
    readonly range: Range
    readonly relation: 'tells' | 'cites' | 'says'
  }[]
  /** From the source to the end of what belongs to the saying: a day here is when it was said. */
  readonly clause: Range
  readonly isAnonymous: boolean
}

export interface CueContext {
  readonly tokens: readonly Token[]
  readonly quoted: readonly boolean[]
  readonly isDate: (at: number) => boolean
  readonly isQuantity: (at: number) => boolean
}

/** The group of a verb: auxiliaries and adverbs before it, and what they say. */
interface Group {
  readonly from: number
  readonly isNegated: boolean
  readonly isPassive: boolean
  readonly isInfinitive: boolean
  readonly hasModal: boolean
}

/** Every saying in a sentence, from left to right. */
export function findAttributions(context: CueContext): Attribution[] {
  const { tokens } = context
  const found: Attribution[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const attribution =
      readAccording(context, at) ?? readNounCue(context, at) ?? readVerb(context, at, found)
    if (attribution === undefined) continue
    found.push(attribution)
    at = Math.max(at, attribution.cue.to - 1)
  }
  return foldCitations(separate(found, tokens))
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

const CLAIMED =
  /^(?:claims?|allegations?|assertions?|statements?|reports?|suggestions?|accusations?|warnings?|announcements?|predictions?|admission|contention)$/
const FIGURES =
  /^(?:figures?|estimates?|counts?|tally|tallies|numbers?|tolls?|data|records|statistics)$/

/** "the government's figure is", "the ministry's estimate of". */
function readNounCue({ tokens, isDate }: CueContext, at: number): Attribution | undefined {
  if (lowerAt(tokens, at) !== "'s") return undefined
  const noun =
    at +
    (['own', 'latest', 'official', 'new', 'first', 'current'].includes(lowerAt(tokens, at + 1))
      ? 2
      : 1)
  const next = lowerAt(tokens, noun + 1)
  const isClaim = CLAIMED.test(lowerAt(tokens, noun)) && next === 'that'
  if (!isClaim && !FIGURES.test(lowerAt(tokens, noun))) return undefined
  if (!isClaim && !BE.has(next) && !['of', 'stands', 'stood'].includes(next)) return undefined
  const source = phraseBefore(tokens, at, isDate)
  if (source === undefined) return undefined
  const content = [{ from: noun, to: sentenceEnd(tokens, noun) }]
  return make(source, { from: noun, to: noun + 1 }, content, 'asserts', {
    from: source.from,
    to: noun,
  })
}

function readVerb(
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
  if (isNounHere(tokens, group, at, cue)) return undefined
  if (!hasEvidence(context, at, cue, group)) return undefined
  return readInverted(context, at, cue, group) ?? readActive(context, at, cue, group, before)
}

/** With the verbs of two words: "ruled out", "pointed out". */
function cueAt(tokens: readonly Token[], at: number): Cue | undefined {
  const word = lowerAt(tokens, at)
  if (lowerAt(tokens, at + 1) === 'out') {
    const form = word.endsWith('ed') ? 'past' : word.endsWith('s') ? 's' : 'base'
    if (/^rule[sd]?$/.test(word)) return { lemma: 'rule_out', class: 'deny', form, isOften: false }
    if (/^point(?:s|ed)?$/.test(word))
      return { lemma: 'point_out', class: 'say', form, isOften: false }
  }
  if (lowerAt(tokens, at + 1) === 'on' && /^call(?:s|ed)?$/.test(word))
    return {
      lemma: 'call_on',
      class: 'request',
      form: word.endsWith('ed') ? 'past' : 's',
      isOften: false,
    }
  return findCue(word)
}

function readGroup(tokens: readonly Token[], at: number): Group {
  let from = at
  let isNegated = false
  let isPassive = false
  let hasModal = false
  while (from > 0 && at - from < 7) {
    const word = lowerAt(tokens, from - 1)
    if (NEGATIONS.has(word)) isNegated = true
    else if (word === 'no' && lowerAt(tokens, from) === 'longer') isNegated = true
    else if (AUXILIARIES.has(word)) {
      if (BE.has(word) && word !== "'s" && !hasModal) isPassive = true
      if (!BE.has(word)) hasModal = true
    } else if (!isAdverb(word) || word === 'today' || word === 'yesterday' || word === 'themselves')
      break
    if (word === "'s") break
    from -= 1
  }
  const isInfinitive = lowerAt(tokens, from - 1) === 'to' || lowerAt(tokens, at - 1) === 'to'
  return { from, isNegated, isPassive, isInfinitive, hasModal }
}

/** "officials say", "would not say": a base form has a plural or a modal before it. */
function isBaseVerb({ tokens, isDate }: CueContext, group: Group, at: number): boolean {
  if (group.from < at && AUXILIARIES.has(lowerAt(tokens, group.from))) return true
  if (group.hasModal) return true
  const subject = lowerAt(tokens, group.from - 1)
  if (['they', 'we', 'i', 'you', 'who', 'and'].includes(subject)) return true
  const phrase = phraseBefore(tokens, group.from, isDate)
  if (phrase === undefined) return false
  const words = tokens.slice(phrase.from, phrase.to).map((token) => token.lower)
  const preposition = words.findIndex((word) => PREPOSITIONS.has(word))
  const head = words[preposition > 0 ? preposition - 1 : words.length - 1] ?? ''
  return (
    words.includes('and') ||
    (/s$|^(?:people|men|women|police|children|media|staff)$/.test(head) && head !== "'s")
  )
}

/** "the figure reported on Monday": a participle that belongs to the noun before it. */
function isParticiple(tokens: readonly Token[], group: Group, at: number): boolean {
  const next = lowerAt(tokens, at + 1)
  const before = lowerAt(tokens, at - 1)
  if (['the', 'a', 'an', 'its', 'their', 'his', 'her', 'of', 'all', 'no', 'by'].includes(before))
    return true
  if (group.hasModal || group.isPassive) return false
  return next === 'by' ||
    next === 'as' ||
    (next === 'to' && !['spoke', 'spoken', 'admitted'].includes(lowerAt(tokens, at)))
    ? before !== ',' && !PRONOUNS.has(before) && next !== 'to'
    : false
}

function isNounHere(tokens: readonly Token[], group: Group, at: number, cue: Cue): boolean {
  if (!cue.isOften || group.from < at) return false
  const before = lowerAt(tokens, at - 1)
  return [
    'the',
    'a',
    'an',
    'its',
    'their',
    'his',
    'her',
    'this',
    'that',
    'no',
    'any',
    'of',
    'new',
    'annual',
    'same',
    'their',
    "'s",
    'in',
    'for',
    'on',
    'at',
    'under',
    'with',
  ].includes(before)
}

const DECLINED = new Set(
  'confirm say comment give verify disclose reveal discuss provide state know release specify estimate speculate answer elaborate identify name'.split(
    ' ',
  ),
)
const OBJECTS =
  /^(?:number|numbers|figure|figures|toll|estimate|estimates|count|total|losses|casualties|dead|deaths|population|tally|size|death|report|reports|claim|claims|allegation|allegations|accusation|accusations|charge|charges|account|statement|statements|suggestion|suggestions|story|this|that|it|them|these|all|any|involvement|responsibility|responsible|wrongdoing|version|description|idea|criticism|study|article|findings|assessment|forecast|prediction|target)$/

/** A word that often is something else needs a clause, a quotation or a number to go with it. */
function hasEvidence(context: CueContext, at: number, cue: Cue, group: Group): boolean {
  if (cue.class === 'decline') {
    const to = lowerAt(context.tokens, at + 1) === 'to'
    return to
      ? DECLINED.has(lowerAt(context.tokens, at + 2))
      : group.from >= 0 && lowerAt(context.tokens, at + 1) === 'comment'
  }
  if (!cue.isOften) return true
  const { tokens } = context
  const next = lowerAt(tokens, skipDates(context, at + 1))
  if (isEndOfSaying(context, at + 1) && hasCommaBefore(tokens, group.from)) return true
  if (next === 'that' || next === ':' || QUOTE_MARKS.has(next)) return true
  if (next === ',' && QUOTE_MARKS.has(lowerAt(tokens, at + 2))) return true
  const before = lowerAt(tokens, at - 1)
  if (QUOTE_MARKS.has(before)) return true
  const window = tokens.slice(at + 1, at + 7).map((token) => token.lower)
  const names = window.findIndex((word) => OBJECTS.test(word))
  const stop = window.findIndex((word) => [',', '.', ';'].includes(word))
  const hasObject = names >= 0 && (stop < 0 || names < stop)
  if (cue.class === 'request')
    return /^(?:on|for|to)$/.test(next)
      ? !['to'].includes(next)
      : window.some((word) => word === 'to' || word === 'for')
  if (cue.class === 'intend') return next === 'to' || next === 'that'
  if (cue.class === 'deny' || cue.class === 'retract') return hasObject
  if (cue.class === 'revise') return hasObject
  if (cue.class === 'assume' || cue.class === 'predict')
    return hasObject || next === 'to' || PRONOUNS.has(next) || context.isQuantity(at + 1)
  if (['speak', 'talk'].includes(cue.lemma)) return next === 'of'
  if (
    [
      'report',
      'note',
      'estimate',
      'count',
      'record',
      'list',
      'reply',
      'document',
      'claim',
      'conclude',
      'certify',
    ].includes(cue.lemma)
  )
    return (
      hasObject ||
      [1, 2, 3].some((step) => context.isQuantity(at + step)) ||
      isEndOfSaying(context, at + 1) ||
      isCapital(tokens[at + 1]) ||
      ['the', 'a', 'an', 'no', 'there'].includes(next) ||
      (next === 'to' && cue.lemma === 'claim')
    )
  if (['put', 'give'].includes(cue.lemma))
    return (
      hasObject || (window.includes('at') && context.isQuantity(at + 1 + window.indexOf('at') + 1))
    )
  if (['describe', 'characterise', 'characterize', 'portray', 'depict'].includes(cue.lemma))
    return window.includes('as') || window.includes('how') || /ing$/.test(next)
  if (cue.lemma === 'find') return context.isQuantity(at + 1)
  if (cue.lemma === 'see' || cue.lemma === 'show') return hasObject && next !== 'it'
  if (
    [
      'maintain',
      'state',
      'remark',
      'comment',
      'repeat',
      'observe',
      'decide',
      'describe',
      'mention',
    ].includes(cue.lemma)
  )
    return hasObject || isEndOfSaying(context, at + 1)
  return hasObject &&
    [
      'confirm',
      'establish',
      'determine',
      'assess',
      'consider',
      'repeat',
      'prove',
      'quote',
      'cite',
    ].includes(cue.lemma)
    ? true
    : cue.class === 'cite' ||
        (isEndOfSaying(context, at + 1) &&
          lowerAt(tokens, group.from - 1) !== '' &&
          hasCommaBefore(tokens, group.from))
}

function hasCommaBefore(tokens: readonly Token[], at: number): boolean {
  for (let back = 1; back <= 8; back += 1) {
    const text = tokens[at - back]?.text ?? ''
    if (text === ',' || QUOTE_MARKS.has(text)) return true
  }
  return false
}

/** Nothing follows but days, places and an end. */
function isEndOfSaying(context: CueContext, at: number): boolean {
  const next = skipDates(context, at)
  const text = context.tokens[next]?.text ?? '.'
  return ['.', ';', '!', '?', ','].includes(text) || QUOTE_MARKS.has(text)
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
  if (!isOpen || group.from < at || cue.form === 'base') return undefined
  const first = tokens[at + 1]
  if (
    first === undefined ||
    ['that', ',', ':', '.'].includes(first.lower) ||
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
    if (source === undefined || !isEndOfSaying(context, source.to)) return undefined
  }
  const source = phraseAfter(tokens, at + 1, isDate, { noPlaces: true })
  if (source === undefined || context.isQuantity(source.from)) return undefined
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
  // "Two witnesses" speak; a bare number does not.
  if (context.isQuantity(source.from) && source.to - source.from < 2) return undefined
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

/** The subject of the sentence: what stands before its first verb. */
function firstPhrase({ tokens, isDate }: CueContext): Named | undefined {
  const lead = tokens[0]?.kind === 'mark' ? 1 : 0
  const phrase = phraseAfter(tokens, lead, isDate)
  return phrase
}

const PASSIVE = new Set(
  'dispute reject contradict dismiss report say believe think understand assume presume estimate expect predict fear allege claim announce rumor rumour suppose consider project quote cite put deny confirm ask request urge foresee anticipate give'.split(
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
function readPassive(
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
      { from: start, to: group.from },
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
  if (cue.class === 'request' || cue.lemma === 'give' || cue.lemma === 'put') return undefined
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
  const isSaying =
    lowerAt(tokens, after) === 'as' && findCue(lowerAt(tokens, after + 1)) !== undefined
  const start = isSaying ? after + 2 : after
  const clause = { from: subject.from, to: skipDates(context, start) }
  const isLast = isEndOfSaying(context, start) && subject.from > 0
  return make(
    subject,
    { from: at, to: at + 1 },
    isLast ? around(tokens, clause) : [{ from: start, to: contentEnd(tokens, start) }],
    'asserts',
    clause,
    {
      lemma: 'quote',
      relays: by === undefined ? [] : [{ range: by, relation: 'cites' }],
    },
  )
}

/** "citing the cabinet", "saying that": the one who does it is who did the verb before. */
function readParticiple(
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

function stanceOf(cue: Cue, group: Group, tokens: readonly Token[], at: number): Stance {
  const stance = STANCE_OF[cue.class]
  const hasNoSpeaker = tokens.slice(0, at).some((token) => token.lower === 'neither') && at < 14
  if (
    cue.lemma === 'confirm' &&
    ['neither', 'nor'].some((word) =>
      tokens.slice(Math.max(0, at - 4), at + 4).some((token) => token.lower === word),
    )
  )
    return 'declines_to_confirm'
  if (!group.isNegated && !hasNoSpeaker) return stance
  if (cue.class === 'deny') return 'declines_to_confirm'
  if (cue.class === 'say')
    return ['believe', 'think', 'accept', 'agree'].includes(cue.lemma)
      ? 'denies'
      : 'declines_to_confirm'
  return stance
}

/** ", the ministry said," or "…, it added.": what is said stands before it. */
function isParenthetical(context: CueContext, from: number, end: number): boolean {
  const { tokens, quoted } = context
  const before = tokens[from - 1]
  if (before === undefined) return false
  const isOpen =
    before.text === ',' || QUOTE_MARKS.has(before.text) || ['-', '–', '—'].includes(before.text)
  const next = tokens[end]?.text ?? '.'
  const isDone =
    ['.', ',', ';', '!'].includes(next) || QUOTE_MARKS.has(next) || end >= tokens.length
  if (!isOpen) return false
  if (isDone && !(next === ',' && quoted[end + 1] === true && before.text !== ',')) return true
  // `"We counted 37 dead," the mayor told reporters while …`
  return QUOTE_MARKS.has(before.text) && !QUOTE_MARKS.has(next) && next !== ':' && next !== 'that'
}

/** The rest of the sentence on both sides of a clause. */
function around(tokens: readonly Token[], clause: Range): Range[] {
  const after = tokens[clause.to]?.text === ',' ? clause.to + 1 : clause.to
  return [
    { from: sentenceStart(tokens, clause.from), to: clause.from },
    { from: after, to: sentenceEnd(tokens, after) },
  ].filter((piece) => piece.to - piece.from > 1)
}

function sentenceStart(tokens: readonly Token[], from: number): number {
  for (let at = from - 1; at >= 0; at -= 1) if (tokens[at]?.text === ';') return at + 1
  return 0
}

function sentenceEnd(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) if (tokens[at]?.text === ';') return at
  return tokens.length
}

/** What somebody said ends at a semicolon, or where another subject begins after "while". */
function contentEnd(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]?.text === ';') return at
    if (
      tokens[at]?.text === ',' &&
      ['while', 'whereas', 'although', 'though'].includes(lowerAt(tokens, at + 1))
    )
      return at
  }
  return tokens.length
}

/** Over days, adverbs, prepositions of days, and "in a statement". */
function skipDates(context: CueContext, at: number): number {
  const { tokens, isDate } = context
  let to = at
  while (to < tokens.length) {
    const word = lowerAt(tokens, to)
    if (isDate(to) || (isAdverb(word) && word !== 'both')) to += 1
    else if (['on', 'in', 'late', 'early', 'of'].includes(word) && isDate(to + 1)) to += 1
    else if (word === ',' && isDate(to + 1) && isDate(to - 1)) to += 1
    else {
      const after = skipManner(tokens, to)
      if (after === to) break
      to = after
    }
  }
  return to
}

const MANNERS = new Set(
  'statement letter report interview bulletin release message post note email speech tweet briefing conference website broadcast paper filing memo call blog address press update communique communiqué declaration testimony article survey hearing letters statements book diary'.split(
    ' ',
  ),
)

/** "in a statement", "in a letter to shareholders", "at a news conference". */
function skipManner(tokens: readonly Token[], at: number): number {
  if (!['in', 'on', 'at', 'via', 'through', 'during', 'by', 'under'].includes(lowerAt(tokens, at))) return at
  // "on condition of anonymity"
  for (let to = at + 1; to < at + 6; to += 1) if (lowerAt(tokens, to) === 'anonymity') return to + 1
  for (let to = at + 1; to < at + 7; to += 1) {
    const word = lowerAt(tokens, to)
    if (tokens[to]?.kind === 'mark' || word === 'that') return at
    if (!MANNERS.has(word)) continue
    let end = to + 1
    if (MANNERS.has(lowerAt(tokens, end))) end += 1
    if (['to', 'with', 'by', 'from'].includes(lowerAt(tokens, end)))
      for (let next = end + 1; next < end + 7; next += 1) {
        if (
          tokens[next] === undefined ||
          [',', '.', 'that', ':', ';'].includes(lowerAt(tokens, next))
        )
          return next
        if (AUXILIARIES.has(lowerAt(tokens, next))) break
      }
    return end
  }
  return at
}

function make(
  source: Named | undefined,
  cue: Range,
  content: readonly Range[],
  stance: Stance,
  clause: Range,
  rest: { lemma?: string; relays?: Attribution['relays'] } = {},
): Attribution {
  const { lemma = '', relays = [] } = rest
  return { source, cue, lemma, content, stance, relays, clause, isAnonymous: false }
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
    const joint = jointBefore(tokens, start)
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
  while (at > 0 && (isAdverb(lowerAt(tokens, at - 1)) || AUXILIARIES.has(lowerAt(tokens, at - 1))))
    at -= 1
  const word = lowerAt(tokens, at - 1)
  if (['and', 'but', 'while', 'whereas', 'although', 'though'].includes(word)) return at - 1
  return word === ';' || (word === ',' && findCue(lowerAt(tokens, start))?.form === 'ing')
    ? at - 1
    : undefined
}

/** "A reported, citing B": one saying of B, passed on by A, instead of two. */
function foldCitations(found: readonly Attribution[]): Attribution[] {
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

function lowerAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? ''
}
