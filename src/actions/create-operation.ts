import { DomainError } from '../domain/errors.ts'
import { FIRST_ACCOUNTS } from '../domain/first-accounts.ts'
import type { OperationId } from '../domain/ids.ts'
import type { StateCode } from '../domain/state-code.ts'
import { isStateCode } from '../domain/state-code.ts'
import type { Database } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import type { Operation } from '../storage/operations.ts'
import { insertOperation } from '../storage/operations.ts'

/** ISO 3166-1 user-assigned code: not stated yet. */
const NOT_STATED = 'XXX'

export interface OperationAsked {
  readonly name?: string
  readonly countryOfAsylum?: StateCode
  readonly origin?: StateCode
}

/** An operation for a first import, not written yet; what is not stated can be stated later. */
export function draftOperation(asked: OperationAsked = {}): Operation {
  const { name = 'Operation', countryOfAsylum = NOT_STATED, origin = NOT_STATED } = asked
  if (!isStateCode(countryOfAsylum) || !isStateCode(origin))
    throw new DomainError(
      'invalid_input',
      'A country is given by its ISO 3166-1 code of three capital letters, for example IRQ.',
    )
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { id: newId<OperationId>(), name, countryOfAsylum, origin, timeZone }
}

/** Writes a drafted operation with its first accounts. */
export async function openOperation(db: Database, draft: Operation): Promise<void> {
  await db.asSystem().write(draft.id, (tx) => insertOperation(tx, draft, FIRST_ACCOUNTS))
}
