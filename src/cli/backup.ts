import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Command } from 'commander'
import { DomainError } from '../domain/errors.ts'
import { readKeyFiles } from '../storage/backup/key-files.ts'
import { checkBackup } from '../storage/backup/read-backup.ts'
import { restoreBackup } from '../storage/backup/restore-backup.ts'
import type { OpenWith, SealFor } from '../storage/backup/sealed-file.ts'
import { makeBackupKey } from '../storage/backup/sealed-file.ts'
import type { BackupSummary } from '../storage/backup/write-backup.ts'
import { writeBackup } from '../storage/backup/write-backup.ts'
import { keyPathsOf, withOwner } from '../storage/open-database.ts'
import { writeNewFile } from './new-file.ts'
import { readSettings, readVersion } from './settings.ts'
import { askSecret, printJson, say, startProgress } from './terminal.ts'

interface KeyOptions {
  readonly recipient?: readonly string[]
  readonly identity?: string
  readonly passphraseFile?: string
}

interface BackupOptions extends KeyOptions {
  readonly check?: string
  readonly newKey?: string
  readonly withoutKeys?: boolean
  readonly json?: boolean
}

/** `onward backup`, `onward restore` */
export function backupCommands(): Command[] {
  return [
    new Command('backup')
      .description('everything in one encrypted file, while others work on (docs/encryption.md)')
      .argument('[file]', 'a new file; - writes to standard output; without it, named by the time')
      .option('--recipient <age1…>', 'who may open it; may be repeated', collect)
      .option('--passphrase-file <file>', 'or: a file whose first line opens it')
      .option(
        '--without-keys',
        'leave out the key files of this machine: a restore then needs them',
      )
      .option('--check <file>', 'instead: look a backup through, without a database')
      .option('--identity <file>', 'with --check: the key file that opens it')
      .option('--new-key <file>', 'instead: make a key file, and say its recipient')
      .option('--json', 'the result as JSON')
      .action(async (file: string | undefined, options: BackupOptions) => {
        if (options.newKey !== undefined) return newKey(options.newKey, options)
        if (options.check !== undefined) return check(options.check, options)
        return backup(file, options)
      }),
    new Command('restore')
      .description('put a backup in place of an empty database: all of it or nothing')
      .argument('<file>')
      .option('--identity <file>', 'the key file that opens it')
      .option('--passphrase-file <file>', 'or: a file whose first line opens it')
      .option('--replace', 'also when the database is not empty: what is in it is lost')
      .option('--json', 'the result as JSON')
      .action(restore),
  ]
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

async function newKey(path: string, { json }: BackupOptions): Promise<void> {
  const { identity, recipient } = await makeBackupKey()
  await writeFile(path, `# recipient: ${recipient}\n${identity}\n`, {
    flag: 'wx',
    mode: 0o600,
  }).catch((error: unknown) => {
    throw new DomainError(
      'invalid_input',
      `${path} cannot be written. Name a new file in a folder that is there.`,
      { cause: error },
    )
  })
  if (json) return printJson({ recipient, file: path })
  say(
    `Made ${path}. Keep it away from this machine: whoever has it opens the backups, and without it nobody does.\n` +
      `Back up for it with: onward backup --recipient ${recipient}`,
  )
}

async function backup(named: string | undefined, options: BackupOptions): Promise<void> {
  const keys = await sealFor(options)
  const now = new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '')
  const path = named ?? `onward-${now}Z.backup.age`
  const progress = startProgress('Backing up')
  const settings = readSettings(process.env)
  const keyFiles = options.withoutKeys ? new Map() : await readKeyFiles(keyPathsOf(settings))
  const summary = await withOwner({ ...settings, note: say }, async (client) => {
    const { sealed, done } = await writeBackup(client, {
      keys,
      program: readVersion(),
      keyFiles,
      onRows: (rows, expected) => progress.update(rows, Math.max(rows, expected)),
    })
    const bytes = path === '-' ? await toOutput(sealed) : await toFile(sealed, path)
    return { ...done(), file: path, fileBytes: bytes }
  }).finally(() => progress.end())
  if (options.json && path !== '-') return printJson(summary)
  say(`Backed up to ${path} (${megabytes(summary.fileBytes)}): ${told(summary)}.`)
}

async function toFile(sealed: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  return writeNewFile(path, async (take) => {
    let bytes = 0
    for await (const piece of sealed) {
      await take(piece)
      bytes += piece.length
    }
    return bytes
  })
}

async function toOutput(sealed: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const piece of sealed) {
    bytes += piece.length
    if (!process.stdout.write(piece))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return bytes
}

async function check(path: string, options: BackupOptions): Promise<void> {
  const keys = await openWith(options)
  const summary = await reading('Checking', path, (file) => checkBackup(file, keys))
  if (options.json) return printJson({ ...summary, file: path })
  say(`${path} is whole: ${told(summary)}.`)
}

async function restore(
  path: string,
  options: KeyOptions & { readonly replace?: boolean; readonly json?: boolean },
): Promise<void> {
  const keys = await openWith(options)
  const replace = options.replace === true
  const settings = readSettings(process.env)
  const asked = { keys, replace, keyPaths: keyPathsOf(settings) }
  const summary = await withOwner({ ...settings, note: say }, (client) =>
    reading('Restoring', path, (file) => restoreBackup(client, file, asked)),
  )
  if (options.json) return printJson({ ...summary, file: path })
  say(`Restored ${path}: ${told(summary)}. Look it through with: onward doctor --deep`)
}

async function reading(
  what: string,
  path: string,
  work: (file: Readable) => Promise<BackupSummary>,
): Promise<BackupSummary> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true)
    throw new DomainError('not_found', `There is no file ${path}. Name a backup.`)
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  const progress = startProgress(what)
  file.on('data', () => progress.update(file.bytesRead, found.size))
  file.pause()
  try {
    return await work(file)
  } finally {
    progress.end()
    file.destroy()
    await finished(file).catch(() => {})
  }
}

function told({ madeAt, tables, rows, bytes }: BackupSummary): string {
  return `the state of ${madeAt}, ${rows} rows of ${tables} tables, ${megabytes(bytes)} unpacked`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

async function sealFor(options: KeyOptions): Promise<SealFor> {
  const recipients =
    options.recipient ??
    (process.env['ONWARD_BACKUP_RECIPIENTS'] ?? '').split(/[\s,]+/).filter(Boolean)
  if (recipients.length > 0) return { recipients }
  const passphrase = await givenPassphrase(options)
  if (passphrase !== undefined) return { passphrase }
  const first = await askSecret('Passphrase for this backup (five words or more): ')
  if (first === undefined) throw noKey('--recipient (onward backup --new-key FILE makes one)')
  if (first.length < 12)
    throw new DomainError('invalid_input', 'Take a longer passphrase: five words, for example.')
  if ((await askSecret('Once more: ')) !== first)
    throw new DomainError('invalid_input', 'The two passphrases differ. Nothing was written.')
  return { passphrase: first }
}

async function openWith(options: KeyOptions): Promise<OpenWith> {
  if (options.identity !== undefined) {
    const lines = (await readSecretFile(options.identity)).split(/\r?\n/)
    const identities = lines.map((line) => line.trim()).filter((line) => /^[^#]/.test(line))
    return { identities }
  }
  const passphrase =
    (await givenPassphrase(options)) ?? (await askSecret('Passphrase of the backup: '))
  if (passphrase === undefined) throw noKey('--identity')
  return { passphrase }
}

async function givenPassphrase({ passphraseFile }: KeyOptions): Promise<string | undefined> {
  if (passphraseFile === undefined) return process.env['ONWARD_BACKUP_PASSPHRASE'] || undefined
  const [first = ''] = (await readSecretFile(passphraseFile)).split(/\r?\n/)
  if (first !== '') return first
  throw new DomainError('invalid_input', `The first line of ${passphraseFile} is empty.`)
}

async function readSecretFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new DomainError('not_found', `The file ${path} cannot be read.`, { cause: error })
  })
}

function noKey(option: string): DomainError {
  return new DomainError(
    'invalid_input',
    `A backup is always encrypted. Say with what: ${option}, --passphrase-file, or the variable ONWARD_BACKUP_PASSPHRASE.`,
  )
}
