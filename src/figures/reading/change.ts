import type { Quantity } from './quantity.ts'
import type { Token } from './token.ts'

/** What a number has to do with a rise or a fall: by how much, up to what, from what. */
export interface Change {
  readonly direction: 'up' | 'down'
  readonly role: 'by' | 'to' | 'from'
}

const UP = new Set(
  (
    'rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb climbs ' +
    'climbed climbing jump jumps jumped jumping surge surges surged surging gain gains gained soar soars soared raise ' +
    'raises raised raising double doubled advance advances advanced swell swelled swollen expand expanded up higher ' +
    'rebound rebounded add added lift lifted'
  ).split(' '),
)
const DOWN = new Set(
  (
    'fall falls fell fallen falling decrease decreases decreased decline declines declined declining drop drops dropped ' +
    'dropping shrink shrinks shrank shrunk slide slides slid sink sinks sank sunk plunge plunges plunged tumble tumbled ' +
    'cut cuts reduce reduces reduced reducing lower lowers lowered lowering lose loses lost slip slips slipped halve ' +
    'halved dip dipped down'
  ).split(' '),
)
/** "rose", "cut", "up". */
export function isChangeVerb({ lower }: Token): boolean {
  return UP.has(lower) || DOWN.has(lower)
}

const REACH = 14

/** The change that a number belongs to; undefined when none is spoken of before it. */
export function changeOf(tokens: readonly Token[], quantity: Quantity): Change | undefined {
  const before = tokens[quantity.from - 1]?.lower ?? ''
  for (let at = quantity.from - 1; at >= 0 && quantity.from - at <= REACH; at -= 1) {
    const { lower = '', text = '' } = tokens[at] ?? {}
    if ([';', ':', '.'].includes(text)) return undefined
    const direction = UP.has(lower) ? 'up' : DOWN.has(lower) ? 'down' : undefined
    if (direction === undefined) continue
    if (before === 'to' || before === 'at') return { direction, role: 'to' }
    if (before === 'from') return { direction, role: 'from' }
    const isNext = quantity.from - at <= 2
    return before === 'by' || isNext ? { direction, role: 'by' } : undefined
  }
  return undefined
}
