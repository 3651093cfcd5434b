import { Command } from 'commander'
import type { Desk } from '../actions/desk.ts'
import { newestOperation, openDesk } from '../actions/desk.ts'
import type { Database } from '../storage/database.ts'
import type { Operation } from '../storage/operations.ts'
import { openDatabase } from '../storage/open-database.ts'
import { readSettings } from './settings.ts'

/** Options that every command at a desk has. */
export interface DeskOptions {
  readonly operation?: string
  readonly as?: string
  readonly json?: boolean
}

/** A command that works in an operation, for an account. */
export function deskCommand(name: string): Command {
  return new Command(name)
    .option('--operation <name>', 'the operation; without it the newest')
    .option('--as <account>', 'the account that does it, for example reviewer.one')
    .option('--json', 'the result as JSON (docs/json.md)')
}

/** Opens the database for the time of the work. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(readSettings(process.env))
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Opens the database for the time of the work on an operation, for no account. */
export function withOperation<T>(
  options: { readonly operation?: string },
  work: (db: Database, operation: Operation) => Promise<T>,
): Promise<T> {
  return withDatabase(async (db) => work(db, await newestOperation(db, options.operation)))
}

/** Opens the database and a desk for the time of the work. */
export function withDesk<T>(options: DeskOptions, work: (desk: Desk) => Promise<T>): Promise<T> {
  return withDatabase(async (db) =>
    work(
      await openDesk(db, {
        ...(options.operation === undefined ? {} : { operation: options.operation }),
        ...(options.as === undefined ? {} : { handle: options.as }),
      }),
    ),
  )
}
