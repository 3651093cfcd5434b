import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { acknowledgeGlass, breakGlass, endGlass, listBreakGlass } from '../actions/break-glass.ts'
import type { Desk } from '../actions/desk.ts'
import { listAudit } from '../actions/list-audit.ts'
import { auditState, verifyAuditHere } from '../actions/seal-audit.ts'
import { AUDIT_KINDS } from '../domain/audit.ts'
import { BREAK_GLASS_KINDS } from '../domain/break-glass.ts'
import { day, optional, readAsked, readBody, withoutUndefined } from './read-request.ts'

const Filters = z.object({
  actor: optional(z.string().max(60)),
  kind: optional(z.enum(AUDIT_KINDS)),
  action: optional(z.string().max(60)),
  subject: optional(z.string().max(80)),
  /** Days in UTC, both inclusive. */
  from: optional(day),
  until: optional(day),
  after: optional(z.string().max(120)),
})

const Glass = z.object({
  kind: z.enum(BREAK_GLASS_KINDS),
  reference: z.string().min(1).max(40),
  reason: z.string().max(1_000),
  minutes: z.number().int().min(1).max(100_000).optional(),
})

/** The auditor's room: who did and saw what, and whether the record of it is sound. */
export function auditRoutes(app: Hono, at: (context: Context) => Promise<Desk>): void {
  app.get('/api/audit', async (c) => c.json(await auditState(await at(c))))
  app.post('/api/audit/verify', async (c) => c.json(await verifyAuditHere(await at(c))))
  app.get('/api/audit/entries', async (c) => {
    const { from, until, ...rest } = withoutUndefined(readAsked(Filters, c.req.query()))
    const days = {
      ...(from === undefined ? {} : { from: `${from}T00:00:00Z` }),
      ...(until === undefined ? {} : { until: dayAfter(until) }),
    }
    return c.json(await listAudit(await at(c), { ...rest, ...days }))
  })
  app.get('/api/break-glass', async (c) => c.json({ grants: await listBreakGlass(await at(c)) }))
  app.post('/api/break-glass', async (c) => {
    const { minutes, ...asked } = readAsked(Glass, await readBody(c.req))
    const glass = { ...asked, ...(minutes === undefined ? {} : { minutes }) }
    return c.json(await breakGlass(await at(c), glass))
  })
  app.post('/api/break-glass/:grant/acknowledge', async (c) =>
    c.json(await acknowledgeGlass(await at(c), c.req.param('grant'))),
  )
  app.post('/api/break-glass/:grant/end', async (c) =>
    c.json(await endGlass(await at(c), c.req.param('grant'))),
  )
}

function dayAfter(text: string): string {
  const next = new Date(`${text}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString()
}
