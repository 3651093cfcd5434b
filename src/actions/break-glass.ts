import { createHash } from 'node:crypto'
import { mayDo, requireAccess } from '../domain/access.ts'
import type { BreakGlassView } from '../domain/audit-views.ts'
import type { BreakGlassKind } from '../domain/break-glass.ts'
import {
  BREAK_GLASS_MINUTES,
  BREAK_GLASS_REASON,
  isGrantOpen,
  underGrant,
} from '../domain/break-glass.ts'
import { DomainError } from '../domain/errors.ts'
import type { StoredGrant } from '../storage/break-glass.ts'
import {
  acknowledgeGrant,
  endGrant,
  findAnywhere,
  findGrant,
  insertGrant,
  listGrants,
  listRunningGrants,
} from '../storage/break-glass.ts'
import { newId } from '../storage/ids.ts'
import { look } from './at-work.ts'
import type { Desk } from './desk.ts'

export interface AskedGlass {
  readonly kind: BreakGlassKind
  readonly reference: string
  readonly reason: string
  readonly minutes?: number
}

/**
 * Opens one case or person of another site to this account for a short time. Noted at once; whoever
 * reviews it must acknowledge it.
 */
export async function breakGlass(desk: Desk, asked: AskedGlass): Promise<BreakGlassView> {
  requireAccess(desk.actor, 'glass.break')
  const { kind, minutes = BREAK_GLASS_MINUTES.usual } = asked
  const reason = asked.reason.trim()
  if (reason.length < BREAK_GLASS_REASON.fewest || reason.length > BREAK_GLASS_REASON.most)
    throw new DomainError(
      'invalid_input',
      `Emergency access needs its reason, in ${BREAK_GLASS_REASON.fewest} to ${BREAK_GLASS_REASON.most} letters: what is the emergency? A reviewer reads it. Write no names.`,
    )
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > BREAK_GLASS_MINUTES.most)
    throw new DomainError(
      'invalid_input',
      `Emergency access lasts 1 to ${BREAK_GLASS_MINUTES.most} minutes. Ask again when more is needed.`,
    )
  const reference = asked.reference.trim().toUpperCase()
  const found = await desk.db
    .asSystem()
    .read(desk.operation.id, (tx) => findAnywhere(tx, kind, reference))
  const { sites } = desk.actor
  const isOwn = found !== undefined && (sites === 'all' || sites.includes(found.site))
  if (found === undefined || isOwn) {
    await noteRefusal(desk, kind, isOwn ? 'own_site' : 'not_found')
    throw isOwn
      ? new DomainError('conflict', `${reference} is of a site of yours: open it as usual.`)
      : new DomainError(
          'not_found',
          `There is no ${kind} ${reference.slice(0, 40)}. Check the reference.`,
        )
  }
  const at = desk.now()
  const grant: StoredGrant = {
    id: newId<string>(),
    accountId: desk.actor.accountId,
    actor: desk.actor.handle,
    subjectKind: kind,
    subjectId: found.id,
    reference,
    site: found.site,
    reason,
    openedAt: at.toISOString(),
    endsAt: new Date(at.getTime() + minutes * 60_000).toISOString(),
  }
  await desk.db.write(desk.operation.id, async (tx) => {
    await insertGrant(tx, grant)
    tx.note({
      kind: 'break_glass',
      action: 'glass.break',
      subjects: [`${kind}:${found.id}`, `grant:${grant.id}`],
      // The reason is free text and stays with the grant; its hash shows if it is changed there.
      facts: {
        minutes,
        site: found.site,
        reasonSha256: createHash('sha256').update(reason).digest('hex'),
      },
    })
  })
  return toView(grant, at)
}

async function noteRefusal(desk: Desk, kind: BreakGlassKind, why: string): Promise<void> {
  await desk.db.write(desk.operation.id, async (tx) =>
    tx.note({ kind: 'break_glass', action: 'glass.refused', facts: { kind, why } }),
  )
}

const MOST_LISTED = 500

/** Emergency access: all of it for who reviews it, one's own for who asked. */
export async function listBreakGlass(desk: Desk): Promise<readonly BreakGlassView[]> {
  if (!mayDo(desk.actor.role, 'glass.review')) requireAccess(desk.actor, 'glass.break')
  const grants = await look(desk, (tx) => listGrants(tx, MOST_LISTED))
  return grants.map((one) => toView(one, desk.now()))
}

/** Says that it was looked at. Errors: `not_found`. */
export async function acknowledgeGlass(desk: Desk, id: string): Promise<BreakGlassView> {
  requireAccess(desk.actor, 'glass.review')
  return onGrant(desk, id, 'glass.acknowledged', async (tx, grant) => {
    if (grant.acknowledgedAt === undefined)
      await acknowledgeGrant(tx, id, desk.actor.handle, desk.now())
  })
}

/** Ends it before its time: whoever opened it, or who reviews it. */
export async function endGlass(desk: Desk, id: string): Promise<BreakGlassView> {
  if (!mayDo(desk.actor.role, 'glass.review')) requireAccess(desk.actor, 'glass.break')
  return onGrant(desk, id, 'glass.ended', (tx) => endGrant(tx, id, desk.now()))
}

type GrantWork = (tx: Parameters<typeof findGrant>[0], grant: StoredGrant) => Promise<void>

async function onGrant(
  desk: Desk,
  id: string,
  action: string,
  work: GrantWork,
): Promise<BreakGlassView> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  return desk.db.write(desk.operation.id, async (tx) => {
    const grant = isId ? await findGrant(tx, id) : undefined
    if (grant === undefined)
      throw new DomainError('not_found', 'There is no such emergency access here.')
    await work(tx, grant)
    const subject = `${grant.subjectKind}:${grant.subjectId}` as const
    tx.note({ kind: 'break_glass', action, subjects: [subject, `grant:${id}`] })
    return toView((await findGrant(tx, id)) ?? grant, desk.now())
  })
}

/** The desk for reading one named record: with its site while emergency access to it is open. */
export async function deskFor(
  desk: Desk,
  kind: BreakGlassKind,
  asked: string,
): Promise<{ readonly desk: Desk; readonly grant?: string }> {
  const { actor } = desk
  if (actor.sites === 'all' || !mayDo(actor.role, 'glass.break')) return { desk }
  const now = desk.now()
  const grants = await look(desk, (tx) => listRunningGrants(tx, actor.accountId, now))
  const under = underGrant(actor, grants, { kind, reference: asked.trim().toUpperCase() }, now)
  if (under === undefined) return { desk }
  return {
    desk: { ...desk, actor: under.actor, db: desk.db.as(under.actor) },
    grant: under.grant.id,
  }
}

function toView(one: StoredGrant, now: Date): BreakGlassView {
  return {
    grant: one.id,
    by: one.actor,
    kind: one.subjectKind,
    reference: one.reference,
    site: one.site,
    reason: one.reason,
    openedAt: one.openedAt,
    endsAt: one.endedAt ?? one.endsAt,
    isOpen: isGrantOpen(one, now),
    ...(one.acknowledgedAt === undefined ? {} : { acknowledgedAt: one.acknowledgedAt }),
    ...(one.acknowledgedBy === undefined ? {} : { acknowledgedBy: one.acknowledgedBy }),
  }
}
