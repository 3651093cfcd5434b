import { Command } from 'commander'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import type { DeskOptions } from './at-desk.ts'
import { withOperation } from './at-desk.ts'
import { readSettings } from './settings.ts'
import type { Settings } from './settings.ts'
import { print, printJson, say } from './terminal.ts'

type Options = Omit<DeskOptions, 'as'>

/**
 * `onward account …`: for who holds the data folder or DATABASE_URL. They need no account for it,
 * because they hold everything that the accounts guard.
 */
export function accountCommand(): Command {
  return new Command('account').description('accounts: who may sign in').addCommand(linkCommand())
}

function accountSubcommand(name: string): Command {
  return new Command(name)
    .option('--operation <name>', 'the operation; without it the newest')
    .option('--json', 'the result as JSON (docs/json.md)')
}

function linkCommand(): Command {
  return accountSubcommand('link')
    .description('make a link that signs a browser in as this account, once, within 15 minutes')
    .argument('<handle>', 'the account, for example reviewer.one')
    .action(async (handle: string, options: Options) => {
      const made = await withOperation(options, (db, operation) => makeLink(db, operation, handle))
      const address = linkAddress(readSettings(process.env), made.token)
      if (options.json)
        return printJson({ account: made.account, link: address, endsAt: made.endsAt })
      say(`Signs in as ${made.account}, once, within 15 minutes. Give it to nobody else:`)
      print(address)
    })
}

/** The token stands behind `#`: browsers send that part to no server and in no Referer. */
export function linkAddress(
  { origin, port }: Pick<Settings, 'origin' | 'port'>,
  token: string,
): string {
  return `${origin ?? `http://127.0.0.1:${port}`}/sign-in#${token}`
}
