import type { PlacedFile } from '../actions/place-file.ts'
import { table } from './terminal.ts'

/** Localities shown at most; the result has all. */
const MOST_SHOWN = 40

/** A plan in a few lines, then what is used of every locality, or why there is none. */
export function placedText(placed: PlacedFile): string {
  if (placed.conflict !== undefined)
    return [
      'There is no plan: demands conflict.',
      ...placed.conflict.map((one) => `  ${one}`),
    ].join('\n')
  const { cases, placed: count, allowedNowhere } = placed
  const nowhere = allowedNowhere > 0 ? ` For ${allowedNowhere} of them no locality is allowed.` : ''
  return [
    `Cases placed: ${count} of ${cases}; unplaced: ${cases - count}.${count < cases ? nowhere : ''}`,
    `Total score: ${figure(placed.objective)}. ${proofText(placed)}`,
    `Seconds: ${placed.seconds.toFixed(2)} for the plan, ${placed.readingSeconds.toFixed(2)} for reading.`,
    '',
    usesText(placed),
  ].join('\n')
}

function proofText({ status, bound, gap }: PlacedFile): string {
  if (status === 'optimal') return 'No plan is better; this is proven.'
  const most = `No plan is above ${figure(bound)}: a gap of ${((gap ?? 0) * 100).toPrecision(2)} %`
  return status === 'feasible' ? `${most}, as asked for.` : `${most}, reached when the time was up.`
}

function usesText({ localities }: PlacedFile): string {
  const shown = localities.slice(0, MOST_SHOWN)
  const resources = shown[0]?.uses.map((use) => use.resource) ?? []
  const header = [
    'locality',
    'cases',
    ...resources.flatMap((one) => [`${one} used`, 'of', 'price']),
  ]
  const rows = shown.map(({ locality, cases, uses }) => [
    locality,
    cases,
    ...uses.flatMap(({ used, capacity, price }) => [used, capacity, figure(price)]),
  ])
  const more = localities.length - shown.length
  return `${table(header, rows)}${more > 0 ? `\n… and ${more} more localities.` : ''}`
}

/** Six digits that count, at most six after the point, and no zeros at the end. */
function figure(value = 0): string {
  return String(Number(Math.abs(value) < 1 ? value.toFixed(6) : value.toPrecision(6)))
}
