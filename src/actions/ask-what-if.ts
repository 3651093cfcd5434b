import { look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlanDirectives, WhatIfView } from '../domain/views.ts'
import { WhatIf } from '../planning/what-if.ts'
import { listSeenReferences } from '../storage/cases.ts'
import type { Database, Tx } from '../storage/database.ts'
import { findLastPlan, listDirectives } from '../storage/plans.ts'
import { readSnapshot } from '../storage/snapshot.ts'
import { cutWhatIf } from './cut-plan.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { PlanWord } from './plan-words.ts'
import { closedLockReasons, mergeWords } from './plan-words.ts'
import { readPlanningInput } from './read-planning-input.ts'

/** What the questions of one plan share. */
interface Warm {
  readonly plan: string
  readonly whatIf: WhatIf
  /** Words that hold without the question. */
  readonly held: readonly PlanWord[]
}

/** A person drags in one operation; a few more for others who do the same. */
const MOST_WARM = 4

/**
 * What was read for a plan stays ready for the next question, so that dragging does not read
 * everything each time. The key names all that was read: a write anywhere makes a new one.
 */
const warmOf = new WeakMap<Database['pool'], Map<string, Warm>>()

/**
 * What locks, forbids and lifts would do to the last plan: a quick estimate against it. Nothing is
 * written. `not_found` when there is no plan, or a case or offer is not part of planning today.
 */
export async function askWhatIf(desk: Desk, words: PlanDirectives): Promise<WhatIfView> {
  requireAccess(desk.actor, 'plan.solve')
  requireAccess(desk.actor, 'plan.direct')
  const begun = performance.now()
  const warm = await look(desk, async (tx) => {
    await requireSeen(tx, [...(words.lock ?? []), ...(words.forbid ?? []), ...(words.lift ?? [])])
    return tx.asSystem((all) => warmUp(desk, all))
  })
  const view = await answer(warm, words, begun)
  return look(desk, (tx) => cutWhatIf(tx, view))
}

/** A case of another site is answered as one that does not exist. */
async function requireSeen(tx: Tx, pairs: NonNullable<PlanDirectives['lock']>): Promise<void> {
  const seen = await listSeenReferences(
    tx,
    pairs.map((one) => one.case),
  )
  const unseen = pairs.find((one) => !seen.has(one.case))
  if (unseen !== undefined) throw notPlanned(unseen.case)
}

async function answer(warm: Warm, words: PlanDirectives, begun: number): Promise<WhatIfView> {
  const { whatIf, held, plan } = warm
  const said = { lift: wordsOf(words.lift, 'lock'), set: setWords(words) }
  requireKnown(whatIf, said.set)
  const now = mergeWords(held, said)
  const locks = now.filter((one) => one.kind === 'lock' && whatIf.knowsCase(one.caseReference))
  const found = await whatIf.ask(
    {
      locks: new Map(locks.map((one) => [one.caseReference, one.offerReference])),
      forbidden: now
        .filter((one) => one.kind === 'forbid')
        .map((one) => ({ case: one.caseReference, offer: one.offerReference })),
    },
    () => performance.now(),
  )
  const closed = closedLockReasons(
    now.filter((one) => one.kind === 'lock' && !whatIf.knowsOffer(one.offerReference)),
  )
  const seconds = (performance.now() - begun) / 1000
  if (closed.length === 0) return { plan, ...found, seconds }
  const levels = found.levels.map((level) => ({ ...level, after: level.before }))
  return { plan, ...found, status: 'impossible', levels, changes: [], conflict: closed, seconds }
}

async function warmUp(desk: Desk, tx: Tx): Promise<Warm> {
  const on = today(desk)
  const key = `${desk.operation.id} ${on} ${await readSnapshot(tx)}`
  const kept = warmOf.get(desk.db.pool) ?? new Map<string, Warm>()
  warmOf.set(desk.db.pool, kept)
  const known = kept.get(key)
  // The one used last stands last; the first one goes when there are too many.
  kept.delete(key)
  const warm = known ?? (await readWarm(tx, on))
  kept.set(key, warm)
  for (const oldest of [...kept.keys()].slice(0, -MOST_WARM)) kept.delete(oldest)
  return warm
}

async function readWarm(tx: Tx, on: string): Promise<Warm> {
  const last = await findLastPlan(tx)
  if (last === undefined)
    throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
  // An approved line is with its State already: no plan can move it.
  const open = last.view.lines.filter((line) => line.approvedBy === undefined)
  const shown = new Map(open.map((line) => [line.case, line.offer]))
  const { input } = await readPlanningInput(tx, on, [], shown)
  return {
    plan: last.reference,
    whatIf: new WhatIf(input, shown),
    held: await listDirectives(tx),
  }
}

function setWords({ lock, forbid }: PlanDirectives): readonly PlanWord[] {
  return [...wordsOf(forbid, 'forbid'), ...wordsOf(lock, 'lock')]
}

function wordsOf(pairs: PlanDirectives['lock'] = [], kind: PlanWord['kind']): readonly PlanWord[] {
  return pairs.map((pair) => ({ caseReference: pair.case, offerReference: pair.offer, kind }))
}

function notPlanned(reference: string): DomainError {
  return new DomainError(
    'not_found',
    `Case ${reference} cannot be planned today: it is not ready, or a rule stops it. Check its reference, or look at the case.`,
  )
}

function requireKnown(whatIf: WhatIf, words: readonly PlanWord[]): void {
  for (const { caseReference, offerReference } of words) {
    if (!whatIf.knowsCase(caseReference)) throw notPlanned(caseReference)
    if (!whatIf.knowsOffer(offerReference))
      throw new DomainError(
        'not_found',
        `Offer ${offerReference} is not confirmed and open today, so no case can go there. Check its reference, or look at the offers.`,
      )
  }
}
