import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { addClaims } from '../actions/add-claims.ts'
import { addReport } from '../actions/add-report.ts'
import { getFigureTrail, listClaimFigureViews } from '../actions/claim-figures.ts'
import { addEvidence, correctClaim, decideClaims, linkClaims } from '../actions/decide-claims.ts'
import type { Desk } from '../actions/desk.ts'
import { getDocument, listBodies, listClaims, listDocuments } from '../actions/list-claims.ts'
import { listIncidentViews, recordIncident } from '../actions/record-incident.ts'
import { CLAIM_LINKS, CLAIM_VERDICTS, EVIDENCE_KINDS } from '../domain/claim.ts'
import type { ClaimCorrection } from '../domain/claim-views.ts'
import { day, optional, page, readAsked, readBody, withoutUndefined } from './read-request.ts'

type At = (context: Context) => Promise<Desk>

const reference = z.string().min(1).max(40)
const handle = z.string().min(1).max(80)
const reason = z.string().max(500).optional()

const ClaimQuery = z.object({
  state: optional(z.enum(['proposed', ...CLAIM_VERDICTS])),
  measure: optional(z.string().max(60)),
  page,
})
const FigureQuery = z.object({
  asOf: optional(day),
  knownOn: optional(day),
  measure: optional(z.string().max(60)),
  event: optional(handle),
})
const TrailQuery = z.object({ knownOn: optional(day) })
const Report = z.object({
  publisher: handle,
  publishedOn: day,
  subject: handle,
  place: handle.optional(),
  event: handle.optional(),
  population: handle.optional(),
  language: z.string().max(35).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  text: z.string().min(1).max(1_000_000),
  proposals: z.unknown().optional(),
})
const Decision = z.object({
  claims: z.array(reference).min(1).max(10_000),
  verdict: z.enum(CLAIM_VERDICTS),
  reason,
})
/** What changes is checked with the claim that comes of it (domain/claim-schema.ts). */
const Correction = z.object({ reason: z.string().min(1).max(500) }).catchall(z.unknown())
const Link = z.object({ to: reference, type: z.enum(CLAIM_LINKS), reason })
const EvidenceAsked = z.object({
  kind: z.enum(EVIDENCE_KINDS),
  document: reference.optional(),
  custody: z.string().max(500).optional(),
})

/** What others said, the figures made of it, and incidents. */
export function claimRoutes(app: Hono, at: At): void {
  app.get('/api/claims', async (c) => {
    const asked = withoutUndefined(readAsked(ClaimQuery, c.req.query()))
    return c.json(await listClaims(await at(c), asked))
  })
  app.post('/api/claims', async (c) => c.json(await addClaims(await at(c), await readBody(c.req))))
  app.post('/api/claims/decisions', async (c) => {
    const { claims, verdict, reason: why } = readAsked(Decision, await readBody(c.req))
    const said = { claims, verdict, ...(why === undefined ? {} : { reason: why }) }
    return c.json(await decideClaims(await at(c), said))
  })
  app.post('/api/claims/:claim/correction', async (c) => {
    const correction = readAsked(Correction, await readBody(c.req))
    const asked = correction as ClaimCorrection & { readonly reason: string }
    return c.json(await correctClaim(await at(c), c.req.param('claim'), asked))
  })
  app.post('/api/claims/:claim/links', async (c) => {
    const { reason: why, ...link } = readAsked(Link, await readBody(c.req))
    const asked = { ...link, from: c.req.param('claim') }
    const desk = await at(c)
    return c.json(await linkClaims(desk, why === undefined ? asked : { ...asked, reason: why }))
  })
  app.post('/api/claims/:claim/evidence', async (c) => {
    const { kind, ...rest } = readAsked(EvidenceAsked, await readBody(c.req))
    const asked = { claim: c.req.param('claim'), kind, ...withoutUndefined(rest) }
    return c.json(await addEvidence(await at(c), asked))
  })
  app.get('/api/documents', async (c) => c.json(await listDocuments(await at(c))))
  app.post('/api/documents', async (c) => {
    const { publisher, publishedOn, subject, place, text, ...rest } = readAsked(
      Report,
      await readBody(c.req),
    )
    const asked = { publisher, publishedOn, subject, place: place ?? subject, text }
    return c.json(await addReport(await at(c), { ...asked, ...withoutUndefined(rest) }))
  })
  app.get('/api/documents/:document', async (c) =>
    c.json(await getDocument(await at(c), readAsked(reference, c.req.param('document')))),
  )
  app.get('/api/bodies', async (c) => c.json(await listBodies(await at(c))))
  figureRoutes(app, at)
}

function figureRoutes(app: Hono, at: At): void {
  app.get('/api/claim-figures', async (c) => {
    const asked = withoutUndefined(readAsked(FigureQuery, c.req.query()))
    return c.json(await listClaimFigureViews(await at(c), asked))
  })
  app.get('/api/claim-figures/:figure', async (c) => {
    const asked = withoutUndefined(readAsked(TrailQuery, c.req.query()))
    const figure = readAsked(reference, c.req.param('figure'))
    return c.json(await getFigureTrail(await at(c), figure, asked))
  })
  app.get('/api/incidents', async (c) => c.json(await listIncidentViews(await at(c))))
  app.post('/api/incidents', async (c) =>
    c.json(await recordIncident(await at(c), await readBody(c.req))),
  )
}
