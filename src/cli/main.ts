import { Command, CommanderError } from 'commander'
import { DomainError } from '../domain/errors.ts'
import { EXIT_CODE } from './exit-code.ts'
import { frontierCommand } from './frontier.ts'
import { matchCommand } from './match.ts'
import { placeCommand } from './place.ts'
import { readCommand } from './read.ts'
import { simulateCommand } from './simulate.ts'
import { readVersion } from './settings.ts'
import { printJson, sayError } from './terminal.ts'

const USAGE = 2
const BUG = 1
const ALONE: ReadonlyMap<string, () => Command> = new Map([
  ['frontier', frontierCommand],
  ['match', matchCommand],
  ['place', placeCommand],
  ['read', readCommand],
  ['simulate', simulateCommand],
])

/** Runs one command line; the result is the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const program = await createProgram(args)
  // A reader that goes away (`onward cases | head`) ends the work without a fuss.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    if (error instanceof DomainError) {
      if (args.includes('--json')) {
        const { code, message, issues } = error
        printJson({ error: { code, message, issues } })
      }
      sayError(error)
      return EXIT_CODE[error.code]
    }
    // A database's own words may quote a row: the places in the code are enough to find a fault.
    const stack = error instanceof Error ? error.stack?.replace(error.message, '…') : ''
    process.stderr.write(`This is a fault in Onward; nothing was half-written.\n${stack ?? ''}\n`)
    return BUG
  }
}

async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('onward')
    .description(
      'From a camp register to the arrivals hall of a third country.\n' +
        'Data lie in the folder ONWARD_DATA, or on the server DATABASE_URL.',
    )
    .version(readVersion())
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for how to use it)')
    .exitOverride()
  // What works on files alone needs neither database nor server, and starts without loading them.
  const alone = ALONE.get(args[0] ?? '')
  const commands =
    alone !== undefined ? [alone()] : (await import('./all-commands.ts')).allCommands(program)
  for (const command of commands) program.addCommand(command)
  for (const command of withDescendants(program))
    command
      .exitOverride()
      .configureOutput({ writeErr: (text) => process.stderr.write(unquoted(text)) })
  return program
}

/** What was typed may be a name; commander would repeat it. */
function unquoted(text: string): string {
  return text.replace(/ argument '[^]*' is invalid/, ' is not as it should be')
}

function withDescendants(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withDescendants)]
}
