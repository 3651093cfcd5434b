import type { NamePart } from '../domain/person.ts'
import { foldName } from './fold-name.ts'
import { wordSkeleton } from './skeleton.ts'

const SCRIPTS: readonly (readonly [script: string, letters: RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['ethiopic', /\p{Script=Ethiopic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['georgian', /\p{Script=Georgian}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['bengali', /\p{Script=Bengali}/u],
  ['myanmar', /\p{Script=Myanmar}/u],
  ['tamil', /\p{Script=Tamil}/u],
  ['han', /\p{Script=Han}/u],
]

/** The script of the first letter, or `other`. */
export function scriptOf(text: string): string {
  const letter = /\p{L}/u.exec(text)?.[0] ?? ''
  return SCRIPTS.find(([, letters]) => letters.test(letter))?.[0] ?? 'other'
}

/** One part of a name as written (only outer blanks go), with its script. */
export function namePart(role: NamePart['role'], text: string): NamePart {
  const kept = text.trim()
  return { text: kept, script: scriptOf(kept), role }
}

/** Words that join names and are dropped by one clerk and written by the next. */
const PARTICLES = new Set(
  ['al', 'el', 'ul', 'ol', 'ad', 'ar', 'as', 'ash', 'at', 'az', 'an', 'bin', 'ibn', 'ebn', 'ben']
    .concat(['bint', 'binti', 'bent', 'ould', 'wuld', 'von', 'van', 'de', 'da', 'dos', 'del'])
    .concat(['ال', 'بن', 'ابن', 'بنت', 'ибн', 'бин', 'аль', 'эль', 'ал', 'оглы', 'кызы']),
)

export interface NameWord {
  /** Folded. */
  readonly word: string
  /** Tagged, not deleted: a particle carries no weight in keys. */
  readonly isParticle: boolean
}

/** The folded words of a name; `Abdulrahman` and «عبدالرحمن» are two words, abd + rahman. */
export function nameWords(text: string): readonly NameWord[] {
  const words = foldName(text).split(' ').flatMap(splitServantName)
  const tagged = words.map((word) => ({ word, isParticle: PARTICLES.has(word) }))
  // A name that is nothing but a particle ("An", "Ben") is a name.
  return tagged.every((one) => one.isParticle)
    ? tagged.map(({ word }) => ({ word, isParticle: false }))
    : tagged
}

/** Latin, Cyrillic and Arabic spellings of "servant of the …", except Abdullah itself. */
const SERVANT =
  /^(abd|абд|عبد)(?:[aeiou]l?|[аеиоуэ]л?|ال)(?!l?lah?$|л?лах?$|له$)(?=.{3})|^(abd|абд)(?:[aeou]l|[аеоуэ]л)$/u

function splitServantName(word: string): string[] {
  const match = SERVANT.exec(word)
  if (match === null) return word === '' ? [] : [word]
  const rest = word.slice(match[0].length)
  return [match[1] ?? match[2] ?? '', rest].filter((part) => part !== '')
}

/** The article written together with its word, as Arabic does: «الحسینی» is also «حسینی». */
export function withoutArticle(word: string): string {
  return /^ال.{3}/u.test(word) ? word.slice(2) : word
}

/**
 * The consonant skeleton of a name, the same for its Arabic, Persian, Cyrillic and Latin
 * spellings: «محمد», Mohammed and Мухаммад give `mhmd`. Words keep their order.
 */
export function skeleton(text: string): string {
  return nameWords(text)
    .filter((one) => !one.isParticle)
    .map(({ word }) => wordSkeleton(withoutArticle(word)))
    .filter((key) => key !== '')
    .join(' ')
}

/** Marks a skeleton among search keys, so that it never meets a word that looks like it. */
export const SKELETON_MARK = '~'

/**
 * The keys under which a person is found: every folded word, and `~` + the skeleton of each.
 * A search folds what was typed in the same way and looks for its keys.
 */
export function searchKeys(names: readonly Pick<NamePart, 'text'>[]): readonly string[] {
  const keys = new Set<string>()
  for (const { text } of names) {
    for (const { word, isParticle } of nameWords(text)) {
      if (isParticle) continue
      // «الهام» (Elham) starts like an article and is none: both readings are keys.
      for (const reading of new Set([word, withoutArticle(word)])) {
        keys.add(reading)
        const key = wordSkeleton(reading)
        if (key.length > 1) keys.add(SKELETON_MARK + key)
      }
    }
  }
  return [...keys]
}
