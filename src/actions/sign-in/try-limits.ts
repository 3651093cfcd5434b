import type { Database, Tx } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import type { TryLimit } from '../../storage/sign-in-tries.ts'
import { countTry, forgetTries } from '../../storage/sign-in-tries.ts'

const MINUTE_MS = 60_000

/**
 * How often one may try. The account's own limit is wide: whoever knows a handle can use it up and
 * so shut its password out for a while (passkeys, links and the organisation's provider still open
 * it). The address's is wider still: a camp office shares one.
 */
const LIMITS = {
  accountFromAddress: { tries: 5, withinMs: 15 * MINUTE_MS },
  account: { tries: 30, withinMs: 60 * MINUTE_MS },
  address: { tries: 100, withinMs: 60 * MINUTE_MS },
  /** Links, passkeys, visits to a provider: nothing to guess in them, but each costs a row. */
  addressUntyped: { tries: 300, withinMs: 60 * MINUTE_MS },
} as const

/** The limits of a try with a handle: the same for one that exists and one that does not. */
export function typedLimits(handle: string, address: string): readonly TryLimit[] {
  return [
    { key: `account-address ${handle} ${address}`, ...LIMITS.accountFromAddress },
    { key: `account ${handle}`, ...LIMITS.account },
    { key: `address ${address}`, ...LIMITS.address },
  ]
}

export function untypedLimits(address: string): readonly TryLimit[] {
  return [{ key: `address-untyped ${address}`, ...LIMITS.addressUntyped }]
}

let last: Promise<unknown> = Promise.resolve()

/** Counts a try before it is looked at, so that many at once count as many. */
export async function allowTry(
  system: Database,
  operation: Operation,
  limits: readonly TryLimit[],
  now: Date,
): Promise<'yes' | 'not_this_account' | 'not_this_address'> {
  // One at a time in this process: tries at one key at once would wait for each other's row anyway.
  const mine = last.then(() => system.write(operation.id, (tx) => countTry(tx, limits, now)))
  last = mine.catch(() => {})
  const past = await mine
  if (past.some((one) => one.key.startsWith('address'))) return 'not_this_address'
  return past.length > 0 ? 'not_this_account' : 'yes'
}

/** After a success the failures of the account count no more; those of the address do. */
export async function forgetFailures(tx: Tx, limits: readonly TryLimit[]): Promise<void> {
  await forgetTries(
    tx,
    limits.filter((one) => one.key.startsWith('account')).map((one) => one.key),
  )
}
