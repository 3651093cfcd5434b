import { Command, Option } from 'commander'
import type { Keeper } from '../actions/accounts/keeper.ts'
import { ownerKeeper } from '../actions/accounts/keeper.ts'
import type { AccountAsked } from '../actions/accounts/manage-accounts.ts'
import {
  addAccount,
  changeAccount,
  endSessionsOf,
  listAccounts,
  resetCredentials,
  setDisabled,
} from '../actions/accounts/manage-accounts.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import type { ProofsView } from '../domain/account-views.ts'
import type { Role } from '../domain/role.ts'
import { ROLES } from '../domain/role.ts'
import type { Credential } from '../storage/credentials.ts'
import { CREDENTIALS } from '../storage/credentials.ts'
import type { DeskOptions } from './at-desk.ts'
import { withOperation } from './at-desk.ts'
import { readSettings } from './settings.ts'
import type { Settings } from './settings.ts'
import { print, printJson, say, table } from './terminal.ts'

type Options = Omit<DeskOptions, 'as'>

/**
 * `onward account …`: for who holds the data folder or DATABASE_URL. They need no account for it,
 * because they hold everything that the accounts guard.
 */
export function accountCommand(): Command {
  const account = new Command('account').description('accounts: who may sign in, and as what')
  for (const one of [
    listCommand(),
    addCommand(),
    changeCommand(),
    linkCommand(),
    resetCommand(),
    plainCommand('disable', 'shut an account out at once; what it did stays', (keeper, handle) =>
      setDisabled(keeper, handle, true, new Date()),
    ),
    plainCommand('enable', 'let an account in again', (keeper, handle) =>
      setDisabled(keeper, handle, false, new Date()),
    ),
    plainCommand('sign-out', 'end every session of an account', endSessionsOf),
  ])
    account.addCommand(one)
  return account
}

function subcommand(name: string): Command {
  return new Command(name)
    .option('--operation <name>', 'the operation; without it the newest')
    .option('--json', 'the result as JSON (docs/json.md)')
}

function withKeeper<T>(options: Options, work: (keeper: Keeper) => Promise<T>): Promise<T> {
  return withOperation(options, (db, operation) => work(ownerKeeper(db, operation)))
}

function listCommand(): Command {
  return subcommand('list')
    .description('every account, and what it can sign in with')
    .action(async (options: Options) => {
      const view = await withKeeper(options, (keeper) => listAccounts(keeper, new Date()))
      if (options.json) return printJson(view)
      print(
        table(
          ['account', 'role', 'sites', 'State', 'signs in with', 'sessions', ''],
          view.accounts.map((one) => [
            one.handle,
            one.role,
            one.sites.join(' '),
            one.state ?? '',
            proofsText(one.proofs),
            one.sessions,
            one.disabledAt === undefined ? '' : 'disabled',
          ]),
        ),
      )
    })
}

function proofsText({ password, code, passkeys, outside }: ProofsView): string {
  const words = [
    ...(password ? ['password'] : []),
    ...(code ? ['code'] : []),
    ...(passkeys > 0 ? [`${passkeys} passkeys`] : []),
    ...(outside.length > 0 ? ['organisation'] : []),
  ]
  return words.length === 0 ? 'a one-time link only' : words.join(', ')
}

interface AskedOptions extends Options {
  readonly role?: Role
  readonly name?: string
  readonly site?: readonly string[]
  readonly state?: string
}

function asked({ role, name, site, state }: AskedOptions): AccountAsked {
  return {
    ...(role === undefined ? {} : { role }),
    ...(name === undefined ? {} : { displayName: name }),
    ...(site === undefined ? {} : { sites: site }),
    ...(state === undefined ? {} : { state }),
  }
}

function withAsked(command: Command): Command {
  return command
    .option('--name <name>', 'how the screens name it; without it the handle')
    .option('--site <site...>', 'the sites that it works for; * for all')
    .option('--state <code>', 'the State that a liaison speaks for, for example ALB')
}

function addCommand(): Command {
  return withAsked(subcommand('add'))
    .description('add an account; it signs in with a link first (onward account link)')
    .argument('<handle>', 'says what somebody does here, not their name: officer.three')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .action(async (handle: string, options: AskedOptions & { readonly role: Role }) => {
      await withKeeper(options, (keeper) =>
        addAccount(keeper, handle, { ...asked(options), role: options.role }),
      )
      if (options.json) return printJson({ account: handle, role: options.role })
      say(`Added ${handle} (${options.role}). \`onward account link ${handle}\` lets it in.`)
    })
}

function changeCommand(): Command {
  return withAsked(subcommand('change'))
    .description('change what an account is; its sessions end')
    .argument('<handle>', 'the account')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES))
    .action(async (handle: string, options: AskedOptions) => {
      await withKeeper(options, (keeper) => changeAccount(keeper, handle, asked(options)))
      if (options.json) return printJson({ account: handle })
      say(`Changed ${handle}; its sessions ended.`)
    })
}

function linkCommand(): Command {
  return subcommand('link')
    .description('make a link that signs a browser in as this account, once, within 15 minutes')
    .argument('<handle>', 'the account, for example reviewer.one')
    .action(async (handle: string, options: Options) => {
      const made = await withKeeper(options, (keeper) => makeLink(keeper, handle))
      const address = linkAddress(readSettings(process.env), made.token)
      if (options.json)
        return printJson({ account: made.account, link: address, endsAt: made.endsAt })
      say(`Signs in as ${made.account}, once, within 15 minutes. Give it to nobody else:`)
      print(address)
    })
}

function resetCommand(): Command {
  interface ResetOptions extends Options {
    readonly what: readonly Credential[]
  }
  return subcommand('reset')
    .description('let an account forget what it signs in with; its sessions end')
    .argument('<handle>', 'the account')
    .addOption(
      new Option('--what <proofs...>', 'only these').choices(CREDENTIALS).default(CREDENTIALS),
    )
    .action(async (handle: string, options: ResetOptions) => {
      await withKeeper(options, (keeper) => resetCredentials(keeper, handle, options.what))
      if (options.json) return printJson({ account: handle, reset: options.what })
      say(`${handle} signs in with a link now: \`onward account link ${handle}\`.`)
    })
}

function plainCommand(
  name: string,
  description: string,
  work: (keeper: Keeper, handle: string) => Promise<void>,
): Command {
  return subcommand(name)
    .description(description)
    .argument('<handle>', 'the account')
    .action(async (handle: string, options: Options) => {
      await withKeeper(options, (keeper) => work(keeper, handle))
      if (options.json) return printJson({ account: handle })
      say('Done.')
    })
}

/** The token stands behind `#`: browsers send that part to no server and in no Referer. */
export function linkAddress(
  { origin, port }: Pick<Settings, 'origin' | 'port'>,
  token: string,
): string {
  return `${origin ?? `http://127.0.0.1:${port}`}/sign-in#${token}`
}
