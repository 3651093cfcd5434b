import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openEmbedded } from '../storage/embedded/open-embedded.ts'
import {
  applicationPassword,
  ensureRoles,
  migrate,
  migrationsFingerprint,
} from '../storage/migrate.ts'

/** Where the tests' databases are made, and the migrated template that each is copied from. */
export interface TestServer {
  readonly admin: pg.ClientConfig
  readonly application: pg.ClientConfig
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/**
 * One server for the whole run: the embedded one in a folder of its own, or with DATABASE_URL a
 * server whose login may create databases. The template is migrated once.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['DATABASE_URL']
  if (url !== undefined) {
    const parts = new URL(url)
    const at = { host: parts.hostname, port: Number(parts.port || 5432) }
    const admin = { ...at, user: parts.username, password: parts.password, database: 'postgres' }
    const password = applicationPassword(parts.password)
    const template = await makeTemplate(admin, password)
    project.provide('testServer', {
      admin,
      application: { ...at, user: 'onward_app', password },
      template,
    })
    return async () => {}
  }
  const folder = await mkdtemp(join(tmpdir(), 'onward-tests-'))
  const server = await openEmbedded({ dataFolder: folder })
  const at = { host: server.socketFolder, port: server.port }
  const admin = { ...at, user: server.superuser, database: 'postgres' }
  const template = await makeTemplate(admin)
  project.provide('testServer', { admin, application: { ...at, user: 'onward_app' }, template })
  return async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(admin: pg.ClientConfig, password?: string): Promise<string> {
  const name = `onward_template_${await migrationsFingerprint()}`
  const client = new pg.Client(admin)
  await client.connect()
  await ensureRoles(client, password)
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (rowCount === 0) {
    await client.query(`create database ${name}`)
    const inside = new pg.Client({ ...admin, database: name })
    await inside.connect()
    await inside.query('grant usage, create on schema public to onward_owner')
    await migrate(inside)
    await inside.end()
  }
  await client.end()
  return name
}
