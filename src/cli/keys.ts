import { Command } from 'commander'
import { DomainError } from '../domain/errors.ts'
import type { OperationId } from '../domain/ids.ts'
import type { Database, Tx } from '../storage/database.ts'
import { keyPathsOf } from '../storage/open-database.ts'
import { listOperations } from '../storage/operations.ts'
import { countKeys, operationKey, rewrapOperationKey } from '../storage/sealing/data-keys.ts'
import type { MasterKey } from '../storage/sealing/master-key.ts'
import { openMasterKey, openNextKey, settleNextKey } from '../storage/sealing/master-key.ts'
import { withDatabase } from './at-desk.ts'
import { readSettings } from './settings.ts'
import { print, printJson, say, table } from './terminal.ts'

/** `onward keys status|rotate` */
export function keysCommand(): Command {
  const group = new Command('keys').description(
    'what sensitive columns are sealed with (docs/encryption.md)',
  )
  group.addCommand(
    new Command('status')
      .description('which key wraps which operation, and whether it opens them')
      .option('--json', 'the result as JSON')
      .action(status),
  )
  group.addCommand(
    new Command('rotate')
      .description(
        'wrap all operations by a new key: a new file, or what ONWARD_NEW_KEY_PASSPHRASE or ONWARD_NEW_KEY_COMMAND says',
      )
      .option('--json', 'the result as JSON')
      .action(rotate),
  )
  return group
}

async function status({ json }: { readonly json?: boolean }): Promise<void> {
  const operations = await withDatabase(async (db) => {
    const found = []
    for (const { id, name } of await listOperations(db)) {
      const counts = await db.asSystem().read(id, countKeys)
      found.push({ operation: name, ...counts, opens: await opens(db, id) })
    }
    return found
  })
  if (json) return printJson({ operations })
  const header = ['operation', 'wrapped by', 'since', 'persons with a key', 'opens']
  const rows = operations.map((one) => [
    one.operation,
    one.wrappedBy ?? 'no key yet',
    one.wrappedAt ?? '',
    one.persons,
    one.opens ? 'yes' : 'NO',
  ])
  print(table(header, rows))
}

/** Whether this machine's key opens an operation's. */
async function opens(db: Database, id: OperationId): Promise<boolean> {
  return db
    .asSystem()
    .read(id, (tx) => operationKey(tx, false))
    .then(
      () => true,
      () => false,
    )
}

async function rewrapNoted(tx: Tx, to: MasterKey): Promise<boolean> {
  const isWrapped = await rewrapOperationKey(tx, to)
  if (isWrapped) tx.note({ kind: 'keys', action: 'keys.rotate', facts: { wrappedBy: to.id } })
  return isWrapped
}

async function rotate({ json }: { readonly json?: boolean }): Promise<void> {
  const settings = readSettings(process.env)
  const file = keyPathsOf(settings)['master.key'] ?? ''
  const passphrase = process.env['ONWARD_NEW_KEY_PASSPHRASE'] || undefined
  const command = process.env['ONWARD_NEW_KEY_COMMAND'] || undefined
  const toFile = passphrase === undefined && command === undefined
  if (toFile && (settings.keyPassphrase ?? settings.keyCommand) !== undefined)
    throw new DomainError(
      'invalid_input',
      'The operations are wrapped by a passphrase or a program. Say the new one with ONWARD_NEW_KEY_PASSPHRASE or ONWARD_NEW_KEY_COMMAND.',
    )
  const to: MasterKey = toFile
    ? await openNextKey(file)
    : await openMasterKey({
        file,
        ...(passphrase === undefined ? {} : { passphrase }),
        ...(command === undefined ? {} : { command }),
      })
  const operations = await withDatabase(async (db) => {
    let count = 0
    for (const { id } of await listOperations(db))
      if (await db.asSystem().write(id, (tx) => rewrapNoted(tx, to))) count += 1
    return count
  })
  const kept = toFile ? await settleNextKey(file) : undefined
  if (json)
    return printJson({ operations, wrappedBy: to.id, ...(kept === undefined ? {} : { kept }) })
  say(`${operations} operations are wrapped by ${to.id} now.`)
  say(
    kept === undefined
      ? 'From now on start Onward with the new passphrase or program as ONWARD_KEY_PASSPHRASE or ONWARD_KEY_COMMAND.'
      : `The old key is kept as ${kept}: older backups made --without-keys need it. Destroy it when they are gone. Every machine that serves these data needs the new file.`,
  )
}
