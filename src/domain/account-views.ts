import type { OpenedWith } from './sign-in.ts'
import type { AccountView } from './views.ts'

/** What an account can sign in with; never the secrets themselves. */
export interface ProofsView {
  readonly password: boolean
  /** Codes of an app. */
  readonly code: boolean
  /** Recovery codes that were not used. */
  readonly recoveryCodes: number
  readonly passkeys: number
  /** Issuers of the organisation's providers that it is linked to. */
  readonly outside: readonly string[]
}

export interface SessionLineView {
  readonly session: string
  /** The browser in two words. */
  readonly device: string
  readonly openedWith: OpenedWith
  readonly openedAt: string
  readonly seenAt: string
  readonly isThis: boolean
}

export interface PasskeyView {
  readonly passkey: string
  readonly name: string
  readonly madeAt: string
  readonly usedAt?: string
}

/** GET /api/account: one's own account */
export interface OwnAccountView {
  readonly account: AccountView
  readonly proofs: ProofsView
  readonly passkeys: readonly PasskeyView[]
  readonly sessions: readonly SessionLineView[]
  /** Signed in so lately that what proves the account may be changed. */
  readonly isFresh: boolean
  /** Opened by a one-time link, and so may link the account to the organisation's provider. */
  readonly mayLink: boolean
}

/** An account as its administrators see it. */
export interface KeptAccountView extends AccountView {
  /** Ids of sites; `*`: all. */
  readonly sites: readonly string[]
  readonly state?: string
  readonly disabledAt?: string
  readonly proofs: ProofsView
  /** Open sessions. */
  readonly sessions: number
}

/** GET /api/accounts */
export interface AccountsView {
  readonly accounts: readonly KeptAccountView[]
}
