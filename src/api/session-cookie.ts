import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * Behind https a `__Host-` cookie: Secure, of this host alone and every path, so that no other host
 * of the domain can plant one. Browsers refuse that name over plain http, where only this machine
 * is served.
 */
export const SECURE_COOKIE = '__Host-onward'
export const LOOPBACK_COOKIE = 'onward-session'

/** Reads and writes the cookie that holds the session's token. It ends with the browser. */
export interface SessionCookie {
  read(context: Context): string | undefined
  write(context: Context, token: string): void
  clear(context: Context): void
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? SECURE_COOKIE : LOOPBACK_COOKIE
  const options = { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure } as const
  return {
    read: (context) => getCookie(context, name),
    write: (context, token) => setCookie(context, name, token, options),
    clear: (context) => void deleteCookie(context, name, options),
  }
}
