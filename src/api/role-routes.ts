import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { addNote, getNotes } from '../actions/confidential-notes.ts'
import type { Desk } from '../actions/desk.ts'
import { addSite, getSites } from '../actions/manage-sites.ts'
import { listPatients, listResearchPersons, listTravellers } from '../actions/role-lists.ts'
import { SITE_KINDS } from '../domain/site.ts'
import { page, readAsked, readBody } from './read-request.ts'

const reference = z.string().min(1).max(40)
const Note = z.object({ note: z.string().max(10_000) })
const Site = z.object({
  site: z.string().max(60),
  name: z.string().max(200),
  kind: z.enum(SITE_KINDS),
})

/** What roles beside the register's own see, confidential notes, and sites. */
export function roleRoutes(app: Hono, at: (context: Context) => Promise<Desk>): void {
  app.get('/api/travellers', async (c) => c.json(await listTravellers(await at(c))))
  app.get('/api/patients', async (c) => c.json(await listPatients(await at(c))))
  app.get('/api/research', async (c) => {
    const asked = readAsked(z.object({ page }), c.req.query())
    return c.json(await listResearchPersons(await at(c), asked.page ?? 1))
  })
  app.get('/api/persons/:person/notes', async (c) =>
    c.json(await getNotes(await at(c), readAsked(reference, c.req.param('person')))),
  )
  app.post('/api/persons/:person/notes', async (c) => {
    const { note } = readAsked(Note, await readBody(c.req))
    return c.json(await addNote(await at(c), readAsked(reference, c.req.param('person')), note))
  })
  app.get('/api/sites', async (c) => c.json(await getSites(await at(c))))
  app.post('/api/sites', async (c) =>
    c.json(await addSite(await at(c), readAsked(Site, await readBody(c.req)))),
  )
}
