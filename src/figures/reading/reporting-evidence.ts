import { AUXILIARIES, BE, NEGATIONS, PREPOSITIONS, PRONOUNS, isAdverb } from './closed-words.ts'
import { phraseBefore } from './noun-phrase.ts'
import type { Stance } from '../../domain/claim.ts'
import { STANCE_OF, findCue } from './reporting-verb.ts'
import type { Cue } from './reporting-verb.ts'
import { hasCommaBefore, isEndOfSaying, lowerAt, skipDates } from './saying-clause.ts'
import type { CueContext } from './saying-clause.ts'
import { QUOTE_MARKS, isCapital } from './token.ts'
import type { Token } from './token.ts'

/** The group of a verb: auxiliaries and adverbs before it, and what they say. */
export interface Group {
  readonly from: number
  readonly isNegated: boolean
  readonly isPassive: boolean
  readonly isInfinitive: boolean
  readonly hasModal: boolean
}

/** "played down reports that", "brushed aside claims of": denials of two words. */
const BRUSHED: ReadonlyMap<string, readonly string[]> = new Map([
  ['played', ['down']],
  ['brushed', ['aside', 'off']],
  ['shrugged', ['off']],
  ['waved', ['aside', 'away']],
  ['laughed', ['off']],
])

/** With the verbs of two words: "ruled out", "pointed out". */
export function cueAt(tokens: readonly Token[], at: number): Cue | undefined {
  const word = lowerAt(tokens, at)
  if (lowerAt(tokens, at + 1) === 'out') {
    const form = word.endsWith('ed') ? 'past' : word.endsWith('s') ? 's' : 'base'
    if (/^rule[sd]?$/.test(word)) return { lemma: 'rule_out', class: 'deny', form, isOften: false }
    if (/^point(?:s|ed)?$/.test(word))
      return { lemma: 'point_out', class: 'say', form, isOften: false }
  }
  if (BRUSHED.get(word)?.includes(lowerAt(tokens, at + 1)) === true)
    return { lemma: 'dismiss', class: 'deny', form: 'past', isOften: true }
  if (lowerAt(tokens, at + 1) === 'on' && /^call(?:s|ed)?$/.test(word))
    return {
      lemma: 'call_on',
      class: 'request',
      form: word.endsWith('ed') ? 'past' : 's',
      isOften: false,
    }
  return findCue(word)
}

export function readGroup(tokens: readonly Token[], at: number): Group {
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
    } else if (
      !isAdverb(tokens[from - 1]) ||
      word === 'today' ||
      word === 'yesterday' ||
      word === 'themselves'
    )
      break
    if (word === "'s") break
    from -= 1
  }
  const isInfinitive = lowerAt(tokens, from - 1) === 'to' || lowerAt(tokens, at - 1) === 'to'
  return { from, isNegated, isPassive, isInfinitive, hasModal }
}

/** "officials say", "would not say": a base form has a plural or a modal before it. */
export function isBaseVerb({ tokens, isDate }: CueContext, group: Group, at: number): boolean {
  if (group.from < at && AUXILIARIES.has(lowerAt(tokens, group.from))) return true
  if (group.hasModal) return true
  const subject = lowerAt(tokens, group.from - 1)
  if (['they', 'we', 'i', 'you', 'who', 'and'].includes(subject)) return true
  const phrase = phraseBefore(tokens, group.from, isDate)
  if (phrase === undefined) return false
  const words = tokens.slice(phrase.from, phrase.to).map((token) => token.lower)
  // "a previous count": one, and no plural that counts.
  if (['a', 'an'].includes(words[0] ?? '')) return false
  const preposition = words.findIndex((word) => PREPOSITIONS.has(word))
  const head = words[preposition > 0 ? preposition - 1 : words.length - 1] ?? ''
  return (
    words.includes('and') ||
    (/s$|^(?:people|men|women|police|children|media|staff)$/.test(head) && head !== "'s")
  )
}

/** "the figure reported on Monday": a participle that belongs to the noun before it. */
export function isParticiple(tokens: readonly Token[], group: Group, at: number): boolean {
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

export function isNounHere(
  { tokens, isQuantity }: CueContext,
  group: Group,
  at: number,
  cue: Cue,
): boolean {
  if (!cue.isOften || group.from < at) return false
  // "received 74 requests"
  if (cue.form !== 'past' && isQuantity(at - 1)) return true
  const before = lowerAt(tokens, at - 1)
  // "rejected reports that", "dismissed as untrue claims of": what a verb has before it is a noun.
  if (cue.form === 's' && isAfterVerb(tokens, at)) return true
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

function isAfterVerb(tokens: readonly Token[], at: number): boolean {
  const before = lowerAt(tokens, at - 1)
  if (findCue(before)?.form === 'past' || FALSE_WORDS.has(before)) return true
  return BRUSHED.get(lowerAt(tokens, at - 2))?.includes(before) === true
}

const DECLINED = new Set(
  'confirm say comment give verify disclose reveal discuss provide state know release specify estimate speculate answer elaborate identify name'.split(
    ' ',
  ),
)

const FALSE_WORDS = new Set('false untrue wrong baseless unfounded fabricated absurd'.split(' '))
const FINDING =
  /^(?:survey|report|study|inquiry|commission|investigation|investigators|audit|assessment|census|poll|review|mission|committee|researchers|table|tables|bulletin|register|registers|list|lists|data|statistics|records|figures|document|documents|count|update)$/
const THESE = /^(?:this|that|it|them|these|all|any)$/
const OBJECTS =
  /^(?:number|numbers|figure|figures|toll|estimate|estimates|count|total|losses|casualties|dead|deaths|population|tally|size|death|report|reports|claim|claims|allegation|allegations|accusation|accusations|charge|charges|account|statement|statements|suggestion|suggestions|story|involvement|responsibility|responsible|wrongdoing|version|description|idea|criticism|study|article|findings|assessment|forecast|prediction|target|offers?|pledges?|promises?|consent)$/

/** A word that often is something else needs a clause, a quotation or a number to go with it. */
export function hasEvidence(context: CueContext, at: number, cue: Cue, group: Group): boolean {
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
  const names = window.findIndex(
    (word, nth) => OBJECTS.test(word) || (nth === 0 && THESE.test(word)),
  )
  const stop = window.findIndex((word) => [',', '.', ';'].includes(word))
  const hasObject = names >= 0 && (stop < 0 || names < stop)
  if (cue.class === 'request') return isAsking(tokens, at, next)
  if (cue.class === 'intend') return next === 'to' || next === 'that'
  if (cue.class === 'deny' || cue.class === 'retract') return hasObject
  if (cue.class === 'revise') return hasObject
  if (cue.class === 'assume' || cue.class === 'predict')
    return hasObject || next === 'to' || PRONOUNS.has(next) || context.isQuantity(at + 1)
  return ofLemma(context, at, cue, { group, next, window, hasObject })
}

/** "asked Chile to", "called for", but not "who asked not to be named". */
function isAsking(tokens: readonly Token[], at: number, next: string): boolean {
  if (next === 'not') return false
  const asked = tokens.slice(at + 1, at + 14).map((token) => token.lower)
  const hasAim = asked.filter((word) => word === 'to').length > (next === 'to' ? 1 : 0)
  return hasAim || asked.includes('for') || next === 'on'
}

interface Around {
  readonly group: Group
  readonly next: string
  /** The six words that follow. */
  readonly window: readonly string[]
  readonly hasObject: boolean
}

const COUNTING = new Set(
  'report note estimate count record list reply document claim conclude certify'.split(' '),
)
const DESCRIBING = new Set('describe characterise characterize portray depict'.split(' '))
const STATING = new Set('maintain state remark comment repeat observe decide mention'.split(' '))
const HOLDING = new Set('establish determine assess consider prove quote cite'.split(' '))

/** What has to go with a verb of saying that often is something else, verb by verb. */
function ofLemma(context: CueContext, at: number, cue: Cue, around: Around): boolean {
  const { tokens } = context
  const { lemma } = cue
  const { group, next, window, hasObject } = around
  if (lemma === 'speak' || lemma === 'talk') return next === 'of'
  if (COUNTING.has(lemma)) return hasObject || startsContent(context, at, lemma, next)
  if (lemma === 'put' || lemma === 'give')
    return hasObject || (window.includes('at') && context.isQuantity(at + 2 + window.indexOf('at')))
  if (DESCRIBING.has(lemma))
    return window.includes('as') || window.includes('how') || next.endsWith('ing')
  if (lemma === 'call') return window.some((word) => QUOTE_MARKS.has(word) || FALSE_WORDS.has(word))
  if (lemma === 'find') return context.isQuantity(at + 1) && isFinder(context, group.from)
  if (lemma === 'know') return next === 'of'
  if (lemma === 'admit' && next === 'to')
    return lowerAt(tokens, at + 2).endsWith('ing') || context.isQuantity(at + 2)
  if (lemma === 'show' && isFinder(context, group.from) && startsContent(context, at, lemma, next))
    return true
  if (lemma === 'see' || lemma === 'show') return hasObject && next !== 'it'
  if (STATING.has(lemma)) return hasObject || isEndOfSaying(context, at + 1)
  return (hasObject && HOLDING.has(lemma)) || cue.class === 'cite'
}

/** A survey, a table, a register: it finds and shows. */
function isFinder({ tokens, isDate }: CueContext, end: number): boolean {
  const finder = phraseBefore(tokens, end, isDate)
  return finder !== undefined && FINDING.test(lowerAt(tokens, finder.to - 1))
}

function startsContent(context: CueContext, at: number, lemma: string, next: string): boolean {
  return (
    [1, 2, 3].some((step) => context.isQuantity(at + step)) ||
    isEndOfSaying(context, at + 1) ||
    isCapital(context.tokens[at + 1]) ||
    ['the', 'a', 'an', 'no', 'there'].includes(next) ||
    (next === 'to' && lemma === 'claim')
  )
}

export function stanceOf(cue: Cue, group: Group, tokens: readonly Token[], at: number): Stance {
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
  // "had never promised to take them"
  if (cue.class === 'intend') return 'denies'
  if (cue.class === 'say')
    return ['believe', 'think', 'accept', 'agree'].includes(cue.lemma)
      ? 'denies'
      : 'declines_to_confirm'
  return stance
}
