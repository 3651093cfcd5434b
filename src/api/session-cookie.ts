import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { CHALLENGE_LASTS_MS } from '../domain/sign-in.ts'

/**
 * Behind https a `__Host-` cookie: Secure, of this host alone and every path, so that no other host
 * of the domain can plant one. Browsers refuse that name over plain http, where only this machine
 * is served.
 */
const SECURE_COOKIE = '__Host-onward'
export const LOOPBACK_COOKIE = 'onward-session'

/** A cookie that no script and no other site's request sees. */
export interface GuardedCookie {
  read(context: Context): string | undefined
  write(context: Context, value: string): void
  clear(context: Context): void
}

function guarded(name: string, secure: boolean, maxAge?: number): GuardedCookie {
  const options = { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const
  const kept = maxAge === undefined ? options : { ...options, maxAge }
  return {
    read: (context) => getCookie(context, name),
    write: (context, value) => setCookie(context, name, value, kept),
    clear: (context) => void deleteCookie(context, name, options),
  }
}

/** Holds the session's token; ends with the browser. */
export function sessionCookie(isSecure: boolean): GuardedCookie {
  return guarded(isSecure ? SECURE_COOKIE : LOOPBACK_COOKIE, isSecure)
}

/** Holds the ticket of a visit to the organisation's provider. */
export function visitCookie(isSecure: boolean): GuardedCookie {
  const name = isSecure ? `${SECURE_COOKIE}-visit` : 'onward-visit'
  return guarded(name, isSecure, CHALLENGE_LASTS_MS / 1000)
}
