import type { Actor } from '../../domain/access.ts'
import type { AuditActor, AuditFacts } from '../../domain/audit.ts'
import type { Tx } from '../../storage/database.ts'

/** Moments of sign-in that the audit keeps. */
type Moment = 'opened' | 'ended' | 'acts_as'

/** Notes a moment of an account's sessions, in the transaction that makes it so. */
export function noteSignIn(tx: Tx, account: Actor, moment: Moment, facts: AuditFacts = {}): void {
  tx.note({
    kind: 'sign_in',
    action: `sign_in.${moment}`,
    by: { handle: account.handle, role: account.role },
    subjects: [`account:${account.accountId}`],
    facts,
  })
}

/** Notes that somebody, or the machine's owner, changed what an account is or can sign in with. */
export function noteAccount(
  tx: Tx,
  account: Pick<Actor, 'accountId'>,
  action: 'link_made',
  by: AuditActor,
): void {
  tx.note({
    kind: 'account',
    action: `account.${action}`,
    by,
    subjects: [`account:${account.accountId}`],
  })
}
