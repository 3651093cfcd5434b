import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newIdentity, recipientOf, seal, unseal } from '../../exchange/states/sealed-file.ts'
import type { SignedReceipt, TransmissionFile } from '../../exchange/states/transmission-file.ts'
import type { StatesWorld } from '../../testing/state-desk.ts'
import { openStatesWorld } from '../../testing/state-desk.ts'
import { openDesk } from '../desk.ts'
import { approveLines } from '../approve-lines.ts'
import { recordByHand } from '../record-by-hand.ts'
import { answerIdentity } from './answer-identity.ts'
import { getTransmission } from './get-transmission.ts'
import { readAnswersFile } from './read-answers.ts'
import { previewCorrection, sendCorrection } from './send-correction.ts'
import { readReceipt, sendFile } from './send-file.ts'
import { keepStateKey, listKeys } from './state-keys.ts'

const run = promisify(execFile)

let world: StatesWorld
let folder: string
/** The State's secret, and the office's for answers. */
let stateIdentity: string
let officeIdentity: string
let state: string
let cases: string[]

beforeAll(async () => {
  world = await openStatesWorld()
  folder = await mkdtemp(join(tmpdir(), 'onward-state-files-'))
  stateIdentity = await newIdentity()
  officeIdentity = await answerIdentity(join(folder, 'keys', 'answers.age-key'))
  // Of the State with the most cases in the plan.
  const of = (wanted: string) => world.plan.lines.filter((line) => line.state === wanted)
  const states = [...new Set(world.plan.lines.map((line) => line.state))]
  const [lines = []] = states.map(of).toSorted((a, b) => b.length - a.length)
  const { submitted } = await approveLines(
    world.reviewer,
    lines.map((line) => line.case),
  )
  cases = [...submitted]
  state = lines[0]?.state ?? ''
})
afterAll(async () => {
  await world.database.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly content: TransmissionFile
  readonly receipt: SignedReceipt
  readonly bytes: Uint8Array
}

async function send(references: readonly string[]): Promise<Opened> {
  const { bytes, receipt } = await sendFile(world.reviewer, references, officeIdentity)
  const content = JSON.parse(await unseal(bytes, stateIdentity)) as TransmissionFile
  return { content, receipt, bytes }
}

/** The template of answers, filled in and sent back as a State would. */
async function answer(
  { content }: Opened,
  fill: (template: ReturnType<typeof plain>) => unknown,
): Promise<Uint8Array> {
  return seal(JSON.stringify(fill(plain(content))), content.answerTo)
}

function plain(content: TransmissionFile) {
  return structuredClone(content.answers) as unknown as {
    word: string
    file: string
    cases: {
      case: string
      version: number
      sha256: string
      answer: string
      why: string
      until: string
      reasonKind: string
      question: string
      members: { person: string; decision: string; reasonKind: string }[]
    }[]
  }
}

const refusal = async (work: Promise<unknown>): Promise<{ code: string; codes: string[] }> =>
  work.then(
    () => ({ code: 'done', codes: [] }),
    (error: { code: string; issues?: { code: string }[] }) => ({
      code: error.code,
      codes: (error.issues ?? []).map((one) => one.code),
    }),
  )

test('without a key of the State nothing can be sent; one that is none is refused', async () => {
  expect(await refusal(sendFile(world.reviewer, cases.slice(0, 1), officeIdentity))).toMatchObject({
    code: 'not_found',
  })
  expect(await refusal(keepStateKey(world.reviewer, state, stateIdentity))).toMatchObject({
    code: 'invalid_input',
  })
  const admin = await openDesk(world.database.db, { handle: 'admin.one' })
  await keepStateKey(admin, state, await recipientOf(stateIdentity))
  expect(await listKeys(world.reviewer)).toMatchObject([{ state, setBy: 'admin.one' }])
  expect(await refusal(listKeys(world.officer))).toMatchObject({ code: 'not_allowed' })
})

test('the file holds the last snapshots and a template; its receipt proves what left', async () => {
  const two = cases.slice(0, 2).toSorted()
  const { content, receipt, bytes } = await send(two)
  expect(content.snapshots.map((one) => one.snapshot.case).toSorted()).toEqual(two)
  for (const { snapshot, sha256 } of content.snapshots)
    expect((await getTransmission(world.reviewer, snapshot.case)).versions[0]).toMatchObject({
      snapshot,
      sha256,
    })
  const text = JSON.stringify(receipt)
  expect(await readReceipt(world.reviewer, text, bytes)).toEqual(receipt)
  // No name, and not the word that answers need.
  expect(text).not.toContain(content.answers.word)
  for (const change of [
    { cases: receipt.cases.slice(1) },
    { state: 'ZZZ' },
    { sentBy: 'somebody.else' },
    { fileSha256: 'f'.repeat(64) },
  ])
    expect(
      await refusal(readReceipt(world.reviewer, JSON.stringify({ ...receipt, ...change }))),
      JSON.stringify(change),
    ).toMatchObject({ code: 'rule_broken' })
  const other = await send(two)
  expect(await refusal(readReceipt(world.reviewer, text, other.bytes))).toMatchObject({
    code: 'rule_broken',
  })
  expect(await refusal(readReceipt(world.reviewer, '{"a":1}'))).toMatchObject({
    code: 'invalid_input',
  })
})

test('cases of several States do not go into one file, nor cases that are before none', async () => {
  const others = world.plan.lines.filter((one) => one.state !== state)
  const { submitted } = await approveLines(
    world.reviewer,
    others.slice(0, 1).map((line) => line.case),
  )
  expect(
    await refusal(sendFile(world.reviewer, [cases[0] ?? '', ...submitted], officeIdentity)),
  ).toMatchObject({ code: 'invalid_input' })
  expect(
    await refusal(sendFile(world.reviewer, [others[1]?.case ?? ''], officeIdentity)),
  ).toMatchObject({ code: 'not_found' })
})

describe('answers come back as a file', () => {
  test('decisions, a deferral and a question are recorded as the State’s, once', async () => {
    const [one = '', two = ''] = cases.splice(0, 2)
    const sent = await send([one, two])
    const bytes = await answer(sent, (template) => {
      for (const each of template.cases)
        if (each.case === one) for (const member of each.members) member.decision = 'accepted'
        else {
          each.answer = 'defer'
          each.why = 'security_checks'
          each.until = '2016-03-01'
          each.question = 'Sample question?'
        }
      return template
    })
    const view = await readAnswersFile(world.reviewer, bytes, officeIdentity)
    expect(view).toMatchObject({ file: sent.content.file, state })
    expect(view.cases).toHaveLength(2)
    expect(await getTransmission(world.reviewer, one)).toMatchObject({ decision: 'accepted' })
    expect(await getTransmission(world.reviewer, two)).toMatchObject({
      status: 'deferred',
      clock: { on: '2016-03-01' },
      messages: [{ side: 'state', text: 'Sample question?' }],
    })
    expect(await refusal(readAnswersFile(world.reviewer, bytes, officeIdentity))).toMatchObject({
      code: 'conflict',
    })
  })

  test('forged, edited and outdated answers are refused whole, each for its reason', async () => {
    const [one = '', two = ''] = cases.splice(0, 2)
    const sent = await send([one, two])
    const accepted = (template: ReturnType<typeof plain>): ReturnType<typeof plain> => {
      for (const each of template.cases)
        for (const member of each.members) member.decision = 'accepted'
      return template
    }
    const tries: readonly [string, string, (template: ReturnType<typeof plain>) => unknown][] = [
      ['a word that was guessed', '', (t) => ({ ...accepted(t), word: 'a'.repeat(32) })],
      ['the word of another file', '', (t) => ({ ...accepted(t), file: 'T-OTHER' })],
      [
        'another hash',
        'another_snapshot',
        (t) => {
          const [first] = t.cases
          if (first) first.sha256 = 'f'.repeat(64)
          return accepted(t)
        },
      ],
      [
        'another version',
        'another_snapshot',
        (t) => {
          const [first] = t.cases
          if (first) first.version = 2
          return accepted(t)
        },
      ],
      [
        'a case that was not sent',
        'not_sent',
        (t) => {
          const [first] = t.cases
          if (first) first.case = cases[0] ?? ''
          return accepted(t)
        },
      ],
      ['a case twice', 'twice', (t) => ({ ...accepted(t), cases: [...t.cases, ...t.cases] })],
      ['a field too much', 'unrecognized_keys', (t) => ({ ...accepted(t), role: 'reviewer' })],
    ]
    for (const [what, issue, fill] of tries) {
      const told = await refusal(
        readAnswersFile(world.reviewer, await answer(sent, fill), officeIdentity),
      )
      expect(told.code, what).toMatch(/rule_broken|invalid_input/)
      if (issue !== '') expect(told.codes, what).toContain(issue)
    }
    const stranger = await seal(
      JSON.stringify(plain(sent.content)),
      await recipientOf(await newIdentity()),
    )
    expect(await refusal(readAnswersFile(world.reviewer, stranger, officeIdentity))).toMatchObject({
      code: 'invalid_input',
    })
    const cut = Uint8Array.from(await answer(sent, accepted))
    cut[cut.length - 5] = (cut[cut.length - 5] ?? 0) ^ 1
    expect(await refusal(readAnswersFile(world.reviewer, cut, officeIdentity))).toMatchObject({
      code: 'invalid_input',
    })
    const clear = Buffer.from(JSON.stringify(accepted(plain(sent.content))))
    expect(await refusal(readAnswersFile(world.reviewer, clear, officeIdentity))).toMatchObject({
      code: 'invalid_input',
    })
    expect(
      await refusal(readAnswersFile(world.officer, await answer(sent, accepted), officeIdentity)),
    ).toMatchObject({ code: 'not_allowed' })
    // Corrected after it was sent: the answer is to what is no longer the last.
    const head = sent.content.snapshots.find(({ snapshot }) => snapshot.case === one)
    await recordByHand(world.officer, {
      case: one,
      type: 'person.status_determined',
      person: head?.snapshot.members[0]?.person ?? '',
      data: { status: 'stateless_non_refugee' },
    })
    const { sha256 } = await previewCorrection(world.officer, one)
    await sendCorrection(world.officer, one, { reason: 'Sample.', sha256 })
    expect(
      await refusal(readAnswersFile(world.reviewer, await answer(sent, accepted), officeIdentity)),
    ).toEqual({ code: 'rule_broken', codes: ['corrected_since'] })
    // Nothing of all this was recorded, of the other case neither.
    for (const reference of [one, two])
      expect((await getTransmission(world.reviewer, reference)).status).toBe('transmitted')
  })
})

const hasAge = await run('age', ['--version']).then(
  () => true,
  () => false,
)

test.skipIf(!hasAge)(
  'the command age opens what was sent, and Onward opens what it makes',
  async () => {
    const sent = await send(cases.slice(0, 1))
    const [file, key, filled, back] = ['sent.age', 'state.key', 'answers.json', 'answers.age'].map(
      (name) => join(folder, name),
    ) as [string, string, string, string]
    await writeFile(file, sent.bytes)
    await writeFile(key, `${stateIdentity}\n`, { mode: 0o600 })
    const { stdout } = await run('age', ['--decrypt', '-i', key, file])
    expect(JSON.parse(stdout)).toEqual(sent.content)
    const template = plain(sent.content)
    for (const one of template.cases) one.answer = 'acknowledge'
    await writeFile(filled, JSON.stringify(template))
    await run('age', ['-r', sent.content.answerTo, '-o', back, filled])
    const view = await readAnswersFile(world.reviewer, await readFile(back), officeIdentity)
    expect(view.cases).toMatchObject([{ case: cases[0], answer: 'acknowledge' }])
  },
)
