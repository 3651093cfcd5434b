import type { Snapshot } from '../../domain/snapshot.ts'
import type { StateCode } from '../../domain/state-code.ts'

/** What a State without access is sent, as JSON inside an age file (docs/states-room.md). */
export interface TransmissionFile {
  readonly format: typeof TRANSMISSION_FORMAT
  /** The reference of this file; answers name it. */
  readonly file: string
  readonly state: StateCode
  readonly sentAt: string
  /** The key to which answers are encrypted. */
  readonly answerTo: string
  readonly snapshots: readonly { readonly snapshot: Snapshot; readonly sha256: string }[]
  /** To fill in and send back. */
  readonly answers: AnswersTemplate
}

export const TRANSMISSION_FORMAT = 'onward-transmission/1'
export const ANSWERS_FORMAT = 'onward-answers/1'

/** Answers with nothing said yet; a field left empty says nothing. */
export interface AnswersTemplate {
  readonly format: typeof ANSWERS_FORMAT
  readonly file: string
  /** Known only to who opened the file. */
  readonly word: string
  readonly cases: readonly {
    readonly case: string
    readonly version: number
    readonly sha256: string
    readonly answer: ''
    readonly why: ''
    readonly until: ''
    readonly reasonKind: ''
    readonly question: ''
    readonly members: readonly {
      readonly person: string
      readonly decision: ''
      readonly reasonKind: ''
    }[]
  }[]
}

/** The template for these snapshots. */
export function answersTemplate(
  file: string,
  word: string,
  snapshots: TransmissionFile['snapshots'],
): AnswersTemplate {
  return {
    format: ANSWERS_FORMAT,
    file,
    word,
    cases: snapshots.map(({ snapshot, sha256 }) => ({
      case: snapshot.case,
      version: snapshot.version,
      sha256,
      answer: '',
      why: '',
      until: '',
      reasonKind: '',
      question: '',
      members: snapshot.members.map(({ person }) => ({ person, decision: '', reasonKind: '' })),
    })),
  }
}

/** What was sent, signed: kept by who sent it, and shown to whoever asks. */
export interface Receipt {
  readonly format: typeof RECEIPT_FORMAT
  readonly file: string
  readonly state: StateCode
  readonly sentAt: string
  readonly sentBy: string
  /** Of the encrypted file as it left. */
  readonly fileSha256: string
  readonly cases: readonly {
    readonly case: string
    readonly version: number
    readonly sha256: string
  }[]
  /** Which key signed it: the operation's audit key. */
  readonly key: string
}

export const RECEIPT_FORMAT = 'onward-receipt/1'

export interface SignedReceipt extends Receipt {
  /** Ed25519 over the canonical JSON of the rest, as base64. */
  readonly signature: string
}
