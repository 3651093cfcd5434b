import type { Attribution } from './said-by.ts'
import { AUXILIARIES } from './closed-words.ts'
import { HARM, measureWordsAt } from './measure-word.ts'
import type { Quantity } from './quantity.ts'
import type { Token } from './token.ts'

const NOT_ONE = new Set(
  'total number group few lot couple list statement report attack raid blast bomb fire storm second third further new large small boat ship bus lorry truck car house building tent camp village town wall bridge school hospital'.split(
    ' ',
  ),
)

/** "a guard was killed", "killed a guard": one person, harmed. "anyone" in a denial. */
export function singlePersons(
  tokens: readonly Token[],
  isDate: (at: number) => boolean,
  isQuantity: (at: number) => boolean,
  attributions: readonly Attribution[],
): Quantity[] {
  const found: Quantity[] = []
  const lowerAt = (at: number): string => tokens[at]?.lower ?? ''
  const rest = { isShare: false, isMoney: false, isWeak: false }
  for (let at = 0; at < tokens.length; at += 1) {
    const word = lowerAt(at)
    if (
      ['anyone', 'anybody'].includes(word) &&
      attributions.some(({ stance }) => stance === 'denies')
    )
      found.push({
        from: at,
        core: at,
        to: at + 1,
        value: { kind: 'at_least', low: 1 },
        ...rest,
        isPronoun: true,
      })
    if (!['a', 'an', 'another'].includes(word) || isQuantity(at) || isDate(at + 1)) continue
    let verb = at + 2
    while (
      verb < at + 6 &&
      verb < tokens.length &&
      !AUXILIARIES.has(lowerAt(verb)) &&
      measureWordsAt(lowerAt, verb) === undefined
    )
      verb += 1
    if (
      tokens
        .slice(at + 1, verb)
        .some((token) => NOT_ONE.has(token.lower) || token.kind !== 'word' || token.lower === 'of')
    )
      continue
    while (AUXILIARIES.has(lowerAt(verb)) || lowerAt(verb) === 'also') verb += 1
    const cue = measureWordsAt(lowerAt, verb)?.words.find(
      (one) => HARM.has(one.measure) && one.role !== 'noun',
    )
    if (cue === undefined) continue
    const isActive = cue.role === 'object' && !AUXILIARIES.has(lowerAt(verb - 1))
    if (isActive) continue
    let to = at + 1
    while (to < verb && !AUXILIARIES.has(lowerAt(to)) && to < at + 3) to += 1
    found.push({
      from: at,
      core: at,
      to,
      value: { kind: 'exact', point: 1 },
      ...rest,
      isPronoun: false,
    })
  }
  return found
}
