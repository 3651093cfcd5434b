import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { reportCalendars } from '../../actions/report-calendars.ts'
import type { Gold, GoldScore } from './score-gold.ts'
import { scoreGold } from './score-gold.ts'

async function score(half: string): Promise<GoldScore> {
  const file = new URL(`../../../testdata/reading/${half}.json`, import.meta.url)
  const gold = JSON.parse(await readFile(file, 'utf8')) as Gold
  expect(gold.timelines.length).toBeGreaterThanOrEqual(12)
  return scoreGold(gold, reportCalendars(), 'The publisher')
}

function shown(half: string, { f1, slots, sure, critical, gold, read, right }: GoldScore): string {
  const parts = Object.entries(slots).map(([slot, own]) => `${slot} ${own.f1.toFixed(3)}`)
  const errors = Object.entries(critical).map(([kind, count]) => `${kind} ${count}`)
  return [
    `${half}: tuple F1 ${f1.toFixed(3)} (${right} right of ${read} read and ${gold} wanted); ${parts.join(', ')}`,
    `  sure: precision ${sure.precision.toFixed(3)}, recall ${sure.recall.toFixed(3)}; ${errors.join(', ')}`,
  ].join('\n')
}

// Numbers only: what was wrong in the held-out half is not to be looked at while tuning.
test.each([
  ['tune', 0.93, 0.97],
  ['third', 0.85, 0.97],
  ['fourth', 0.9, 0.97],
  ['held-out', 0.8, 0.94],
])('%s: is the reading as good as docs/reading.md says?', async (half, f1, precision) => {
  const scored = await score(half)
  process.stdout.write(`${shown(half, scored)}\n`)
  expect(scored.f1).toBeGreaterThanOrEqual(f1)
  expect(scored.sure.precision).toBeGreaterThanOrEqual(precision)
  expect(scored.sure.recall).toBeGreaterThanOrEqual(0.45)
  expect(scored.critical.none_as_some).toBe(0)
  expect(scored.critical.label_outside_quotation).toBe(0)
})
