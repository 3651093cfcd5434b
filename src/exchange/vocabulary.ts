import { headerKey } from './match-headers.ts'

/** The closed words of one field: what people write, and the value it means. */
export interface Vocabulary<Value extends string> {
  readonly find: (written: string) => Value | undefined
  /** The values, for a message that says what would help. */
  readonly values: readonly Value[]
}

/** Cells repeat a lot: folding each once keeps 100,000 rows fast. */
const MOST_REMEMBERED = 1_000

/**
 * Makes a vocabulary from its values and, for each, other words (any case, blanks or
 * underscores). Values stand for themselves.
 */
export function vocabulary<Value extends string>(
  values: readonly Value[],
  words?: Readonly<Partial<Record<Value, string>>>,
): Vocabulary<Value> {
  const byKey = new Map<string, Value>()
  for (const value of values) {
    const others: string | undefined = words?.[value]
    for (const word of [value, ...(others?.split(',') ?? [])]) byKey.set(headerKey(word), value)
  }
  const remembered = new Map<string, Value | undefined>()
  const find = (written: string): Value | undefined => {
    if (remembered.has(written)) return remembered.get(written)
    const value = byKey.get(headerKey(written))
    if (remembered.size < MOST_REMEMBERED) remembered.set(written, value)
    return value
  }
  return { find, values }
}
