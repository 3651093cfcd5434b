import type { PublicFigure } from './public-figures.ts'
import { SMALLEST_PUBLIC } from './disclosure.ts'

/** Between which numbers a public figure lies, as the words of the method say it. */
export interface PublicRange {
  readonly low: number
  /** The number shown; undefined where only the range is. */
  readonly best?: number
  readonly high: number
}

/** Off by up to 10, because they are worked out from other rounded numbers (headlines.ts). */
const HANG_TOGETHER: ReadonlySet<string> = new Set([
  'population',
  'with_states_persons',
  'decided',
  'gap',
  'departed_last_90_days',
  'departed_last_365_days',
])

/** The range of what is shown; undefined when the number is withheld. */
export function rangeOf({ id, shown }: PublicFigure): PublicRange | undefined {
  if (shown.as === 'withheld') return undefined
  if (shown.as === 'few') return { low: 1, high: SMALLEST_PUBLIC - 1 }
  if (shown.as === 'exact') return { low: shown.value, best: shown.value, high: shown.value }
  const off = HANG_TOGETHER.has(id) ? 10 : 2
  return { low: Math.max(0, shown.value - off), best: shown.value, high: shown.value + off }
}
