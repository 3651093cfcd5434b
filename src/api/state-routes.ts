import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Desk } from '../actions/desk.ts'
import type { StateAnswer } from '../actions/states/answer-of-state.ts'
import { answerOfState } from '../actions/states/answer-of-state.ts'
import { decideMembers } from '../actions/states/decide-members.ts'
import { getInbox, seeActs } from '../actions/states/get-inbox.ts'
import { getStateHome } from '../actions/states/get-state-home.ts'
import { getOwnTransmission, getTransmission } from '../actions/states/get-transmission.ts'
import { offerPlaces, takeOverOffer, withdrawOffer } from '../actions/states/offer-places.ts'
import { endMissionAs, planMission } from '../actions/states/plan-mission.ts'
import { previewCorrection, sendCorrection } from '../actions/states/send-correction.ts'
import { keepStateKey, listKeys } from '../actions/states/state-keys.ts'
import { answerState, askAsState, MOST_LETTERS } from '../actions/states/write-message.ts'
import { CONSUMED_AT, COUNTING_BASES, OFFER_KINDS, OFFER_MODES } from '../domain/offer.ts'
import { DECISION_REASONS, DEFERRAL_REASONS } from '../domain/submission.ts'
import type { Given } from './read-request.ts'
import { day, page, readAsked, readBody, withoutUndefined } from './read-request.ts'

const reference = z.string().min(1).max(40)
const reasonKind = z.enum(DECISION_REASONS)
const places = z.number().int().min(0).max(1_000_000)

const Answer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.enum(['acknowledge', 'consider', 'resume']) }),
  z.strictObject({ answer: z.literal('defer'), why: z.enum(DEFERRAL_REASONS), until: day }),
  z.strictObject({ answer: z.literal('return'), reasonKind: reasonKind.optional() }),
  z.strictObject({ answer: z.literal('lapse'), reasonKind }),
])
const Decided = z.strictObject({
  version: z.number().int().min(1).max(1_000_000),
  members: z
    .array(
      z.strictObject({
        person: reference,
        decision: z.enum(['accepted', 'denied']),
        reasonKind: reasonKind.optional(),
      }),
    )
    .min(1)
    .max(200),
})
const Message = z.strictObject({ text: z.string().max(MOST_LETTERS) })
const Mission = z.strictObject({
  from: day,
  to: day,
  place: z.string().max(300),
  cases: z.array(reference).max(1_000),
})
const Places = z.strictObject({
  programme: z.string().min(1).max(200),
  kind: z.enum(OFFER_KINDS),
  total: places,
  countingBasis: z.enum(COUNTING_BASES),
  mode: z.enum(OFFER_MODES),
  opensOn: day.optional(),
  closesOn: day.optional(),
  emergencyPlaces: places.optional(),
  medicalPlaces: places.optional(),
  criteriaText: z.string().max(1_000).optional(),
})
const TakeOver = z.strictObject({
  as: z.enum(['confirmed', 'declined']),
  consumedAt: z.enum(CONSUMED_AT).optional(),
  closesOn: day.optional(),
})
const Correction = z.strictObject({ reason: z.string().max(1_000), sha256: z.string().max(64) })
const Key = z.strictObject({
  state: z.string().regex(/^[A-Z]{3}$/),
  recipient: z.string().max(3_000),
})
const Seen = z.strictObject({ acts: z.array(reference).min(1).max(1_000) })

type At = (context: Context) => Promise<Desk>

/** The room of a State (`/api/state`), and the offices' side of it (`/api/states`). */
export function stateRoutes(app: Hono, at: At): void {
  roomRoutes(app, at)
  officeRoutes(app, at)
}

function roomRoutes(app: Hono, at: At): void {
  app.get('/api/state/home', async (c) => c.json(await getStateHome(await at(c))))
  app.get('/api/state/cases/:case', async (c) =>
    c.json(await getOwnTransmission(await at(c), caseOf(c))),
  )
  app.post('/api/state/cases/:case/answer', async (c) => {
    const answer = withoutUndefined(readAsked(Answer, await readBody(c.req))) as StateAnswer
    return c.json(await answerOfState(await at(c), caseOf(c), answer))
  })
  app.post('/api/state/cases/:case/decisions', async (c) => {
    const { version, members } = readAsked(Decided, await readBody(c.req))
    const decisions = { version, members: members.map((one) => given(one)) }
    return c.json(await decideMembers(await at(c), caseOf(c), decisions))
  })
  app.post('/api/state/cases/:case/messages', async (c) => {
    const { text } = readAsked(Message, await readBody(c.req))
    const desk = await at(c)
    await askAsState(desk, caseOf(c), text)
    return c.json(await getOwnTransmission(desk, caseOf(c)))
  })
  app.post('/api/state/missions', async (c) =>
    c.json(await planMission(await at(c), readAsked(Mission, await readBody(c.req)))),
  )
  for (const as of ['held', 'cancelled'] as const)
    app.post(`/api/state/missions/:mission/${as}`, async (c) =>
      c.json(await endMissionAs(await at(c), readAsked(reference, c.req.param('mission')), as)),
    )
  app.post('/api/state/offers', async (c) =>
    c.json(await offerPlaces(await at(c), given(readAsked(Places, await readBody(c.req))))),
  )
  app.post('/api/state/offers/:offer/withdraw', async (c) =>
    c.json(await withdrawOffer(await at(c), readAsked(reference, c.req.param('offer')))),
  )
}

function officeRoutes(app: Hono, at: At): void {
  app.get('/api/states/inbox', async (c) => {
    const asked = readAsked(z.object({ page }), c.req.query())
    return c.json(await getInbox(await at(c), asked.page))
  })
  app.post('/api/states/inbox/seen', async (c) => {
    const { acts } = readAsked(Seen, await readBody(c.req))
    return c.json({ seen: await seeActs(await at(c), acts) })
  })
  app.get('/api/states/cases/:case', async (c) =>
    c.json(await getTransmission(await at(c), caseOf(c))),
  )
  app.post('/api/states/cases/:case/messages', async (c) => {
    const { text } = readAsked(Message, await readBody(c.req))
    const desk = await at(c)
    await answerState(desk, caseOf(c), text)
    return c.json(await getTransmission(desk, caseOf(c)))
  })
  app.get('/api/states/cases/:case/correction', async (c) =>
    c.json(await previewCorrection(await at(c), caseOf(c))),
  )
  app.post('/api/states/cases/:case/correction', async (c) =>
    c.json(
      await sendCorrection(await at(c), caseOf(c), readAsked(Correction, await readBody(c.req))),
    ),
  )
  app.post('/api/states/offers/:offer/take-over', async (c) => {
    const asked = given(readAsked(TakeOver, await readBody(c.req)))
    return c.json(
      await takeOverOffer(await at(c), readAsked(reference, c.req.param('offer')), asked),
    )
  })
  app.get('/api/states/keys', async (c) => c.json({ keys: await listKeys(await at(c)) }))
  app.post('/api/states/keys', async (c) => {
    const { state, recipient } = readAsked(Key, await readBody(c.req))
    return c.json(await keepStateKey(await at(c), state, recipient))
  })
}

function caseOf(c: Context): string {
  return readAsked(reference, c.req.param('case'))
}

/** Zod’s absent fields are `undefined`; actions know them as absent. */
function given<T extends object>(value: T): T & Given<T> {
  return withoutUndefined(value) as T & Given<T>
}
