import type { AccountId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { hashOf } from './tokens.ts'

export type ChallengeKind = 'passkey' | 'new_passkey' | 'outside' | 'new_outside'

export interface NewChallenge {
  readonly kind: ChallengeKind
  /** What the browser brings back; kept as a hash. */
  readonly challenge: string
  /** Of whom it is asked; none when nobody is signed in. */
  readonly accountId?: AccountId
  readonly data?: Readonly<Record<string, string>>
  readonly endsAt: Date
}

export async function insertChallenge(tx: Tx, one: NewChallenge): Promise<void> {
  await tx.query(
    `insert into sign_in_challenges (operation_id, challenge_hash, kind, account_id, data, ends_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      tx.operationId,
      hashOf(one.challenge),
      one.kind,
      one.accountId,
      JSON.stringify(one.data ?? {}),
      one.endsAt,
    ],
  )
}

/** Uses a challenge up; nothing when there is none of this kind, or its time is over. */
export async function takeChallenge(
  tx: Tx,
  kinds: readonly ChallengeKind[],
  challenge: string,
  now: Date,
): Promise<
  | {
      readonly kind: ChallengeKind
      readonly accountId?: AccountId
      readonly data: Readonly<Record<string, string>>
    }
  | undefined
> {
  await tx.query('delete from sign_in_challenges where operation_id = $1 and ends_at <= $2', [
    tx.operationId,
    now,
  ])
  const rows = await tx.query<{
    kind: string
    account_id: string | null
    data: Record<string, string>
  }>(
    `delete from sign_in_challenges
     where operation_id = $1 and challenge_hash = $2 and kind = any($3)
     returning kind, account_id, data`,
    [tx.operationId, hashOf(challenge), kinds],
  )
  const row = rows[0]
  return (
    row && {
      kind: row.kind as ChallengeKind,
      data: row.data,
      ...(row.account_id === null ? {} : { accountId: row.account_id as AccountId }),
    }
  )
}
