import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { hashOf } from '../../storage/tokens.ts'

const STEP_SECONDS = 30
/** A clock may be a step early or late. */
const STEPS_OFF = 1
const SECRET_BYTES = 20

function totp(secret: string, handle = ''): TOTP {
  return new TOTP({
    issuer: 'Onward',
    label: handle,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  })
}

/** A new secret for an app, and the address that brings it there. */
export function newCodeSecret(handle: string): { readonly secret: string; readonly uri: string } {
  const secret = new Secret({ size: SECRET_BYTES }).base32
  return { secret, uri: totp(secret, handle).toString() }
}

/** The time step whose code this is; undefined when it is the code of none near now. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime()
  const off = totp(secret).validate({ token: code, timestamp, window: STEPS_OFF })
  return off === null ? undefined : Math.floor(timestamp / 1000 / STEP_SECONDS) + off
}

const RECOVERY_CODES = 10
const RECOVERY_BYTES = 10
// Crockford's base 32: no letter is taken for another when it is written down.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Codes to write down, of 80 random bits each: each replaces a code of the app once. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    let bits = BigInt(`0x${randomBytes(RECOVERY_BYTES).toString('hex')}`)
    let text = ''
    for (let index = 0; index < (RECOVERY_BYTES * 8) / 5; index += 1) {
      text = `${LETTERS[Number(bits & 31n)]}${text}`
      bits >>= 5n
    }
    return (text.match(/.{4}/g) ?? []).join('-')
  })
}

/** How a recovery code is kept; however it was typed. */
export function recoveryHash(code: string): Buffer {
  const plain = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return hashOf(plain)
}
