import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Desk } from '../actions/desk.ts'
import {
  askErasure,
  confirmErasure,
  viewErasures,
  withdrawErasure,
} from '../actions/erase-person.ts'
import { ERASURE_REASONS } from '../domain/erasure.ts'
import { readAsked, readBody } from './read-request.ts'

const reference = z.string().min(1).max(40)
const Asked = z.object({ person: reference, reason: z.enum(ERASURE_REASONS) })

/** Erasing a person: asked by one, confirmed by another. */
export function eraseRoutes(app: Hono, at: (context: Context) => Promise<Desk>): void {
  app.get('/api/erasures', async (c) => c.json(await viewErasures(await at(c))))
  app.post('/api/erasures', async (c) =>
    c.json(await askErasure(await at(c), readAsked(Asked, await readBody(c.req)))),
  )
  app.post('/api/erasures/:person/confirm', async (c) =>
    c.json(await confirmErasure(await at(c), readAsked(reference, c.req.param('person')))),
  )
  app.post('/api/erasures/:person/withdraw', async (c) =>
    c.json(await withdrawErasure(await at(c), readAsked(reference, c.req.param('person')))),
  )
}
