import type { Stance } from '../../domain/claim.ts'

/** What somebody who speaks does with what is said. */
export type CueClass =
  | 'say'
  /** Says of itself: "promised", "threatened", "plans". */
  | 'intend'
  | 'deny'
  | 'assume'
  | 'predict'
  | 'request'
  | 'revise'
  | 'retract'
  | 'decline'
  | 'cite'

export interface Cue {
  readonly lemma: string
  readonly class: CueClass
  readonly form: 'base' | 's' | 'past' | 'ing'
  /** The word is often a noun or means something else: more has to speak for it. */
  readonly isOften: boolean
}

/** Regular verbs by class; `!` marks one that often is another word. */
const LEMMAS: Readonly<Record<CueClass, string>> = {
  say:
    'say announce add report! state! declare explain note! claim! allege assert insist maintain! argue stress! emphasise ' +
    'emphasize warn admit! acknowledge concede confirm confess reveal disclose observe! remark! comment! recall recount ' +
    'testify write suggest contend complain affirm reiterate repeat! indicate! estimate! reckon calculate count! find! ' +
    'conclude establish! determine! document! record! show! give! believe think consider! suspect! tell inform notify ' +
    'caution counter! reply! respond answer! protest! object! lament tweet post! blog! opine posit muse joke quip shout ' +
    'cry! murmur whisper mutter exclaim intone boast brag chide advise recommend agree! disagree decide! rule! ' +
    'learn! hear! understand! remember imagine! feel! know! speak! talk! describe! characterise characterize depict ' +
    'portray put! list! read! specify detail! outline! propose! submit! attest certify verify! assess! ' +
    'clarify elaborate interject conjecture theorise theorize speculate hint! imply signal! ' +
    'proclaim pronounce publicise publicize reaffirm reassure assure swear! relate! narrate summarise summarize ' +
    'underline underscore highlight! stipulate assent welcome! praise! condemn criticise criticize denounce ' +
    'accuse blame! charge! fault! acclaim hail! applaud regret! apologise apologize mention! ' +
    'discover! notice! realize realise recognise! recognize! teach! prove! demonstrate! illustrate! ' +
    'call! worry! complain brief! dub! tally! tabulate tout! vouch volunteer! venture! retort rejoin! ' +
    'snap! sneer sigh! scoff groan grumble gripe fume gush beam! laugh! smile! sob! scream yell roar! thunder! ' +
    'preach lecture! dictate! rumor rumour! gossip! leak! divulge unveil! bemoan decry deplore applaud marvel! ' +
    'confide reminisce rue! reflect! surmise! deduce infer guess! figure! judge! deem view! see! ' +
    'contest_not attribute! credit! mean! profess purport concur',
  intend: 'promise! vow! pledge! threaten plan! intend! hope! want! aim! seek! commit! undertake!',
  deny: 'deny dispute! reject! refute dismiss! contradict! repudiate rebut! disavow disclaim debunk gainsay contest!',
  assume: 'assume! presume suppose!',
  predict: 'expect predict forecast! anticipate! foresee project! fear! envisage prophesy bet!',
  request:
    'ask! urge! request! appeal! beg! demand! invite! plead implore beseech petition! press! order! instruct! solicit',
  revise:
    'revise correct! lower! raise! cut! update! amend! adjust! increase! reduce! upgrade! downgrade!',
  retract: 'retract withdraw! recant rescind! revoke! disown',
  decline: 'decline! refuse!',
  cite: 'cite quote!',
}

const IRREGULAR_PAST: Readonly<Record<string, string>> = {
  said: 'say',
  told: 'tell',
  wrote: 'write',
  written: 'write',
  found: 'find',
  gave: 'give',
  given: 'give',
  thought: 'think',
  knew: 'know',
  known: 'know',
  felt: 'feel',
  heard: 'hear',
  learnt: 'learn',
  understood: 'understand',
  spoke: 'speak',
  spoken: 'speak',
  put: 'put',
  cut: 'cut',
  read: 'read',
  shown: 'show',
  swore: 'swear',
  withdrew: 'withdraw',
  withdrawn: 'withdraw',
  foresaw: 'foresee',
  sought: 'seek',
  meant: 'mean',
  saw: 'see',
  seen: 'see',
  taught: 'teach',
  forecast: 'forecast',
  bet: 'bet',
  begged: 'beg',
  admitted: 'admit',
  planned: 'plan',
  submitted: 'submit',
  referred: 'refer',
  quipped: 'quip',
  bragged: 'brag',
  committed: 'commit',
  permitted: 'permit',
  rebutted: 'rebut',
  tallied: 'tally',
  inferred: 'infer',
  conferred: 'confer',
  blogged: 'blog',
  concurred: 'concur',
  snapped: 'snap',
  sobbed: 'sob',
  dubbed: 'dub',
}

const CUES = new Map<string, Cue>()
for (const [name, lemmas] of Object.entries(LEMMAS))
  for (const mark of lemmas.split(' ')) {
    if (mark.includes('_')) continue
    const lemma = mark.replace('!', '')
    const isOften = mark.endsWith('!')
    const add = (word: string, form: Cue['form']): void => {
      if (!CUES.has(word)) CUES.set(word, { lemma, class: name as CueClass, form, isOften })
    }
    add(lemma, 'base')
    add(third(lemma), 's')
    add(past(lemma), 'past')
    add(gerund(lemma), 'ing')
  }
for (const [word, lemma] of Object.entries(IRREGULAR_PAST)) {
  const cue = CUES.get(lemma)
  if (cue !== undefined)
    CUES.set(word, { ...cue, form: 'past', isOften: cue.isOften && word !== 'spoke' })
}

/** The reporting verb that a word is a form of. */
export function findCue(lower: string): Cue | undefined {
  return CUES.get(lower)
}

export const STANCE_OF: Readonly<Record<CueClass, Stance>> = {
  say: 'asserts',
  intend: 'predicts',
  deny: 'denies',
  assume: 'assumes',
  predict: 'predicts',
  request: 'requests',
  revise: 'revises',
  retract: 'retracts',
  decline: 'declines_to_confirm',
  cite: 'asserts',
}

function third(lemma: string): string {
  if (/[^aeiou]y$/.test(lemma)) return `${lemma.slice(0, -1)}ies`
  return /(?:s|x|ch|sh|z)$/.test(lemma) ? `${lemma}es` : `${lemma}s`
}

function past(lemma: string): string {
  if (/[^aeiou]y$/.test(lemma)) return `${lemma.slice(0, -1)}ied`
  return lemma.endsWith('e') ? `${lemma}d` : `${lemma}ed`
}

function gerund(lemma: string): string {
  return /[^eo]e$/.test(lemma) ? `${lemma.slice(0, -1)}ing` : `${lemma}ing`
}
