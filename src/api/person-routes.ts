import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Desk } from '../actions/desk.ts'
import { findLikelyPersons } from '../actions/find-likely-persons.ts'
import { getPair } from '../actions/get-pair.ts'
import { getPerson } from '../actions/get-person.ts'
import { judgePair, undoJudgement } from '../actions/judge-pair.ts'
import { listPairs } from '../actions/list-pairs.ts'
import { listPersons } from '../actions/list-persons.ts'
import type { PersonDraft } from '../actions/person-draft.ts'
import { registerPerson } from '../actions/register-person.ts'
import { CALENDARS, NAME_ROLES, SEXES } from '../domain/person.ts'
import { PAIR_STATUSES, VERDICTS } from '../domain/same-person.ts'
import {
  noWords,
  optional,
  page,
  readAsked,
  readBody,
  withoutUndefined,
  words,
} from './read-request.ts'

const reference = z.string().min(1).max(40)
const reason = z.string().max(500).optional()
const turn = z.number().int().min(0).max(1_000_000).optional()

const PersonQuery = z.object({ query: words, page })
const QueueQuery = z.object({ status: optional(z.enum(PAIR_STATUSES)), page })
const Draft = z.object({
  names: z.array(z.object({ role: z.enum(NAME_ROLES), text: z.string().max(200) })).max(40),
  sex: z.enum(SEXES).optional(),
  birth: z
    .object({
      text: z.string().max(100),
      calendar: z.enum(CALENDARS).optional(),
      dayFirst: z.boolean().optional(),
    })
    .optional(),
  nationality: optional(z.string().regex(/^[A-Z]{3}$/)),
  languages: z
    .array(z.string().regex(/^[a-z]{3}$/))
    .max(40)
    .optional(),
  household: optional(reference),
  site: optional(z.string().max(60)),
})
const Registration = z.object({
  draft: Draft,
  others: z.array(reference).max(100).optional(),
  token: z
    .string()
    .regex(/^[0-9A-Za-z-]{8,64}$/)
    .optional(),
  reason,
})
const Verdict = z.object({ verdict: z.enum(VERDICTS), turn, reason })
const Undo = z.object({ turn, reason })

/** Persons, and pairs of records that may be one person. */
export function personRoutes(app: Hono, at: (context: Context) => Promise<Desk>): void {
  app.get('/api/persons', async (c) => {
    const asked = withoutUndefined(readAsked(PersonQuery.extend({ query: noWords }), c.req.query()))
    return c.json(await listPersons(await at(c), asked))
  })
  app.post('/api/persons/search', async (c) => {
    const asked = withoutUndefined(readAsked(PersonQuery, await readBody(c.req)))
    return c.json(await listPersons(await at(c), asked))
  })
  app.post('/api/persons/likely', async (c) =>
    c.json(await findLikelyPersons(await at(c), toDraft(readAsked(Draft, await readBody(c.req))))),
  )
  app.post('/api/persons', async (c) => {
    const { draft, ...rest } = readAsked(Registration, await readBody(c.req))
    const asked = { draft: toDraft(draft), ...withoutUndefined(rest) }
    return c.json(await registerPerson(await at(c), asked))
  })
  app.get('/api/persons/:person', async (c) =>
    c.json(await getPerson(await at(c), readAsked(reference, c.req.param('person')))),
  )
  app.get('/api/same', async (c) => {
    const asked = withoutUndefined(readAsked(QueueQuery, c.req.query()))
    return c.json(await listPairs(await at(c), asked))
  })
  app.get('/api/same/:left/:right', async (c) => {
    const { left, right } = pair(c.req)
    return c.json(await getPair(await at(c), left, right))
  })
  app.post('/api/same/:left/:right', async (c) => {
    const { verdict, ...rest } = readAsked(Verdict, await readBody(c.req))
    const asked = { ...pair(c.req), verdict, ...withoutUndefined(rest) }
    return c.json(await judgePair(await at(c), asked))
  })
  app.post('/api/same/:left/:right/undo', async (c) => {
    const asked = { ...pair(c.req), ...withoutUndefined(readAsked(Undo, await readBody(c.req))) }
    return c.json(await undoJudgement(await at(c), asked))
  })
}

function pair(request: { param(name: string): string | undefined }): {
  readonly left: string
  readonly right: string
} {
  return {
    left: readAsked(reference, request.param('left')),
    right: readAsked(reference, request.param('right')),
  }
}

function toDraft({ names, birth, ...rest }: z.output<typeof Draft>): PersonDraft {
  const given = birth && { text: birth.text, ...withoutUndefined(birth) }
  return { names, ...(given && { birth: given }), ...withoutUndefined(rest) }
}
