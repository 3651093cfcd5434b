import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Database, Secrets } from '../storage/database.ts'
import { connect } from '../storage/database.ts'

/** A database in which nothing is yet, not even the tables: a fresh machine. */
export interface EmptyDatabase {
  readonly admin: pg.ClientConfig
  /** The application's own connection. */
  open(secrets: Secrets): Database
  close(): Promise<void>
}

export async function makeEmptyDatabase(): Promise<EmptyDatabase> {
  const server = inject('testServer')
  const database = `test_empty_${randomBytes(6).toString('hex')}`
  const admin = { ...server.admin, database }
  await withClient(server.admin, (client) => client.query(`create database ${database}`))
  await withClient(admin, (client) =>
    client.query(
      'grant usage, create on schema public to onward_owner; grant usage on schema public to onward_app',
    ),
  )
  return {
    admin,
    open: (secrets) => connect({ ...server.application, database }, secrets),
    close: () =>
      withClient(server.admin, async (client) => {
        await client.query(`drop database ${database} with (force)`)
      }),
  }
}

/** A connection of its own for the time of the work. */
export async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
