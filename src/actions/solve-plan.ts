import { act, look } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlanId } from '../domain/ids.ts'
import type { PlanDirectives, PlanLineView, PlanView } from '../domain/views.ts'
import { infeasible } from '../planning/conflict.ts'
import type { Proposal } from '../planning/propose.ts'
import { findCaseByReference } from '../storage/cases.ts'
import { checkPlan, faultText } from '../storage/check-plan.ts'
import type { Tx } from '../storage/database.ts'
import { newId, newReference } from '../storage/ids.ts'
import { listOffers } from '../storage/offers.ts'
import type { Directive, StoredPlan } from '../storage/plans.ts'
import {
  findLastPlan,
  insertPlan,
  liftDirective,
  listDirectives,
  saveDirective,
} from '../storage/plans.ts'
import { cutPlan } from './cut-plan.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { caseNotFound } from './get-case.ts'
import type { SaidWords } from './plan-words.ts'
import { closedLockReasons, mergeWords } from './plan-words.ts'
import type { PlanningFacts } from './read-planning-input.ts'
import { proposeApart } from './propose-apart.ts'
import { readPlanningInput } from './read-planning-input.ts'

export interface SolveOptions {
  readonly directives?: PlanDirectives
  readonly timeLimitSeconds?: number
  readonly onProgress?: (done: number, total: number) => void
  /** Ends the solving; the promise is rejected and nothing is kept. */
  readonly signal?: AbortSignal
}

const TIME_LIMIT_SECONDS = 30
/** What more places would do is worth a wait, but not a long one. */
const ONE_MORE_SECONDS = 10

/**
 * Proposes ready cases for confirmed offers and keeps the plan. Locks and forbids given here stay
 * until lifted. When demands conflict, the answer says which, and nothing is kept: neither the
 * words given here nor a plan. Nothing is submitted by this.
 */
export async function solvePlan(desk: Desk, options: SolveOptions): Promise<PlanView> {
  requireAccess(desk.actor, 'plan.solve')
  const on = today(desk)
  const words = options.directives ?? {}
  const speaks = [words.lock, words.forbid, words.lift].some((list) => (list?.length ?? 0) > 0)
  if (speaks) requireAccess(desk.actor, 'plan.direct')
  const { facts, before, directives } = await look(desk, async (tx) => {
    const asked = await resolveWords(tx, words)
    // Places are shared by all sites: a plan is made of all cases, and shown as far as each is seen.
    return tx.asSystem(async (all) => {
      const last = await findLastPlan(all)
      const said = mergeWords(await listDirectives(all), asked)
      return {
        before: last,
        directives: said,
        facts: await readPlanningInput(all, on, said, offersOf(last)),
      }
    })
  })
  const proposal =
    facts.lockedToClosed.length > 0
      ? infeasible(closedLockReasons(facts.lockedToClosed), 0)
      : await run(facts, options)
  const plan = toPlan(desk, proposal, facts, before, directives)
  if (proposal.status === 'infeasible')
    return look(desk, (tx) => cutPlan(tx, { ...plan, check: [] }))
  return act(desk, 'plan.solve', async (tx) => {
    if (speaks) await saveWords(tx, desk, await resolveWords(tx, words))
    const whole = await tx.asSystem(async (all) => {
      const faults = await checkPlan(all, proposal.lines, on)
      const view = { ...plan, check: faults.map(faultText) }
      await insertPlan(all, { id: newId<PlanId>(), reference: plan.plan, view })
      return view
    })
    return cutPlan(tx, whole)
  })
}

function run({ input }: PlanningFacts, options: SolveOptions): Promise<Proposal> {
  const task = {
    input,
    timeLimitSeconds: options.timeLimitSeconds ?? TIME_LIMIT_SECONDS,
    oneMoreSeconds: ONE_MORE_SECONDS,
  }
  return proposeApart(task, options.onProgress, options.signal)
}

type Words = SaidWords<Directive>

/** The words with ids; `not_found` for a case or an offer that does not exist. */
async function resolveWords(tx: Tx, words: PlanDirectives): Promise<Words> {
  const offers = new Map((await listOffers(tx)).map(({ offer }) => [offer.reference, offer.id]))
  const resolve = async (
    pair: { readonly case: string; readonly offer: string },
    kind: Directive['kind'],
  ): Promise<Directive> => {
    const stored = await findCaseByReference(tx, pair.case)
    if (stored === undefined) throw caseNotFound(pair.case)
    const offerId = offers.get(pair.offer)
    if (offerId === undefined)
      throw new DomainError(
        'not_found',
        `There is no offer ${pair.offer} here. Check its reference.`,
      )
    const caseReference = stored.reference
    return { caseId: stored.file.id, caseReference, offerId, offerReference: pair.offer, kind }
  }
  const all = async (pairs: PlanDirectives['lock'], kind: Directive['kind']) => {
    const found: Directive[] = []
    for (const pair of pairs ?? []) found.push(await resolve(pair, kind))
    return found
  }
  return {
    lift: await all(words.lift, 'lock'),
    set: [...(await all(words.forbid, 'forbid')), ...(await all(words.lock, 'lock'))],
  }
}

async function saveWords(tx: Tx, desk: Desk, { lift, set }: Words): Promise<void> {
  const madeAt = desk.now().toISOString()
  for (const word of lift) await liftDirective(tx, word.caseId, word.offerId)
  for (const word of set) await saveDirective(tx, word, desk.actor.handle, madeAt)
}

function toPlan(
  desk: Desk,
  proposal: Proposal,
  facts: PlanningFacts,
  before: StoredPlan | undefined,
  directives: readonly Directive[],
): Omit<PlanView, 'check'> {
  const previous = offersOf(before)
  const lines = proposal.lines.map((line) => withChange(line, previous))
  const placed = new Set(lines.map((line) => line.case))
  const { conflict, ...rest } = proposal
  return {
    plan: newReference('PLAN'),
    madeAt: desk.now().toISOString(),
    asOf: today(desk),
    madeBy: desk.actor.handle,
    ...rest,
    lines,
    unplaced: [
      ...proposal.unplaced,
      ...(proposal.status === 'infeasible' ? [] : stoppedCases(facts)),
    ],
    ...(conflict === undefined ? {} : { conflict }),
    ...(before === undefined
      ? {}
      : {
          comparedWith: {
            plan: before.reference,
            madeAt: before.view.madeAt,
            same: lines.filter((line) => line.change === 'same').length,
            moved: lines.filter((line) => line.change === 'moved').length,
            added: lines.filter((line) => line.change === 'new').length,
            dropped: [...previous.keys()].filter((reference) => !placed.has(reference)).length,
          },
        }),
    forbidden: directives
      .filter((one) => one.kind === 'forbid')
      .map((one) => ({ case: one.caseReference, offer: one.offerReference })),
  }
}

/** The offer of each case that a plan placed, by references. */
function offersOf(plan: StoredPlan | undefined): ReadonlyMap<string, string> {
  return new Map((plan?.view.lines ?? []).map((line) => [line.case, line.offer]))
}

function withChange(
  line: Proposal['lines'][number],
  previous: ReadonlyMap<string, string>,
): PlanLineView {
  const previousOffer = previous.get(line.case)
  if (previousOffer === undefined) return { ...line, change: 'new' }
  if (previousOffer === line.offer) return { ...line, change: 'same' }
  return { ...line, change: 'moved', previousOffer }
}

function stoppedCases({ stopped }: PlanningFacts): PlanView['unplaced'] {
  return stopped.map(({ reference, file, violations }) => ({
    case: reference,
    persons: file.members.length,
    priority: file.priority,
    why: violations.map(({ rule, message }) => ({ code: `rule_${rule}`, text: message })),
  }))
}
