import type { Claim, ClaimPart, ClaimSpan, Hop, Statement } from '../../domain/claim.ts'
import type { Issue } from '../../domain/errors.ts'
import { isCounted } from '../../domain/measure.ts'

/**
 * A claim as a program proposes it: a person confirms, edits or rejects it. What the text leaves
 * open (a subject, a place, an event) is absent and filled in by that person.
 */
export interface ProposedClaim extends Pick<
  Claim,
  'value' | 'asOf' | 'reportedOn' | 'stance' | 'extractor' | 'spans'
> {
  readonly statement: Pick<Statement, 'measure'> & Partial<Statement>
  /** An agent is the handle of a body that was recognised; one without agent stays a span. */
  readonly hops: readonly Hop[]
}

/** Parts without which nothing can be confirmed: where it stands, and its number. */
function neededParts(claim: {
  readonly statement: Pick<Statement, 'measure'>
}): readonly ClaimPart[] {
  return isCounted(claim.statement.measure) ? ['sentence', 'value'] : ['sentence']
}

/** What keeps a proposal from being taken: no span, no claim. Empty when it is sound. */
export function checkProposal(
  claim: Pick<ProposedClaim, 'spans'> & { readonly statement: Pick<Statement, 'measure'> },
  text: string,
): readonly Issue[] {
  const sentence = claim.spans.find((span) => span.part === 'sentence')
  return [
    ...neededParts(claim)
      .filter((part) => !claim.spans.some((span) => span.part === part))
      .map((part) => ({
        code: 'no_span',
        path: `spans.${part}`,
        message: `The claim does not say where its ${part} stands in the text.`,
      })),
    ...claim.spans.flatMap((span, at) => checkSpan(span, at, text, sentence)),
  ]
}

function checkSpan(
  span: ClaimSpan,
  at: number,
  text: string,
  sentence: ClaimSpan | undefined,
): readonly Issue[] {
  const whole = Number.isInteger(span.start) && Number.isInteger(span.end)
  if (!whole || span.start < 0 || span.end <= span.start || span.end > text.length)
    return [
      {
        code: 'bad_span',
        path: `spans.${at}`,
        message: `The span of the ${span.part} is not inside the text of ${text.length} characters.`,
      },
    ]
  const own: readonly ClaimPart[] = ['value']
  if (
    own.includes(span.part) &&
    sentence !== undefined &&
    (span.start < sentence.start || span.end > sentence.end)
  )
    return [
      {
        code: 'span_elsewhere',
        path: `spans.${at}`,
        message: `The ${span.part} stands outside the sentence that it is read from.`,
      },
    ]
  return []
}
