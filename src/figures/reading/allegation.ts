import type { SentenceReading } from './sentence-claims.ts'
import type { Sentence } from './sentence.ts'
import type { Token } from './token.ts'
import { isCapital } from './token.ts'

const ACCUSING = new Set(
  'accused accuses accuse suspected charged convicted indicted wanted blamed alleged sentenced'.split(
    ' ',
  ),
)
const HARMING = new Set(
  'killed murdered shot stabbed kidnapped abducted tortured beaten raped robbed smuggled poisoned'.split(
    ' ',
  ),
)
const BODIES =
  /^(?:agency|association|army|authority|board|brigade|bureau|camp|campaign|centre|center|charity|church|city|commission|committee|community|company|council|court|department|directorate|force|forces|forum|foundation|front|fund|government|group|guard|hands|hospital|house|institute|league|mission|ministry|movement|network|office|organisation|organization|parliament|party|police|post|republic|secretariat|service|society|state|states|support|trust|union|university|watch|watchers|wire)$/

/**
 * True when a sentence accuses a person by name who is no body: "X is accused of killing three".
 * Then nothing of it is proposed, so that no private name gets into the claims.
 */
export function namesPrivatePerson(
  { tokens }: Sentence,
  { attributions }: SentenceReading,
): boolean {
  for (let at = 0; at < tokens.length; at += 1) {
    const { lower = '' } = tokens[at] ?? {}
    const isAccusing = ACCUSING.has(lower)
    if (!isAccusing && !HARMING.has(lower)) continue
    const end = nameEnd(tokens, at)
    if (end !== undefined && isPersonName(tokens, end)) {
      const isSpeaker = attributions.some(
        ({ source }) => source !== undefined && end > source.from && end <= source.to,
      )
      const isPassive = ['was', 'were', 'been', 'being', 'is', 'are'].includes(
        tokens[at - 1]?.lower ?? '',
      )
      if (!isSpeaker && (isAccusing || !isPassive)) return true
    }
    if (
      isAccusing &&
      ['accused', 'accuses', 'accuse', 'blamed'].includes(lower) &&
      isPersonName(tokens, afterName(tokens, at + 1))
    )
      return true
  }
  return false
}

function nameEnd(tokens: readonly Token[], verb: number): number | undefined {
  for (let at = verb; at > 0 && verb - at < 5; at -= 1) if (isCapital(tokens[at - 1])) return at
  return undefined
}

function afterName(tokens: readonly Token[], from: number): number {
  let at = from
  while (isCapital(tokens[at])) at += 1
  return at
}

/** Two or three capitalised words without an article or the name of a kind of body. */
function isPersonName(tokens: readonly Token[], end: number): boolean {
  let from = end
  while (from > 0 && end - from < 5 && isCapital(tokens[from - 1])) from -= 1
  const words = tokens.slice(from, end)
  if (words.length < 2 || words.length > 3) return false
  if (words.some((word) => BODIES.test(word.lower) || word.text === word.text.toUpperCase()))
    return false
  return (
    !['the', 'of', 'in', 'a'].includes(words[0]?.lower ?? '') &&
    !['the', 'of', 'in', 'at', 'near', 'camp'].includes(tokens[from - 1]?.lower ?? '')
  )
}
