import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { ClaimSpan } from '../../src/domain/claim.ts'

interface Spanned {
  readonly id: string
  readonly spans: readonly ClaimSpan[]
}

interface Piece {
  readonly start: number
  readonly end: number
  readonly inSentence: boolean
  readonly part: ClaimSpan['part'] | undefined
  readonly isOther: boolean
}

/**
 * A text as its source wrote it. Of the chosen claim the sentence and its parts are marked; of the
 * others the number.
 */
export function SpannedText({
  text,
  language,
  chosen,
  others,
}: {
  readonly text: string
  readonly language: string
  readonly chosen: Spanned | undefined
  readonly others: readonly Spanned[]
}): ReactNode {
  const sentence = useRef<HTMLElement>(null)
  useEffect(() => {
    sentence.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen?.id])
  const pieces = cut(text, chosen, others)
  const first = pieces.findIndex((piece) => piece.inSentence)
  return (
    <blockquote className="spanned" lang={language} dir="auto">
      {pieces.map((piece, at) => {
        const words = text.slice(piece.start, piece.end)
        const name = nameOf(piece)
        if (name === undefined) return <span key={piece.start}>{words}</span>
        return (
          <mark
            key={piece.start}
            className={name}
            ref={at === first ? sentence : undefined}
            title={piece.part}
          >
            {words}
          </mark>
        )
      })}
    </blockquote>
  )
}

function nameOf({ part, inSentence, isOther }: Piece): string | undefined {
  if (part !== undefined) return `span-part span-${part}`
  if (inSentence) return 'span-sentence'
  return isOther ? 'span-other' : undefined
}

/** Where any span begins or ends the text is cut, so that marks never overlap. */
function cut(
  text: string,
  chosen: Spanned | undefined,
  others: readonly Spanned[],
): readonly Piece[] {
  const own = chosen?.spans ?? []
  const values = others.flatMap((one) => one.spans.filter((span) => span.part === 'value'))
  const edges = [0, text.length, ...[...own, ...values].flatMap(({ start, end }) => [start, end])]
  const sorted = [...new Set(edges)].toSorted((a, b) => a - b)
  const covers =
    (start: number, end: number) =>
    (span: ClaimSpan): boolean =>
      span.start <= start && end <= span.end
  return sorted.slice(0, -1).map((start, at) => {
    const end = sorted[at + 1] ?? text.length
    const covering = own.filter(covers(start, end))
    const smallest = covering
      .filter((span) => span.part !== 'sentence')
      .toSorted((a, b) => a.end - a.start - (b.end - b.start))[0]
    return {
      start,
      end,
      inSentence: covering.some((span) => span.part === 'sentence'),
      part: smallest?.part,
      isOther: values.some(covers(start, end)),
    }
  })
}
