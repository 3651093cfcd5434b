import type { ClaimValue } from '../domain/claim.ts'
import type { ClaimFigureView } from '../domain/claim-views.ts'

/** A value as a terminal shows it; a bound that was not said is not made up. */
export function valueText(value: ClaimValue): string {
  switch (value.kind) {
    case 'exact':
      return String(value.point)
    case 'about':
      return `about ${value.point}`
    case 'at_least':
      return `at least ${value.low}`
    case 'at_most':
      return `at most ${value.high}`
    case 'between':
      return `${value.low} to ${value.high}${value.point === undefined ? '' : `, most likely ${value.point}`}`
    case 'zero':
      return '0'
    case 'unquantified':
      return 'without a number'
  }
}

/** A figure in one line: its value or its range, its unit, how it stands. */
export function figureText(figure: ClaimFigureView): string {
  const { statement, unit, status } = figure
  return `${statement.measure} of ${statement.subject}: ${rangeText(figure)} ${unit}, ${status.replaceAll('_', ' ')}`
}

export function rangeText({
  low,
  best,
  high,
  approximate,
}: Pick<ClaimFigureView, 'low' | 'best' | 'high' | 'approximate'>): string {
  const about = approximate ? 'about ' : ''
  const range =
    low === null && high === null
      ? ''
      : high === null
        ? `at least ${low}`
        : low === null
          ? `at most ${high}`
          : low === high
            ? String(low)
            : `${low} to ${high}`
  if (best === null) return range === '' ? 'no number' : range
  return range === String(best) ? `${about}${best}` : `${about}${best} (said: ${range})`
}
