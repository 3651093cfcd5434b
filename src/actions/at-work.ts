import type { Activity } from '../domain/access.ts'
import type { AuditFacts, AuditKind } from '../domain/audit.ts'
import type { Tx } from '../storage/database.ts'
import type { Desk } from './desk.ts'

/*
 * The only ways in which an action gets at the data, so that none of them forgets the audit: each
 * says what it does and whom it touched (`tx.touched`); a test walks the actions.
 */

/** Reads what is no record of a person or case: offers, figures, claims. Leaves no note. */
export function look<T>(desk: Desk, work: (tx: Tx) => Promise<T>): Promise<T> {
  return desk.db.read(desk.operation.id, work)
}

/** The same for reports: perhaps from a replica, some seconds old (docs/scale.md). */
export function lookForReport<T>(desk: Desk, work: (tx: Tx) => Promise<T>): Promise<T> {
  return desk.db.report(desk.operation.id, work)
}

/** Reads records of persons or cases; noted with whom it was about, before anything is shown. */
export function lookNoted<T>(
  desk: Desk,
  action: Activity,
  work: (tx: Tx) => Promise<T>,
  facts: (result: T) => AuditFacts = () => ({}),
): Promise<T> {
  return desk.db.readNoted(desk.operation.id, async (tx) => {
    const result = await work(tx)
    tx.note({ kind: 'read', action, subjects: [...tx.touched], facts: facts(result) })
    return result
  })
}

/** Searches records; noted with how many were found and a keyed hash of the words. */
export function search<T>(
  desk: Desk,
  action: Activity,
  words: string | undefined,
  work: (tx: Tx) => Promise<T>,
  found: (result: T) => number,
): Promise<T> {
  return desk.db.readNoted(desk.operation.id, async (tx) => {
    const result = await work(tx)
    const isAsked = words !== undefined && words.trim() !== ''
    const facts = { found: found(result) }
    tx.note({ kind: 'search', action, facts, ...(isAsked ? { words } : {}) })
    return result
  })
}

/** Changes something; noted with whom and what it touched, in the same commit. */
export function act<T>(
  desk: Desk,
  action: Activity,
  work: (tx: Tx) => Promise<T>,
  facts: (result: T) => AuditFacts = () => ({}),
): Promise<T> {
  return desk.db.write(desk.operation.id, async (tx) => {
    const result = await work(tx)
    tx.note({ kind: 'change', action, subjects: [...tx.touched], facts: facts(result) })
    return result
  })
}

/**
 * Changes what lies past what the actor may see, for what must reach every site and table; noted as
 * the actor's. Whoever calls it has checked access, and cuts what goes back.
 */
export function actPastWalls<T>(
  desk: Desk,
  kind: AuditKind,
  action: Activity,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { handle, role } = desk.actor
  return desk.db.asSystem().write(desk.operation.id, async (tx) => {
    const result = await work(tx)
    tx.note({ kind, action, by: { handle, role }, subjects: [...tx.touched] })
    return result
  })
}

/** Lets rows leave the house: what and how many is noted in the commit that records it. */
export function takeOut<T>(
  desk: Desk,
  action: Activity,
  work: (tx: Tx) => Promise<T>,
  facts: (result: T) => AuditFacts,
): Promise<T> {
  return desk.db.write(desk.operation.id, async (tx) => {
    const result = await work(tx)
    tx.note({ kind: 'export', action, subjects: [...tx.touched], facts: facts(result) })
    return result
  })
}
