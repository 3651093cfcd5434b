import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { z } from 'zod'
import { requireAccess } from '../../domain/access.ts'
import { canonical } from '../../domain/canonical.ts'
import { DomainError } from '../../domain/errors.ts'
import { recipientOf, seal } from '../../exchange/states/sealed-file.ts'
import type { SignedReceipt, TransmissionFile } from '../../exchange/states/transmission-file.ts'
import {
  answersTemplate,
  RECEIPT_FORMAT,
  TRANSMISSION_FORMAT,
} from '../../exchange/states/transmission-file.ts'
import type { Tx } from '../../storage/database.ts'
import { newReference } from '../../storage/ids.ts'
import { listSnapshots } from '../../storage/states/snapshots.ts'
import type { StoredSnapshot } from '../../storage/states/snapshots.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import { findStateFile, insertStateFile } from '../../storage/states/state-files.ts'
import { listStateKeys } from '../../storage/states/state-keys.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { look, takeOut } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { notBeforeState } from './get-transmission.ts'

const WORD_BYTES = 24

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

export interface SentFile {
  readonly bytes: Uint8Array
  readonly receipt: SignedReceipt
}

/**
 * Makes the file in which a State without access gets the last snapshots of these cases, encrypted
 * to the State's key, and the signed receipt of it. On record before it is handed out.
 */
export async function sendFile(
  desk: Desk,
  references: readonly string[],
  /** The identity to which the State encrypts its answers. */
  answerIdentity: string,
): Promise<SentFile> {
  requireAccess(desk.actor, 'states.send')
  const answerTo = await recipientOf(answerIdentity)
  const key = await desk.db.auditKey()
  const work = async (tx: Tx): Promise<SentFile> => {
    const sent = await readSent(tx, references)
    const { state } = sent[0]?.submission ?? { state: '' }
    const recipient = (await listStateKeys(tx)).find((one) => one.state === state)?.recipient
    if (recipient === undefined)
      throw new DomainError(
        'not_found',
        `No public key of ${state} is kept here, so nothing can be encrypted to it. Keep one with \`onward state key ${state} age1…\`.`,
      )
    const by = { actor: desk.actor.handle, recordedAt: desk.now().toISOString() }
    const file = newReference('T')
    const word = randomBytes(WORD_BYTES).toString('base64url')
    const snapshots = sent.map(({ last: { snapshot, sha256 } }) => ({ snapshot, sha256 }))
    const content: TransmissionFile = {
      format: TRANSMISSION_FORMAT,
      file,
      state,
      sentAt: by.recordedAt,
      answerTo,
      snapshots,
      answers: answersTemplate(file, word, snapshots),
    }
    const bytes = await seal(JSON.stringify(content, null, 2), recipient)
    const cases = sent.map(({ submission, last }) => ({
      submissionId: submission.submissionId,
      reference: submission.reference,
      version: last.snapshot.version,
      sha256: last.sha256,
    }))
    const sites = new Map(sent.map(({ submission }) => [submission.submissionId, submission.site]))
    const fileSha256 = sha256Of(bytes)
    const kept = { reference: file, state, fileSha256, wordSha256: sha256Of(word), ...by, cases }
    await insertStateFile(tx, kept, sites)
    await insertActs(
      tx,
      cases.map(({ submissionId, reference, version }) => ({
        state,
        kind: 'file_sent',
        side: 'office',
        ...by,
        facts: { file, version: String(version) },
        of: { submissionId, reference, site: sites.get(submissionId) ?? '' },
      })),
    )
    for (const one of cases) tx.touched.add(`submission:${one.submissionId}`)
    const receipt = {
      format: RECEIPT_FORMAT,
      file,
      state,
      sentAt: by.recordedAt,
      sentBy: by.actor,
      fileSha256,
      cases: cases.map(({ reference, version, sha256 }) => ({ case: reference, version, sha256 })),
      key: key.id,
    } as const
    const signature = key.sign(Buffer.from(canonical(receipt))).toString('base64')
    return { bytes, receipt: { ...receipt, signature } }
  }
  const facts = ({ receipt: { state, file, cases } }: SentFile) => ({
    state,
    file,
    rows: cases.length,
  })
  return takeOut(desk, 'states.send', work, facts)
}

interface Sent {
  readonly submission: StateSubmission
  readonly last: StoredSnapshot
}

async function readSent(tx: Tx, references: readonly string[]): Promise<readonly Sent[]> {
  const wanted = [...new Set(references.map((one) => one.toUpperCase()))]
  const found = await listStateSubmissions(tx, wanted)
  const missing = wanted.find((one) => !found.some(({ reference }) => reference === one))
  if (missing !== undefined || found.length === 0) throw notBeforeState(missing ?? '')
  if (new Set(found.map((one) => one.state)).size > 1)
    throw new DomainError(
      'invalid_input',
      'These cases are before several States. Send each State a file of its own.',
    )
  const snapshots = await listSnapshots(
    tx,
    found.map((one) => one.submissionId),
  )
  return found.map((submission) => {
    const last = snapshots.findLast((one) => one.submissionId === submission.submissionId)
    if (last === undefined) throw notBeforeState(submission.reference)
    return { submission, last }
  })
}

const ReceiptShape = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  file: z.string().max(40),
  state: z.string().max(3),
  sentAt: z.string().max(40),
  sentBy: z.string().max(100),
  fileSha256: z.string().length(64),
  cases: z
    .array(z.strictObject({ case: z.string(), version: z.number(), sha256: z.string() }))
    .max(10_000),
  key: z.string().max(64),
  signature: z.string().max(200),
})

/** What a receipt proves: that this operation signed it, and that its record says the same. */
export async function readReceipt(
  desk: Desk,
  text: string,
  /** The encrypted file, to compare its hash. */
  file?: Uint8Array,
): Promise<SignedReceipt> {
  requireAccess(desk.actor, 'states.send')
  const receipt = parseReceipt(text)
  const { signature, ...signed } = receipt
  const key = await desk.db.auditKey()
  if (signed.key !== key.id)
    throw new DomainError(
      'rule_broken',
      `The receipt was signed by the key ${signed.key.slice(0, 16)}, not by this operation's key ${key.id}. Check it where that key is, or put that key back.`,
    )
  const bytes = Buffer.from(canonical(signed))
  if (!verify(null, bytes, createPublicKey(key.publicKey), Buffer.from(signature, 'base64')))
    throw new DomainError(
      'rule_broken',
      'The receipt is not as it was signed: something in it was changed.',
    )
  const kept = await look(desk, (tx) => findStateFile(tx, signed.file))
  const told = kept && {
    state: kept.state,
    fileSha256: kept.fileSha256,
    cases: kept.cases.map(({ reference, version, sha256 }) => ({
      case: reference,
      version,
      sha256,
    })),
  }
  const { state, fileSha256, cases } = signed
  if (canonical(told) !== canonical({ state, fileSha256, cases }))
    throw new DomainError(
      'rule_broken',
      `The receipt is signed, but this operation's record of file ${signed.file} says otherwise or is not there. Is it of another operation, or was a backup restored?`,
    )
  if (file !== undefined && sha256Of(file) !== fileSha256)
    throw new DomainError(
      'rule_broken',
      `This is not the file that was sent as ${signed.file}: its hash is another.`,
    )
  return receipt
}

function parseReceipt(text: string): SignedReceipt {
  try {
    return ReceiptShape.parse(JSON.parse(text))
  } catch (error) {
    throw new DomainError(
      'invalid_input',
      'This is no receipt of Onward. `onward state send` writes one beside the encrypted file.',
      { cause: error },
    )
  }
}
