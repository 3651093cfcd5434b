import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { readAnswersFile } from '../actions/states/read-answers.ts'
import { readReceipt, sendFile } from '../actions/states/send-file.ts'
import { keepStateKey, listKeys } from '../actions/states/state-keys.ts'
import { DomainError } from '../domain/errors.ts'
import { ANSWER_KEY, keyPathsOf } from '../storage/open-database.ts'
import { answerIdentity } from '../actions/states/answer-identity.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { readSettings } from './settings.ts'
import { stateOfficeCommands } from './state-office.ts'
import { stateRoomCommands } from './state-room.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward state …`: the room of a State, the offices' side of it, and files for States without one. */
export function stateCommand(): Command {
  const command = new Command('state').description(
    'what States were sent, say and decide (docs/states-room.md)',
  )
  const all = [...stateRoomCommands(), ...stateOfficeCommands(), ...fileCommands()]
  for (const one of all) command.addCommand(one)
  return command
}

function fileCommands(): readonly Command[] {
  return [keyCommand(), sendCommand(), receiptCommand(), answersCommand()]
}

function keyCommand(): Command {
  return deskCommand('key')
    .description('keep a State’s public key of age, or list those that are kept')
    .argument('[state]', 'the State’s ISO code, for example NOR')
    .argument(
      '[recipient]',
      'its public key, age1…; compare it with the State over another way first',
    )
    .action(
      async (state: string | undefined, recipient: string | undefined, options: DeskOptions) => {
        if (state !== undefined && recipient === undefined)
          throw new DomainError(
            'invalid_input',
            'Name the key after the State: `onward state key NOR age1…`.',
          )
        const keys = await withDesk(options, async (desk) =>
          state === undefined || recipient === undefined
            ? listKeys(desk)
            : (await keepStateKey(desk, state, recipient)).keys,
        )
        if (options.json) return printJson({ keys })
        const rows = keys.map((one) => [one.state, one.recipient, one.setBy, one.setAt])
        print(table(['State', 'public key', 'kept by', 'at'], rows))
      },
    )
}

/** The file of the identity to which States encrypt answers. */
function answersPath(): string {
  return keyPathsOf(readSettings(process.env))[ANSWER_KEY] ?? ''
}

function sendCommand(): Command {
  return deskCommand('send')
    .description(
      'the last snapshots of cases as a file encrypted to their State, with a signed receipt',
    )
    .argument('<cases...>', 'cases before one State')
    .requiredOption('--to <file>', 'the encrypted file to write, for example nor.age')
    .action(async (cases: string[], options: DeskOptions & { to: string }) => {
      const receipt = await withDesk(options, async (desk) => {
        const made = await sendFile(desk, cases, await answerIdentity(answersPath()))
        await writeNew(options.to, made.bytes)
        await writeNew(`${options.to}.receipt.json`, `${JSON.stringify(made.receipt, null, 2)}\n`)
        return made.receipt
      })
      if (options.json) return printJson(receipt)
      say(
        `${receipt.cases.length} cases for ${receipt.state} are in ${options.to}, encrypted to its key, as ${receipt.file}. Keep ${options.to}.receipt.json; it holds no personal data.`,
      )
    })
}

/** Never over a file that is there: it may be the only copy of what was sent. */
async function writeNew(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new DomainError(
      'invalid_input',
      isThere
        ? `${path} is there already and was left as it is. Name another file with --to.`
        : `${path} cannot be written. Name a file in a folder where you may write.`,
    )
  }
}

async function readGiven(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw new DomainError('not_found', `There is no file ${path} that can be read.`)
  })
}

function receiptCommand(): Command {
  return deskCommand('receipt')
    .description('whether a receipt is as it was signed, and what was sent with it')
    .argument('<file>', 'the receipt, FILE.age.receipt.json')
    .option('--of <file>', 'the encrypted file, whose hash is compared too')
    .action(async (path: string, options: DeskOptions & { of?: string }) => {
      const text = (await readGiven(path)).toString('utf8')
      const file = options.of === undefined ? undefined : await readGiven(options.of)
      const receipt = await withDesk(options, (desk) => readReceipt(desk, text, file))
      if (options.json) return printJson(receipt)
      say(
        `Signed by this operation: ${receipt.file} went to ${receipt.state} at ${receipt.sentAt}, sent by ${receipt.sentBy}.`,
      )
      const rows = receipt.cases.map((one) => [one.case, one.version, one.sha256])
      print(table(['case', 'version', 'SHA-256 of the snapshot'], rows))
    })
}

function answersCommand(): Command {
  return deskCommand('answers')
    .description('read a State’s answers from its encrypted file; all or nothing')
    .argument('<file>', 'what the State sent back, encrypted to the key named in what it was sent')
    .action(async (path: string, options: DeskOptions) => {
      const bytes = await readGiven(path)
      const view = await withDesk(options, async (desk) =>
        readAnswersFile(desk, bytes, await answerIdentity(answersPath())),
      )
      if (options.json) return printJson(view)
      say(`Answers of ${view.state} to ${view.file}: recorded for ${view.cases.length} cases.`)
      print(
        table(
          ['case', 'answer', 'accepted', 'denied', 'question'],
          view.cases.map((one) => [
            one.case,
            one.answer ?? '',
            one.accepted,
            one.denied,
            one.asked ? 'yes' : '',
          ]),
        ),
      )
    })
}
