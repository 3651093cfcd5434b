import { requireAccess } from '../domain/access.ts'
import { parseInput, ReportHead } from '../domain/claim-schema.ts'
import type { ClaimsAddedView } from '../domain/claim-views.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { checkProposal } from '../figures/claims/claim.ts'
import type { StatementDefaults } from '../figures/claims/from-reading.ts'
import { fromReading } from '../figures/claims/from-reading.ts'
import type { ReadClaim } from '../figures/reading/read-claim.ts'
import { listBodies } from '../storage/bodies.ts'
import { writeClaims } from './add-claims.ts'
import { act } from './at-work.ts'
import type { Desk } from './desk.ts'
import { reportCalendars } from './report-calendars.ts'

export interface ReportAsked extends StatementDefaults {
  readonly publisher: string
  readonly publishedOn: PlainDate
  readonly language?: string
  readonly url?: string
  readonly text: string
  /** What `onward read --json` said of this very text; without it the text is read here. */
  readonly proposals?: unknown
}

/** Keeps a report and proposes its claims. A person confirms, corrects or rejects each. */
export async function addReport(desk: Desk, asked: ReportAsked): Promise<ClaimsAddedView> {
  requireAccess(desk.actor, 'claim.add')
  parseInput(ReportHead, asked, 'What was said beside the report')
  const { text, publishedOn, proposals } = asked
  const read =
    proposals === undefined ? await readHere(text, asked) : claimsOfReading(proposals, text)
  return act(desk, 'claim.add', async (tx) => {
    const { claims, leftOut } = fromReading(read, await listBodies(tx), asked)
    const sound = claims.filter((claim) => checkProposal(claim, text).length === 0)
    const added = await writeClaims(tx, desk, {
      bodies: [],
      documents: [
        {
          publisher: asked.publisher,
          publishedOn,
          language: asked.language ?? 'en',
          ...(asked.url === undefined ? {} : { url: asked.url }),
          text,
          claims: [...sound],
        },
      ],
    })
    return {
      ...added,
      leftOut: [
        ...leftOut,
        ...(sound.length === claims.length
          ? []
          : [
              {
                code: 'bad_span',
                message: `${claims.length - sound.length} proposals do not stand where they say in this text.`,
              },
            ]),
      ],
    }
  })
}

async function readHere(
  source: string,
  { publishedOn: published, publisher }: Pick<ReportAsked, 'publishedOn' | 'publisher'>,
): Promise<readonly ReadClaim[]> {
  // Loaded here, so that every other command starts without the reader.
  const { readReports } = await import('../figures/reading/read-report.ts')
  return readReports([{ source, published, publisher }], reportCalendars())[0]?.claims ?? []
}

/** The claims of the one report in what `onward read --json` wrote, checked word for word. */
function claimsOfReading(given: unknown, text: string): readonly ReadClaim[] {
  const { reports } = (given ?? {}) as { readonly reports?: readonly { claims?: unknown }[] }
  const claims = reports?.length === 1 ? reports[0]?.claims : undefined
  if (!Array.isArray(claims))
    throw new DomainError(
      'invalid_input',
      'The proposals are not what `onward read REPORT --json` writes for one report. Read this report again.',
    )
  const isOfText = (claims as readonly Partial<ReadClaim>[]).every(
    (claim) =>
      Array.isArray(claim.spans) &&
      Array.isArray(claim.hops) &&
      claim.spans.every((span) => text.slice(span.start, span.end) === span.text),
  )
  if (!isOfText)
    throw new DomainError(
      'invalid_input',
      'The proposals were read from another text: their words do not stand where they say. Read this report again.',
    )
  return claims as readonly ReadClaim[]
}
