import type {
  Claim,
  ClaimFile,
  ClaimLinkType,
  ClaimValue,
  EvidenceKind,
  Hop,
  Statement,
} from '../domain/claim.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import type { Measure } from '../domain/measure.ts'

/** What one claim of a story says; the day of saying is the day of recording. */
interface Said {
  readonly by?: string
  readonly on: string
  readonly measure?: Measure
  readonly value?: ClaimValue
  readonly hops?: readonly Hop[]
  readonly statement?: Partial<Statement>
  readonly stance?: Claim['stance']
  readonly asOf?: string
  readonly confirmed?: boolean
}

/** Builds a file of claims as a test tells it, each word recorded at noon of its day. */
export class ClaimStory {
  readonly #file = {
    documents: [] as { id: DocumentId; publisher: string }[],
    claims: [] as Claim[],
    decisions: [] as ClaimFile['decisions'][number][],
    links: [] as ClaimFile['links'][number][],
    evidence: [] as ClaimFile['evidence'][number][],
  }

  get file(): ClaimFile {
    return this.#file
  }

  say(said: Said): ClaimId {
    const nth = this.#file.claims.length + 1
    const id = `claim-${String(nth).padStart(3, '0')}` as ClaimId
    const documentId = `document-${nth}` as DocumentId
    const { measure = 'killed', value = { kind: 'exact', point: 1 } } = said
    this.#file.documents.push({ id: documentId, publisher: said.by ?? 'agency-a' })
    this.#file.claims.push({
      id,
      documentId,
      statement: {
        subject: 'camp-l',
        measure,
        population: 'all',
        place: 'camp-l',
        ...(measure === 'killed' ? { event: 'attack-one' } : {}),
        ...said.statement,
      },
      value,
      asOf: { from: said.asOf ?? said.on, to: said.asOf ?? said.on, calendar: 'gregorian' },
      reportedOn: said.on,
      recordedAt: noon(said.on),
      stance: said.stance ?? 'asserts',
      hops: said.hops ?? [],
      extractor: 'hand',
      spans: [],
    })
    if (said.confirmed !== false) this.decide(id, 'confirmed', said.on)
    return id
  }

  decide(claimId: ClaimId, verdict: 'confirmed' | 'rejected', on: string): void {
    this.#file.decisions.push({ claimId, verdict, recordedAt: noon(on) })
  }

  link(from: ClaimId, type: ClaimLinkType, to: ClaimId, on: string): void {
    this.#file.links.push({ from, to, type, recordedAt: noon(on) })
  }

  evidence(claimId: ClaimId, kind: EvidenceKind, on: string, documentId?: DocumentId): void {
    this.#file.evidence.push({
      claimId,
      kind,
      ...(documentId === undefined ? {} : { documentId }),
      recordedAt: noon(on),
    })
  }
}

function noon(day: string): string {
  return `${day}T12:00:00.000Z`
}
