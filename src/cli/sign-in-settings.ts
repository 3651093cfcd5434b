import { readFileSync } from 'node:fs'
import type { AppOptions } from '../api/app.ts'
import { DomainError } from '../domain/errors.ts'
import type { Settings } from './settings.ts'

type SignInSettings = Pick<AppOptions, 'origin' | 'proxies' | 'outside' | 'needsSecondFactor'>

/** How people sign in at this server; `invalid_input` for what cannot be meant. */
export function readSignInSettings(
  environment: NodeJS.ProcessEnv,
  { origin }: Pick<Settings, 'origin'>,
): SignInSettings {
  const proxies = environment['ONWARD_PROXIES'] ?? ''
  const factor =
    environment['ONWARD_SECOND_FACTOR'] || (origin === undefined ? 'optional' : 'required')
  if (factor !== 'optional' && factor !== 'required')
    throw new DomainError('invalid_input', 'ONWARD_SECOND_FACTOR is required or optional.')
  const outside = readOutside(environment)
  return {
    ...(origin === undefined ? {} : { origin }),
    proxies: proxies.split(',').filter((one) => one.trim() !== ''),
    needsSecondFactor: factor === 'required',
    ...(outside === undefined ? {} : { outside }),
  }
}

function readOutside(environment: NodeJS.ProcessEnv): AppOptions['outside'] {
  const issuer = environment['ONWARD_OIDC_ISSUER'] ?? ''
  if (issuer === '') return undefined
  const clientId = environment['ONWARD_OIDC_CLIENT_ID'] ?? ''
  const isAddress = URL.canParse(issuer)
  if (!isAddress || clientId === '')
    throw new DomainError(
      'invalid_input',
      'ONWARD_OIDC_ISSUER is the address of the organisation’s provider, and ONWARD_OIDC_CLIENT_ID the name under which Onward is known there. Set both, or none.',
    )
  const secret = readSecret(environment['ONWARD_OIDC_CLIENT_SECRET_FILE'])
  return {
    name: environment['ONWARD_OIDC_NAME'] || new URL(issuer).hostname,
    issuer,
    clientId,
    ...(secret === undefined ? {} : { clientSecret: secret }),
  }
}

/** From a file, because the environment of a process is read by more than the process. */
function readSecret(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new DomainError(
      'invalid_input',
      'The file that ONWARD_OIDC_CLIENT_SECRET_FILE names cannot be read.',
      { cause: error },
    )
  }
}
