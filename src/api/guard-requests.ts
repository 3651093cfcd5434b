import type { MiddlewareHandler } from 'hono'
import { DomainError } from '../domain/errors.ts'

/**
 * Version 0.1 has no sign-in and serves this machine only. So a request must name this machine as
 * its host (no DNS rebinding), and a change must come from our own page (no other site's script
 * or form), JSON included: Hono's own csrf() lets cross-origin JSON through.
 */
export const guardRequests: MiddlewareHandler = async (context, next) => {
  const host = (context.req.header('host') ?? '').replace(/:\d+$/, '')
  if (!['localhost', '127.0.0.1', '[::1]'].includes(host))
    throw new DomainError(
      'not_allowed',
      'This server answers on this machine only. Open it as http://127.0.0.1 with its port.',
    )
  if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
    const site = context.req.header('sec-fetch-site')
    const origin = context.req.header('origin')
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && hostOf(origin) !== context.req.header('host'))
    const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim()
    if (foreign || type !== 'application/json')
      throw new DomainError(
        'not_allowed',
        'A change must be sent as JSON from Onward’s own page or from a program on this machine.',
      )
  }
  await next()
}

/** The host of an origin; nothing for `null` and what is none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
