import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the program: the checkout, or the installed package. */
export const programFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Settings {
  readonly dataFolder: string
  readonly databaseUrl?: string
  readonly applicationUrl?: string
  /** The key of the audit, when it does not lie in the data folder. */
  readonly auditKeyFile?: string
  readonly port: number
  readonly webFolder: string
}

const DEFAULT_PORT = 4100

/** Settings from the environment. Data lie in ONWARD_DATA, else in the checkout, else in the user's data folder. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const url = environment['DATABASE_URL']
  const applicationUrl = environment['ONWARD_APP_DATABASE_URL']
  const auditKeyFile = environment['ONWARD_AUDIT_KEY_FILE']
  const port = Number(environment['PORT'] ?? DEFAULT_PORT)
  return {
    dataFolder: environment['ONWARD_DATA'] || defaultDataFolder(environment),
    ...(url === undefined || url === '' ? {} : { databaseUrl: url }),
    ...(applicationUrl === undefined || applicationUrl === '' ? {} : { applicationUrl }),
    ...(auditKeyFile === undefined || auditKeyFile === '' ? {} : { auditKeyFile }),
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : DEFAULT_PORT,
    webFolder: join(programFolder, 'dist', 'web'),
  }
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
