import type { Named, Range } from './noun-phrase.ts'
import type { Stance } from '../../domain/claim.ts'

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
  /** Goes on from the sentence before: its ranges are of that one, and mean nothing here. */
  readonly isCarried?: boolean
}

export function make(
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
