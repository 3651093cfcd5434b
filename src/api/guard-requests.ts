import type { Context, MiddlewareHandler } from 'hono'
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
    if (foreign || (type !== 'application/json' && !isUpload(context)))
      throw new DomainError(
        'not_allowed',
        'A change must be sent as JSON from Onward’s own page or from a program on this machine.',
      )
  }
  await next()
}

/**
 * A file on its way in: as bytes of no named type, which like JSON no form and no other site's
 * script can send without asking first.
 */
export function isUpload(context: Pick<Context, 'req'>): boolean {
  const { method, path } = context.req
  return (
    method === 'POST' &&
    UPLOADS.has(path) &&
    context.req.header('content-type') === 'application/octet-stream'
  )
}

const UPLOADS: ReadonlySet<string> = new Set([
  '/api/imports/dry-run',
  '/api/imports/write',
  '/api/imports/error-file',
])

/** The host of an origin; nothing for `null` and what is none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
