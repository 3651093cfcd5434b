import type { Token } from './token.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Closed classes of English: what a phrase cannot go over, whatever the names in it are. */
export const BE = set("is was were are be been being am 's isn't wasn't weren't aren't")
export const AUXILIARIES = set(
  `is was were are be been being am has have had having do does did will would shall should can could may
   might must cannot isn't wasn't weren't aren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't`,
)
export const NEGATIONS = set(
  `not never neither nor n't cannot isn't wasn't weren't aren't hasn't haven't hadn't don't doesn't didn't won't
   wouldn't can't couldn't`,
)
export const DETERMINERS = set(
  'the a an this that these those its his her their our my your both all some any another every each',
)
export const PRONOUNS = set('it he she they we i you who')
export const SUBORDINATORS = set(
  `that because when while whereas although though if as but which who whom whose after before since where than so
   whether until unless how why what`,
)
export const PREPOSITIONS = set(
  'in on at by from to with of for during after before since until under over near into against between among about through without within as despite amid following outside inside across around off upon towards toward per via',
)
export const ADVERBS = set(
  `also later now since earlier previously then further again still already yet only just even once itself himself
   herself themselves however meanwhile therefore thus nevertheless nonetheless too today yesterday initially
   subsequently first finally instead rather repeatedly afterwards though long always often ever jointly separately
   both so far openly publicly`,
)
/** What follows a verb of saying and is no part of who says it. */
export const MEDIA = set(
  `newspaper newspapers agency wire radio television tv channel magazine daily weekly website station broadcaster
   press gazette post times herald news correspondent portal network`,
)
export const AUDIENCE = set(
  `reporters journalists lawmakers parliament mps deputies senators us me them him her it everyone people investors
   analysts residents families colleagues supporters followers delegates diplomats viewers readers listeners`,
)

const NO_ADVERB =
  /^(?:family|assembly|monthly|daily|weekly|reply|supply|july|ally|early|elderly|friendly|unlikely|likely|only)$/

/** "suddenly" but not "family"; a capital may begin a name, which no ending makes an adverb. */
export function isAdverb(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (ADVERBS.has(token.lower)) return true
  return /^[a-z]{3,}ly$/.test(token.text) && !NO_ADVERB.test(token.lower)
}
