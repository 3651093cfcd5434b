import { isLoaded } from './loaded-label.ts'
import type { Named, Range } from './noun-phrase.ts'
import type { ReadHop, ReadSpan } from './read-claim.ts'
import type { NamesOfText } from './read-names.ts'
import type { TokenClaim } from './token-claim.ts'
import type { Token } from './token.ts'

const UNNAMED = new Set(['anonymous', 'unnamed', 'unidentified'])

/** Who says it first, then everyone who passed it on. Empty: the document says it itself. */
export function hopsOf(
  { attribution, outer }: Pick<TokenClaim, 'attribution' | 'outer'>,
  tokens: readonly Token[],
  text: string,
  names: NamesOfText,
  span: (from: number, to: number) => ReadSpan,
): ReadHop[] {
  if (attribution === undefined) return []
  const { source, relays, isAnonymous } = attribution
  if (source === undefined) return [{ relation: 'says', isAnonymous }]
  const hop = (named: Named, relation: ReadHop['relation']): ReadHop => {
    const name = names.resolve(named, tokens, text)
    const hides = tokens
      .slice(named.from, named.to + 6)
      .some((token, at) => UNNAMED.has(token.lower) || isNotNamed(tokens, named.from + at))
    return {
      relation,
      span: span(named.from, named.to),
      // A label that others use never becomes a name: it stays in its quotation.
      ...(name === undefined || isLoaded(name) ? {} : { name }),
      isAnonymous: hides,
    }
  }
  // "The union said it had counted": the pronoun is whoever the saying around it names.
  const [around, ...further] = outer
  const isPronoun =
    source.to - source.from === 1 &&
    ['it', 'they', 'he', 'she'].includes(tokens[source.from]?.lower ?? '')
  if (isPronoun && around?.source !== undefined)
    return hopsOf(
      {
        attribution: { ...attribution, source: around.source, relays: around.relays },
        outer: further,
      },
      tokens,
      text,
      names,
      span,
    )
  const plain = (range: Range): Named => ({ beside: [], ...range })
  return [
    hop(source, 'says'),
    ...relays.map(({ range, relation }) => hop(plain(range), relation)),
    ...outer.flatMap((one) => (one.source === undefined ? [] : [hop(one.source, 'says')])),
  ]
}

/** "who asked not to be named", "on condition of anonymity". */
function isNotNamed(tokens: readonly Token[], at: number): boolean {
  const lower = tokens[at]?.lower
  return (
    lower === 'anonymity' ||
    (lower === 'not' &&
      tokens[at + 1]?.lower === 'to' &&
      ['named', 'identified', 'quoted'].includes(tokens[at + 3]?.lower ?? ''))
  )
}
