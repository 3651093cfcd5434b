import { generateKeyPairSync, randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { AuditKey } from '../storage/audit/audit-key.ts'
import { auditKeyOf } from '../storage/audit/audit-key.ts'
import type { Database } from '../storage/database.ts'
import type { Secrets } from '../storage/database.ts'
import { connect } from '../storage/database.ts'
import { masterKeyOf } from '../storage/sealing/master-key.ts'
import type { TestServer } from './global-setup.ts'

/** An empty, migrated database of its own, dropped when it is closed. */
export interface TestDatabase {
  readonly db: Database
  /** For a look past the application's rights; never for what a test claims of the product. */
  readonly admin: pg.ClientConfig
  readonly application: pg.ClientConfig
  readonly auditKey: AuditKey
  /** To open the same database, or a copy of it, once more. */
  readonly secrets: Secrets
  close(): Promise<void>
}

/** Copies the migrated template (some 50 ms). */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server: TestServer = inject('testServer')
  const database = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(server.admin, `create database ${database} template ${server.template}`)
  const application = { ...server.application, database }
  const auditKey = auditKeyOf(generateKeyPairSync('ed25519').privateKey)
  const masterKey = masterKeyOf(randomBytes(32))
  const secrets = { auditKey: async () => auditKey, masterKey: async () => masterKey }
  const db = connect(application, secrets)
  return {
    db,
    admin: { ...server.admin, database },
    application,
    auditKey,
    secrets,
    close: async () => {
      await db.close()
      await asAdmin(server.admin, `drop database ${database} with (force)`)
    },
  }
}

async function asAdmin(config: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
