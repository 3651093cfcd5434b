import type { Actor } from '../../domain/access.ts'
import type { AuditActor, AuditFacts } from '../../domain/audit.ts'
import type { AccountId } from '../../domain/ids.ts'
import type { Tx } from '../../storage/database.ts'

/** Moments of sign-in that the audit keeps. */
type Moment = 'opened' | 'ended' | 'ended_everywhere' | 'acts_as'

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

/**
 * Notes a sign-in that failed. The typed handle is not kept: when it is nobody's it may be a
 * password in the wrong field.
 */
export function noteRefusal(tx: Tx, account: Actor | undefined, why: 'wrong' | 'locked'): void {
  tx.note({
    kind: 'sign_in',
    action: 'sign_in.refused',
    by:
      account === undefined
        ? { handle: 'unknown', role: '' }
        : { handle: account.handle, role: account.role },
    subjects: account === undefined ? [] : [`account:${account.accountId}`],
    facts: { why },
  })
}

/** What can be done to an account. */
type AccountChange =
  | 'added'
  | 'changed'
  | 'disabled'
  | 'enabled'
  | 'reset'
  | 'signed_out'
  | 'link_made'
  | 'password_set'
  | 'codes_on'
  | 'codes_off'
  | 'recovery_codes_made'
  | 'passkey_added'
  | 'passkey_removed'
  | 'outside_linked'
  | 'outside_removed'

/** Notes that somebody, or the machine's owner, changed what an account is or can sign in with. */
export function noteAccount(
  tx: Tx,
  account: AccountId,
  action: AccountChange,
  by: AuditActor,
  facts: AuditFacts = {},
): void {
  tx.note({
    kind: 'account',
    action: `account.${action}`,
    by,
    subjects: [`account:${account}`],
    facts,
  })
}
