import { timingSafeEqual } from 'node:crypto'
import { requireAccess } from '../../domain/access.ts'
import type { Issue } from '../../domain/errors.ts'
import { DomainError } from '../../domain/errors.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { Answers } from '../../exchange/states/answers-file.ts'
import { parseAnswers } from '../../exchange/states/answers-file.ts'
import { unseal } from '../../exchange/states/sealed-file.ts'
import type { Tx } from '../../storage/database.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import type { StateFile } from '../../storage/states/state-files.ts'
import { listSnapshots } from '../../storage/states/snapshots.ts'
import { findStateFile, noteAnswersRead } from '../../storage/states/state-files.ts'
import { insertMessage } from '../../storage/states/state-messages.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { act } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import type { StateAnswer } from './answer-of-state.ts'
import { recordAnswer, refuseOddClock } from './answer-of-state.ts'
import type { MemberDecision } from './decide-members.ts'
import { recordDecisions } from './decide-members.ts'
import { sha256Of } from './send-file.ts'

export interface AnswersView {
  readonly file: string
  readonly state: StateCode
  /** Of each case that something was said of: what was recorded. */
  readonly cases: readonly {
    readonly case: string
    readonly answer?: string
    readonly accepted: number
    readonly denied: number
    readonly asked: boolean
  }[]
}

/**
 * Takes a State's answers from its encrypted file, all or nothing. Only who opened what was sent
 * knows its word; what was answered on must be the very version that was sent and still be the last.
 */
export async function readAnswersFile(
  desk: Desk,
  bytes: Uint8Array,
  answerIdentity: string,
): Promise<AnswersView> {
  requireAccess(desk.actor, 'submission.decide')
  const answers = parseAnswers(await unseal(bytes, answerIdentity))
  return act(desk, 'submission.decide', async (tx) => {
    const file = await requireFile(tx, answers)
    const by = { actor: desk.actor.handle, recordedAt: desk.now().toISOString() }
    if (!(await noteAnswersRead(tx, file.id, sha256Of(bytes), by)))
      throw new DomainError(
        'conflict',
        'These answers were read before; nothing was recorded again.',
      )
    const submissions = await matched(tx, file, answers)
    const cases: AnswersView['cases'][number][] = []
    for (const one of answers.cases) {
      const submission = submissions.get(one.case)
      if (submission !== undefined) cases.push(await recordCase(tx, desk, file, submission, one))
    }
    for (const one of submissions.values()) tx.touched.add(`submission:${one.submissionId}`)
    return { file: file.reference, state: file.state, cases: cases.filter(saysSomething) }
  })
}

const saysSomething = (one: AnswersView['cases'][number]): boolean =>
  one.answer !== undefined || one.accepted + one.denied > 0 || one.asked

/** The file that was sent, if the answers know its word. One message for both: no way to try words. */
async function requireFile(
  tx: Tx,
  { file, word }: Answers,
): Promise<StateFile & { readonly id: string }> {
  const found = await findStateFile(tx, file)
  const given = Buffer.from(sha256Of(word))
  if (found !== undefined && timingSafeEqual(given, Buffer.from(found.wordSha256))) return found
  throw new DomainError(
    'rule_broken',
    'Nothing was recorded: the answers do not carry the word of a file that was sent from here. They may be forged. Ask the State whether it sent them.',
  )
}

/** Each answered case with its submission; every fault at once. */
async function matched(
  tx: Tx,
  file: StateFile,
  { cases }: Answers,
): Promise<ReadonlyMap<string, StateSubmission>> {
  const open = await listStateSubmissions(
    tx,
    cases.map((one) => one.case),
  )
  const sentSince = new Map(
    (
      await listSnapshots(
        tx,
        open.map((one) => one.submissionId),
      )
    ).map(({ submissionId, snapshot }) => [submissionId, snapshot.version]),
  )
  const issues: Issue[] = []
  const submissions = new Map<string, StateSubmission>()
  for (const [at, one] of cases.entries()) {
    const path = `cases.${at}`
    const sent = file.cases.find((each) => each.reference === one.case)
    const submission = open.find((each) => each.submissionId === sent?.submissionId)
    if (sent === undefined)
      issues.push({
        code: 'not_sent',
        path,
        message: 'This case was not in the file that was sent.',
      })
    else if (sent.version !== one.version || sent.sha256 !== one.sha256)
      issues.push({
        code: 'another_snapshot',
        path,
        message: `Case ${sent.reference} was sent as version ${sent.version}; the answer is to another content.`,
      })
    else if (submission === undefined)
      issues.push({
        code: 'closed',
        path,
        message: `Case ${sent.reference} is not before ${file.state} any more.`,
      })
    else if (sentSince.get(submission.submissionId) !== one.version)
      issues.push({
        code: 'corrected_since',
        path,
        message: `Case ${sent.reference} was corrected after it was sent. Send the State the correction, and ask it to answer on that.`,
      })
    else if (submissions.has(one.case))
      issues.push({ code: 'twice', path, message: `Case ${sent.reference} is answered twice.` })
    else submissions.set(one.case, submission)
  }
  if (issues.length > 0)
    throw new DomainError(
      'rule_broken',
      'Nothing was recorded: some answers are not to what was sent. See the issues.',
      { issues },
    )
  return submissions
}

type CaseAnswer = Answers['cases'][number]

async function recordCase(
  tx: Tx,
  desk: Desk,
  file: StateFile,
  submission: StateSubmission,
  said: CaseAnswer,
): Promise<AnswersView['cases'][number]> {
  const decisions = (said.members ?? []).flatMap(
    ({ person, decision, reasonKind }): MemberDecision[] =>
      decision === undefined
        ? []
        : [{ person, decision, ...(reasonKind === undefined ? {} : { reasonKind }) }],
  )
  const answer = answerOf(said, desk)
  if (answer !== undefined) await recordAnswer(tx, desk, submission, answer)
  if (decisions.length > 0)
    await recordDecisions(tx, desk, submission, { version: said.version, members: decisions })
  const { submissionId, state, site, reference } = submission
  const by = { actor: desk.actor.handle, recordedAt: desk.now().toISOString() }
  const message = said.question?.trim() ?? ''
  if (message !== '')
    await insertMessage(tx, { submissionId, state, site, side: 'state', message, ...by })
  const count = (decision: string): number =>
    decisions.filter((one) => one.decision === decision).length
  const view = {
    case: reference,
    ...(answer === undefined ? {} : { answer: answer.answer }),
    accepted: count('accepted'),
    denied: count('denied'),
    asked: message !== '',
  }
  if (saysSomething(view)) {
    const facts = {
      file: file.reference,
      version: String(said.version),
      accepted: String(view.accepted),
      denied: String(view.denied),
      ...(answer === undefined ? {} : { answer: answer.answer }),
    }
    const of = { submissionId, reference, site }
    await insertActs(tx, [{ state, kind: 'answers_read', side: 'state', ...by, facts, of }])
  }
  return view
}

function answerOf(
  { answer, why, until, reasonKind, case: reference }: CaseAnswer,
  desk: Desk,
): StateAnswer | undefined {
  if (answer === undefined) return undefined
  if (answer === 'acknowledge' || answer === 'consider') return { answer }
  if (answer === 'return') return { answer, ...(reasonKind === undefined ? {} : { reasonKind }) }
  if (answer === 'lapse' && reasonKind !== undefined) return { answer, reasonKind }
  if (answer === 'defer' && why !== undefined && until !== undefined) {
    refuseOddClock(until, today(desk))
    return { answer, why, until }
  }
  throw new DomainError(
    'invalid_input',
    `Nothing was recorded: in case ${reference.slice(0, 40)} a deferral needs why and until, a lapse its kind of reason.`,
  )
}
