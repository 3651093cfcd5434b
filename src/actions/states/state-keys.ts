import { requireAccess } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import type { StateCode } from '../../domain/state-code.ts'
import { isStateCode } from '../../domain/state-code.ts'
import type { StateKeysView } from '../../domain/state-views.ts'
import { isRecipient } from '../../exchange/states/sealed-file.ts'
import { insertStateKey, listStateKeys } from '../../storage/states/state-keys.ts'
import { look } from '../at-work.ts'
import type { Desk } from '../desk.ts'

/** The public keys to which files for States are encrypted. */
export async function listKeys(desk: Desk): Promise<StateKeysView['keys']> {
  requireAccess(desk.actor, 'states.keep_key')
  return look(desk, (tx) => listStateKeys(tx))
}

/**
 * Keeps a State's public key. Whoever can set it can have files made for themselves: it is
 * compared with the State over another way first, and every change stays on record.
 */
export async function keepStateKey(
  desk: Desk,
  state: StateCode,
  recipient: string,
): Promise<StateKeysView> {
  requireAccess(desk.actor, 'states.keep_key')
  if (!isStateCode(state))
    throw new DomainError(
      'invalid_input',
      'Name the State by its ISO code of three capital letters.',
    )
  if (!isRecipient(recipient))
    throw new DomainError(
      'invalid_input',
      'This is no public key of age. It starts with age1; `age-keygen` prints it as the public key. The secret key stays with the State.',
    )
  return desk.db.write(desk.operation.id, async (tx) => {
    await insertStateKey(tx, {
      state,
      recipient,
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
    })
    tx.note({ kind: 'keys', action: 'states.keep_key', facts: { state } })
    return { keys: await listStateKeys(tx) }
  })
}
