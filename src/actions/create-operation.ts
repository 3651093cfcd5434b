import { DomainError } from '../domain/errors.ts'
import type { StateCode } from '../domain/state-code.ts'
import { isStateCode } from '../domain/state-code.ts'
import type { Database } from '../storage/database.ts'
import type { Operation } from '../storage/operations.ts'
import { createOperation } from '../storage/operations.ts'
import { FIRST_ACCOUNTS } from './desk.ts'

/** ISO 3166-1 user-assigned code: not stated yet. */
const NOT_STATED = 'XXX'

/** Opens an operation for a first import; what is not stated can be stated later. */
export async function createOperationForImport(
  db: Database,
  asked: {
    readonly name?: string
    readonly countryOfAsylum?: StateCode
    readonly origin?: StateCode
  } = {},
): Promise<Operation> {
  const { name = 'Operation', countryOfAsylum = NOT_STATED, origin = NOT_STATED } = asked
  if (!isStateCode(countryOfAsylum) || !isStateCode(origin))
    throw new DomainError(
      'invalid_input',
      'A country is given by its ISO 3166-1 code of three capital letters, for example IRQ.',
    )
  return createOperation(
    db,
    { name, countryOfAsylum, origin, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    FIRST_ACCOUNTS,
  )
}
