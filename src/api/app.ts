import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { approveLines } from '../actions/approve-lines.ts'
import { askWhatIf } from '../actions/ask-what-if.ts'
import type { Desk } from '../actions/desk.ts'
import { deskOf, findOperation, publicDesk } from '../actions/desk.ts'
import { getCase } from '../actions/get-case.ts'
import { getFigures } from '../actions/get-figures.ts'
import { getOverview } from '../actions/get-overview.ts'
import { getPlan } from '../actions/get-plan.ts'
import { getSession } from '../actions/get-session.ts'
import { listCases } from '../actions/list-cases.ts'
import { listFigureEvents } from '../actions/list-figure-events.ts'
import { listOffers } from '../actions/list-offers.ts'
import { queueJob } from '../actions/queue-job.ts'
import { recordByHand } from '../actions/record-by-hand.ts'
import type { SignedIn } from '../actions/sign-in/session.ts'
import { findSession } from '../actions/sign-in/session.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import { DomainError } from '../domain/errors.ts'
import type { ProblemView } from '../domain/views.ts'
import { placesOf } from '../observing/log.ts'
import type { Observer } from '../observing/observer.ts'
import { silentObserver } from '../observing/observer.ts'
import type { Database } from '../storage/database.ts'
import { auditRoutes } from './audit-routes.ts'
import { claimRoutes } from './claim-routes.ts'
import type { Operation } from '../storage/operations.ts'
import { accountsRoutes, ownAccountRoutes } from './account-routes.ts'
import { trustedProxies } from './address-of.ts'
import type { Entrance } from './entrance.ts'
import { eraseRoutes } from './erase-routes.ts'
import { CaseFilters, exchangeRoutes, MOST_UPLOAD_BYTES } from './exchange-routes.ts'
import { guardRequests, isUpload } from './guard-requests.ts'
import { jobRoutes, putOff, wantsLater } from './job-routes.ts'
import { liveRoutes } from './live-routes.ts'
import type { LiveNews } from './live-news.ts'
import { watchNews } from './live-news.ts'
import { observeRequests, requestIdOf } from './observe-requests.ts'
import { personRoutes } from './person-routes.ts'
import type { ReadinessWatch } from './readiness.ts'
import { watchReadiness } from './readiness.ts'
import {
  day,
  noWords,
  optional,
  page,
  readAsked,
  readBody,
  withoutUndefined,
} from './read-request.ts'
import { answeredBefore, deskForRequest, repeatSafely } from './repeat-safely.ts'
import { roleRoutes } from './role-routes.ts'
import { serveWeb } from './serve-web.ts'
import { sessionCookie, visitCookie } from './session-cookie.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { stateRoutes } from './state-routes.ts'
import { STATUS_OF } from './status-of.ts'
import { printableHeaders, publicRoutes, textRoutes } from './text-routes.ts'

export interface AppOptions {
  readonly db: Database
  readonly version: string
  /** The folder with the built screens. */
  readonly webFolder: string
  /** The operation whose published texts are shown; without it the newest. */
  readonly operation?: string
  /** The public address, https; without it only this machine is served. */
  readonly origin?: string
  /** Proxies whose X-Forwarded-For is believed. */
  readonly proxies?: readonly string[]
  /** The organisation's own provider of sign-in. */
  readonly outside?: Entrance['outside']
  /** A password alone opens nothing but the own account, where a second factor is set up. */
  readonly needsSecondFactor?: boolean
  readonly now?: () => Date
  readonly observer?: Observer
  readonly readiness?: ReadinessWatch
  readonly updates?: LiveNews
}

const CaseQuery = CaseFilters.extend({ page })
const Dates = z.object({ asOf: optional(day), knownOn: optional(day) })
const FigureDays = Dates.extend({ page })
const Reference = z.string().max(40)
const Pair = z.object({ case: z.string().max(40), offer: z.string().max(80) })
const Directives = z.object({
  lock: z.array(Pair).max(10_000).optional(),
  forbid: z.array(Pair).max(10_000).optional(),
  lift: z.array(Pair).max(10_000).optional(),
})
const Approval = z.object({ cases: z.array(z.string().max(40)).min(1).max(10_000) })

const HandRecord = z.object({
  type: z.string().max(60),
  person: z.string().max(40).optional(),
  on: day.optional(),
  reason: z.string().max(500).optional(),
  data: z.unknown(),
  version: z.string().max(60).optional(),
})

declare module 'hono' {
  interface ContextVariableMap {
    /** Who asks; every address of the API has it but those that are open. */
    signedIn: SignedIn
  }
}

/** All of the API that answers without a session; what is public and the screens lie elsewhere. */
function isOpen(path: string): boolean {
  return path === '/api/sign-out' || path.startsWith('/api/sign-in/')
}

/** More than every directive of a large plan needs. */
const MOST_BODY_BYTES = 2_000_000

function tooLarge(most: number): never {
  throw new DomainError(
    'invalid_input',
    `The request is larger than ${most / 1_000_000} MB. Send it in parts, or give the file to the command onward.`,
  )
}

/** The HTTP door: routes to actions, error codes to statuses. It knows no rule. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono()
  const observer = options.observer ?? silentObserver()
  app.use(observeRequests(observer))
  printableHeaders(app)
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
      // On this machine there is no TLS: promising it to the browser would lock the user out.
      strictTransportSecurity: options.origin === undefined ? false : 'max-age=31536000',
    }),
  )
  app.use('/api/*', async (context, next) => {
    await next()
    context.header('cache-control', 'no-store')
  })
  lookRoutes(app, options.readiness ?? watchReadiness(options.db))
  app.use('*', guardRequests(options.origin))
  const small = bodyLimit({ maxSize: MOST_BODY_BYTES, onError: () => tooLarge(MOST_BODY_BYTES) })
  const large = bodyLimit({
    maxSize: MOST_UPLOAD_BYTES,
    onError: () => tooLarge(MOST_UPLOAD_BYTES),
  })
  app.use('/api/*', (context, next) => (isUpload(context) ? large : small)(context, next))
  app.use('/api/*', repeatSafely)
  app.onError((error, context) => {
    const before = answeredBefore(error)
    if (before !== undefined) return before
    const known = toDomainError(error, observer, requestIdOf(context))
    return context.json<ProblemView>(
      {
        error: {
          code: known.code,
          message: known.message,
          issues: [...known.issues],
          ...(known.conflicts.length === 0 ? {} : { conflicts: [...known.conflicts] }),
        },
      },
      STATUS_OF[known.code],
    )
  })
  routes(app, options)
  app.get('*', (context) => serveWeb(context, options.webFolder))
  return app
}

/**
 * For whoever runs the program: alive, and ready to be sent requests. Before the guard, because a
 * proxy's probe names no host of ours; neither tells more than that.
 */
function lookRoutes(app: Hono, readiness: ReadinessWatch): void {
  app.get('/api/health', (c) => c.json({ status: 'up' }))
  app.get('/api/ready', async (c) => {
    const state = await readiness.look()
    return c.json({ status: state }, state === 'ready' ? 200 : 503)
  })
}

function routes(app: Hono, options: AppOptions): void {
  const { version, db, updates, now = () => new Date() } = options
  const isSecure = options.origin !== undefined
  const entrance: Entrance = {
    db,
    now,
    session: sessionCookie(isSecure),
    visit: visitCookie(isSecure),
    proxies: trustedProxies(options.proxies ?? []),
    operation: (name) => findOperation(db, name ?? options.operation),
    ...(options.origin === undefined ? {} : { origin: options.origin }),
    ...(options.outside === undefined ? {} : { outside: options.outside }),
  }
  const at = async (context: Context): Promise<Desk> => {
    const { operation, actor } = context.get('signedIn')
    return deskForRequest(context, deskOf(db, operation, actor, options.now))
  }
  app.use('/api/*', async (context, next) => {
    if (!isOpen(context.req.path)) {
      const token = entrance.session.read(context)
      if (token === undefined) await someOperation(options)
      // A screen that only listens must not keep a session alive that nobody uses.
      const isUse = context.req.path !== '/api/live'
      const signedIn = await findSession(db, token, now(), isUse)
      if (options.needsSecondFactor === true) refuseHalfSignedIn(signedIn, context.req.path)
      context.set('signedIn', signedIn)
    }
    await next()
  })

  signInRoutes(app, entrance)
  ownAccountRoutes(app, entrance)
  accountsRoutes(app, entrance)
  app.get('/api/session', async (c) => {
    const { maySwitch } = c.get('signedIn')
    return c.json(await getSession(await at(c), maySwitch, version))
  })
  app.get('/api/overview', async (c) => c.json(await getOverview(await at(c))))
  app.get('/api/cases', async (c) => {
    const asked = withoutUndefined(readAsked(CaseQuery.extend({ query: noWords }), c.req.query()))
    return c.json(await listCases(await at(c), asked))
  })
  app.post('/api/cases/search', async (c) => {
    const asked = withoutUndefined(readAsked(CaseQuery, await readBody(c.req)))
    return c.json(await listCases(await at(c), asked))
  })
  app.get('/api/cases/:case', async (c) =>
    c.json(await getCase(await at(c), readAsked(Reference, c.req.param('case')))),
  )
  app.post('/api/cases/:case/events', async (c) => {
    const asked = withoutUndefined(readAsked(HandRecord, await readBody(c.req)))
    const { type = '', ...rest } = asked
    return c.json(await recordByHand(await at(c), { ...rest, type, case: c.req.param('case') }))
  })
  personRoutes(app, at)
  eraseRoutes(app, at)
  claimRoutes(app, at)
  auditRoutes(app, at)
  roleRoutes(app, at)
  app.get('/api/offers', async (c) => c.json(await listOffers(await at(c))))
  app.get('/api/figures', async (c) => {
    const dates = withoutUndefined(readAsked(Dates, c.req.query()))
    return c.json({ figures: await getFigures(await at(c), dates) })
  })
  app.get('/api/figures/:figure/events', async (c) => {
    const days = withoutUndefined(readAsked(FigureDays, c.req.query()))
    return c.json(await listFigureEvents(await at(c), c.req.param('figure').slice(0, 60), days))
  })
  app.get('/api/plan', async (c) => c.json(await getPlan(await at(c))))
  app.post('/api/plan/solve', async (c) => {
    const directives = withoutUndefined(readAsked(Directives, await readBody(c.req)))
    if (wantsLater(c)) return putOff(c, await queueJob(await at(c), 'plan', { directives }))
    return c.json(await solvePlan(await at(c), { directives }))
  })
  app.post('/api/plan/what-if', async (c) => {
    const directives = withoutUndefined(readAsked(Directives, await readBody(c.req)))
    return c.json(await askWhatIf(await at(c), directives))
  })
  app.post('/api/plan/approve', async (c) => {
    const { cases } = readAsked(Approval, await readBody(c.req))
    return c.json(await approveLines(await at(c), cases))
  })
  jobRoutes(app, at)
  liveRoutes(app, at, updates ?? watchNews(db))
  exchangeRoutes(app, at)
  textRoutes(app, at)
  publicRoutes(app, async () => publicDesk(db, await someOperation(options), options.now))
  stateRoutes(app, at)
  app.all('/api/*', () => {
    throw new DomainError('not_found', 'There is nothing at this address.')
  })
}

/** A stolen or guessed password alone must not open the register. */
function refuseHalfSignedIn({ openedWith }: SignedIn, path: string): void {
  const isOwnAccount = path === '/api/session' || /^\/api\/account(\/|$)/.test(path)
  if (openedWith !== 'password' || isOwnAccount) return
  throw new DomainError(
    'not_allowed',
    'A password alone is not enough here. Set up a passkey or codes of an app on the page of your account.',
    { issues: [{ code: 'second_factor', message: 'Set up a second factor first.' }] },
  )
}

/** The operation that is shown to who is not signed in; `not_found` while there is none. */
async function someOperation(options: AppOptions): Promise<Operation> {
  const operation = await findOperation(options.db, options.operation)
  if (operation !== undefined) return operation
  throw new DomainError(
    'not_found',
    'There is no operation yet. Run `onward demo`, or `onward import register FILE`.',
  )
}

/** A bug's own words may hold anything; the caller gets none of them, and the log its places only. */
function toDomainError(error: unknown, { log, metrics }: Observer, requestId: string): DomainError {
  if (error instanceof DomainError) return error
  const code = error instanceof Error && 'code' in error ? { code: String(error.code) } : {}
  metrics.count('onward_faults_total', { where: 'request' })
  log.error('fault', { requestId, at: placesOf(error), ...code })
  return new DomainError(
    'unavailable',
    `Something went wrong in Onward itself; nothing was changed. Try again; if it stays, report it with this number: ${requestId}`,
  )
}
