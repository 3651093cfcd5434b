import type { ReactNode } from 'react'
import type { ClaimValue } from '../../src/domain/claim.ts'
import type { ClaimFigure } from '../../src/domain/claim-figure.ts'
import type { Speaker } from '../texts/speaker.ts'
import { useSpeaker } from '../texts/language.tsx'

type Say = Speaker['say']

/** A claim's number in words: a bound that was not said is not shown. */
export function valueWords(value: ClaimValue, say: Say, number: Speaker['number']): string {
  switch (value.kind) {
    case 'exact':
      return number(value.point)
    case 'about':
      return say('said.about', { n: value.point })
    case 'at_least':
      return say('said.atLeast', { n: value.low })
    case 'at_most':
      return say('said.atMost', { n: value.high })
    case 'between':
      return say('said.fromTo', { low: value.low, high: value.high })
    case 'unquantified':
    case 'zero':
      return say(`valueKind.${value.kind}`)
  }
}

type Numbers = Pick<ClaimFigure, 'low' | 'best' | 'high'> & { readonly approximate?: boolean }

/** The range of what was said; the empty text when nothing with a number was. */
export function rangeWords({ low, high }: Numbers, say: Say, number: Speaker['number']): string {
  if (low === null) return high === null ? '' : say('said.atMost', { n: high })
  if (high === null) return say('said.atLeast', { n: low })
  return low === high ? number(low) : say('said.fromTo', { low, high })
}

/** The number first, where there is one, else the range. */
export function figureWords(figure: Numbers, say: Say, number: Speaker['number']): string {
  const { best, approximate } = figure
  if (best !== null) return approximate === true ? say('said.about', { n: best }) : number(best)
  return rangeWords(figure, say, number) || say('said.noNumber')
}

/** A figure's number with its unit, as one piece. */
export function SaidNumber({
  figure,
}: {
  readonly figure: Numbers & { readonly unit: ClaimFigure['unit'] }
}): ReactNode {
  const { say, number } = useSpeaker()
  return (
    <span className="count">
      <strong>{figureWords(figure, say, number)}</strong>{' '}
      {say(`said.unit.${figure.unit}`, { n: figure.best ?? figure.high ?? figure.low ?? 0 })}
    </span>
  )
}
