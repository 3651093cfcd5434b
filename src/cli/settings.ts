import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DomainError } from '../domain/errors.ts'

/** The folder of the program: the checkout, or the installed package. */
export const programFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Settings {
  readonly dataFolder: string
  readonly databaseUrl?: string
  readonly applicationUrl?: string
  readonly replicaUrl?: string
  /** The key of the audit, when it does not lie in the data folder. */
  readonly auditKeyFile?: string
  /** What opens the sealed columns: a file, else in the data folder; a passphrase; a program. */
  readonly keyFile?: string
  readonly keyPassphrase?: string
  readonly keyCommand?: string
  /** How long entries of the audit are kept, in months; used by `onward audit drop` alone. */
  readonly auditMonths?: number
  readonly port: number
  readonly webFolder: string
  /** The public address, https and nothing behind the host; without it only this machine is served. */
  readonly origin?: string
}

const DEFAULT_PORT = 4100

/** Settings from the environment. Data lie in ONWARD_DATA, else in the checkout, else in the user's data folder. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const auditMonths = Number(environment['ONWARD_AUDIT_MONTHS'])
  const origin = environment['ONWARD_ORIGIN']
  const port = Number(environment['PORT'] ?? DEFAULT_PORT)
  return {
    dataFolder: environment['ONWARD_DATA'] || defaultDataFolder(environment),
    ...given(environment),
    ...(Number.isInteger(auditMonths) && auditMonths > 0 ? { auditMonths } : {}),
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : DEFAULT_PORT,
    webFolder: join(programFolder, 'dist', 'web'),
    ...(origin === undefined || origin === '' ? {} : { origin: readOrigin(origin) }),
  }
}

const NAMES = {
  databaseUrl: 'DATABASE_URL',
  applicationUrl: 'ONWARD_APP_DATABASE_URL',
  replicaUrl: 'ONWARD_REPLICA_URL',
  auditKeyFile: 'ONWARD_AUDIT_KEY_FILE',
  keyFile: 'ONWARD_KEY_FILE',
  keyPassphrase: 'ONWARD_KEY_PASSPHRASE',
  keyCommand: 'ONWARD_KEY_COMMAND',
} as const

/** What is set and not empty. */
function given(environment: NodeJS.ProcessEnv): Partial<Record<keyof typeof NAMES, string>> {
  const all = Object.entries(NAMES).map(([key, name]) => [key, environment[name]] as const)
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== ''))
}

/** Over plain http anybody on the way reads the session and everything else: it is refused. */
function readOrigin(text: string): string {
  const address = URL.canParse(text) ? new URL(text) : undefined
  if (address?.protocol === 'https:' && address.href === `${address.origin}/`) return address.origin
  throw new DomainError(
    'invalid_input',
    'ONWARD_ORIGIN must be the https address of the screens and nothing more, for example https://onward.example.org.',
  )
}

function defaultDataFolder(environment: NodeJS.ProcessEnv): string {
  if (existsSync(join(programFolder, '.git'))) return join(programFolder, 'onward-data')
  const share = environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share')
  return join(share, 'onward')
}

/** The version of this program. */
export function readVersion(): string {
  const text = readFileSync(join(programFolder, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
