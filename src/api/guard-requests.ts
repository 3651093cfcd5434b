import type { Context, MiddlewareHandler } from 'hono'
import { DomainError } from '../domain/errors.ts'

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * A request must name the host that is served (no DNS rebinding), and whatever it may change must
 * come from our own page (no other site's script or form), JSON included: Hono's own csrf() lets
 * cross-origin JSON through. `origin` is the public address; without one only this machine is served.
 */
export function guardRequests(origin?: string): MiddlewareHandler {
  return async (context, next) => {
    refuseOtherHost(context, origin)
    refuseOtherSite(context, origin)
    // PostgreSQL's text takes none, and nobody means one.
    if (context.req.url.includes('%00'))
      throw new DomainError('invalid_input', 'The address holds a zero character. Take it out.')
    await next()
  }
}

function refuseOtherHost(context: Context, origin: string | undefined): void {
  const host = context.req.header('host') ?? ''
  const isLoopback = LOOPBACK.has(host.replace(/:\d+$/, ''))
  if (origin === undefined && !isLoopback)
    throw new DomainError(
      'not_allowed',
      'This server answers on this machine only. Open it as http://127.0.0.1 with its port.',
    )
  if (origin !== undefined && host !== new URL(origin).host)
    throw new DomainError('not_allowed', 'This server does not answer to this name.')
}

function refuseOtherSite(context: Context, origin: string | undefined): void {
  const { method, path } = context.req
  const site = context.req.header('sec-fetch-site')
  const from = context.req.header('origin')
  const own = origin ?? `http://${context.req.header('host') ?? ''}`
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (from !== undefined && from !== own)
  if (method === 'GET' || method === 'HEAD') {
    // Nobody else's page has a reason to ask for data, whether or not it could read the answer.
    if (isForeign && path.startsWith('/api/'))
      throw new DomainError('not_allowed', 'Another site’s page may not ask for this.')
    return
  }
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim()
  if (isForeign || (type !== 'application/json' && !isUpload(context)))
    throw new DomainError(
      'not_allowed',
      'A change must be sent as JSON from Onward’s own page or from a program of yours.',
    )
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
