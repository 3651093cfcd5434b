import type { Issue } from '../domain/errors.ts'
import type { Stated } from '../storage/batches.ts'

/** Keeps the facts that a row states; each fact as text, so that facts compare. */
export function statedFacts(facts: Readonly<Record<string, string | undefined>>): Stated {
  const kept: Record<string, string> = {}
  for (const [fact, value] of Object.entries(facts)) if (value !== undefined) kept[fact] = value
  return kept
}

/** Whether one of these facts is stated, and otherwise than the last import stated it. */
export function isNews(
  now: Stated,
  last: Stated | undefined,
  ...facts: readonly [string, ...string[]]
): boolean {
  return facts.some((fact) => now[fact] !== undefined && now[fact] !== last?.[fact])
}

/** Says that a record made here since stays, though the row says otherwise. */
export function keptAsRecorded(row: number, column: string): Issue {
  return {
    code: 'kept_as_recorded',
    row,
    column,
    message:
      'What was recorded here differs and stays — correct the row, or record the change by hand if the register is right.',
  }
}
