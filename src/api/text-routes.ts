import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Desk } from '../actions/desk.ts'
import { getEdition, listEditions } from '../actions/editions.ts'
import { PUBLIC_FILES, readPublicFile } from '../actions/public-edition.ts'
import { publishAppeal } from '../actions/publish-appeal.ts'
import {
  TEXT_FORMATS,
  TEXT_KINDS,
  TEXT_LANGUAGES,
  TEXT_TYPES,
  toFile,
} from '../actions/text-file.ts'
import { writeAppeal } from '../actions/write-appeal.ts'
import { day, optional, readAsked, readBody, withoutUndefined } from './read-request.ts'

type At = (context: Context) => Promise<Desk>

/** Handles of figures of others, with commas between. */
const using = optional(
  z
    .string()
    .max(2000)
    .transform((text) => text.split(',').filter((one) => one !== '')),
)
const Asked = z.object({
  asOf: optional(day),
  language: optional(z.enum(TEXT_LANGUAGES)),
  kind: optional(z.enum(TEXT_KINDS)),
  using,
})
const Publishing = z.object({
  asOf: day.optional(),
  freshForDays: z.number().int().min(0).max(100_000).optional(),
  using: z.array(z.string().min(1).max(40)).max(100).optional(),
})
/** The id of an edition, or `last`. */
const EditionId = z.string().max(40)
const OnDay = z.object({ on: optional(day) })

/** Public texts as drafts in every form. */
export function textRoutes(app: Hono, at: At): void {
  app.get('/api/appeal', async (c) => {
    const asked = withoutUndefined(readAsked(Asked, c.req.query()))
    const { asOf, markdown, fragment } = await writeAppeal(await at(c), asked)
    return c.json({ asOf, markdown, html: fragment })
  })
  for (const format of TEXT_FORMATS)
    app.get(`/api/appeal.${format}`, async (c) => {
      const asked = withoutUndefined(readAsked(Asked, c.req.query()))
      const desk = await at(c)
      const file = await toFile(desk, await writeAppeal(desk, asked), format)
      return c.body(new Uint8Array(file), 200, { 'content-type': TEXT_TYPES[format] })
    })
  app.get('/api/editions', async (c) => {
    const asked = withoutUndefined(readAsked(OnDay, c.req.query()))
    return c.json(await listEditions(await at(c), asked))
  })
  app.post('/api/editions', async (c) => {
    const asked = withoutUndefined(readAsked(Publishing, await readBody(c.req)))
    return c.json({ published: await publishAppeal(await at(c), asked) })
  })
  app.get('/api/editions/:text', async (c) => {
    const asked = withoutUndefined(readAsked(OnDay, c.req.query()))
    return c.json(await getEdition(await at(c), readAsked(EditionId, c.req.param('text')), asked))
  })
}

/** The last published edition: open to everyone, because it is public. */
export function publicRoutes(app: Hono, desk: () => Promise<Desk>): void {
  app.get('/public', (c) => c.redirect('/public/en.html'))
  for (const { name, format } of PUBLIC_FILES)
    app.get(`/public/${name}`, async (c) => {
      const file = await readPublicFile(await desk(), name)
      return c.body(new Uint8Array(file), 200, { 'content-type': TEXT_TYPES[format] })
    })
}

/** Pages that print bring a style sheet of their own; nothing else may run or load in them. */
export function printableHeaders(app: Hono): void {
  // Set before the general headers are, so that it comes last.
  for (const path of ['/api/appeal.html', '/public/*'])
    app.use(path, async (context, next) => {
      await next()
      context.header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      )
    })
}
