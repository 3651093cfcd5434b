import { AxeBuilder } from '@axe-core/playwright'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draftOperation, openOperation } from '../src/actions/create-operation.ts'
import type { Desk } from '../src/actions/desk.ts'
import { openDesk } from '../src/actions/desk.ts'
import { prepareRegisterImport } from '../src/actions/import-register.ts'
import { listPairs } from '../src/actions/list-pairs.ts'
import { listPersons } from '../src/actions/list-persons.ts'
import { serve } from '../src/api/serve.ts'
import type { Database } from '../src/storage/database.ts'
import { openTestDatabase } from '../src/testing/test-database.ts'
import type { TestDatabase } from '../src/testing/test-database.ts'
import { visit } from './visit.ts'

// An operation of its own: judging would change what the other stories see.
let database: TestDatabase
let server: { readonly url: string; readonly db: Database; close(): Promise<void> }
let desk: Desk
let folder: string

beforeAll(async () => {
  database = await openTestDatabase()
  await openOperation(database.db, draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' }))
  desk = await openDesk(database.db)
  folder = await mkdtemp(join(tmpdir(), 'onward-same-story-'))
  const webFolder = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'web')
  const { db } = database
  server = { db, ...(await serve({ db, version: 'test', webFolder, port: 0 })) }
  await importRows('a', [
    'a1,Baran,Toofan,Nemuneh,باران نمونه,f,1362/06/10,IRN,h1,c1,PA',
    'a2,Kuh,Abr,Nemuneh,,m,1980-01-01,IRN,h1,c1,HUS',
    'a3,Darya,Sang,Azmayeshi,دریا آزمایشی,f,1990-05-05,IRN,h2,c2,PA',
  ])
})
afterAll(async () => {
  await server?.close()
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

async function importRows(name: string, rows: readonly string[]): Promise<void> {
  const header =
    'person_id,given_name,father_name,family_name,name_original,sex,birth_date,nationality,household_id,case_id,relationship'
  const path = join(folder, `${name}.csv`)
  await writeFile(path, [header, ...rows].join('\n'))
  await (await prepareRegisterImport(desk, path)).commit()
}

const persons = async (): Promise<number> => (await listPersons(desk, {})).total.persons

async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Given name' }).fill('باران')
  await page.getByRole('textbox', { name: 'Father’s name' }).fill('طوفان')
  await page.getByRole('textbox', { name: 'Family name' }).fill('نمونه')
  await page.getByRole('textbox', { name: 'Birth date' }).fill('1983-09-01')
}

describe('an officer registers a person who is on file under another script', () => {
  test('who is on file is shown while one types, and opens as the same person', async () => {
    const before = await persons()
    const page = await visit('/persons/new', { at: server })
    await fillIn(page)
    const likely = page.getByRole('region', { name: 'On file already?' })
    await likely.getByText('1 person on file may be the same, 1 of them likely.').waitFor()
    await likely.getByText('Baran Toofan Nemuneh').waitFor()
    await likely.getByText(/Birth date: the same day/).waitFor()
    await page.getByText('1 likely person waits for your word').waitFor()
    const register = page.getByRole('button', { name: 'Register', exact: true })
    expect(await register.getAttribute('aria-disabled')).toBe('true')
    expect(await faults(page)).toEqual([])
    await likely.getByRole('link', { name: 'Same person: open the file' }).click()
    await page.getByText('Baran').first().waitFor()
    expect(await persons()).toBe(before)
  })

  test('as another person they are registered, and the word is kept', async () => {
    const before = await persons()
    const page = await visit('/persons/new', { at: server })
    await fillIn(page)
    await page.getByRole('button', { name: 'Another person' }).click()
    await page.getByLabel('a new household').check()
    const register = page.getByRole('button', { name: 'Register', exact: true })
    await expect.poll(() => register.getAttribute('aria-disabled')).toBe('false')
    await register.dblclick()
    await page.getByText('Registered as').waitFor()
    expect(await persons()).toBe(before + 1)
    expect((await listPairs(desk, { status: 'different' })).rows).toHaveLength(1)
  })
})

describe('a reviewer works through the queue', () => {
  test('by keyboard: different, next, same, and one is taken back', async () => {
    await importRows('b', [
      'b1,Daria,Sang,Azmayeshy,دريا آزمايشي,f,1990-05-06,IRN,k2,,',
      'b2,Kooh,Abr,Nemune,,m,1980,IRN,k1,,',
    ])
    const before = await persons()
    const { counts } = await listPairs(desk, {})
    expect(counts.open).toBe(2)
    const page = await visit('/same', { at: server })
    await page.getByRole('button', { name: 'waits: 2' }).waitFor()
    await page.getByRole('table', { name: 'Side by side' }).waitFor()
    expect(await faults(page)).toEqual([])
    const first = await page.getByRole('heading', { level: 2 }).first().innerText()
    await page.keyboard.press('n')
    const heading = page.getByRole('heading', { level: 2 }).first()
    await expect.poll(() => heading.innerText()).not.toBe(first)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => heading.innerText()).toBe(first)

    await page.keyboard.press('s')
    await page.getByText(/^Kept for .*: the same person\./).waitFor()
    expect(await persons()).toBe(before - 1)
    await page.getByRole('button', { name: 'waits: 1' }).waitFor()
    await page.getByRole('table', { name: 'Side by side' }).waitFor()
    await expect.poll(() => heading.innerText()).not.toBe(first)
    await page.keyboard.press('z')
    await page.getByText(/^Taken back/).waitFor()
    expect(await persons()).toBe(before)
    await page.getByRole('button', { name: 'waits: 2' }).waitFor()
    await page.keyboard.press('d')
    await page.getByText(/^Kept for .*: different persons\./).waitFor()
    await expect.poll(async () => (await listPairs(desk, {})).counts.different).toBe(2)
  })

  test.each(['ar', 'fa'] as const)(
    'in %s, on a telephone, nothing is cut off',
    async (language) => {
      const viewport = { width: 390, height: 800 }
      for (const path of ['/same', '/persons', '/persons/new']) {
        const page = await visit(path, { at: server, language, viewport })
        await page.locator('main table, main form').first().waitFor()
        await page.waitForLoadState('networkidle')
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
        expect(await faults(page)).toEqual([])
      }
    },
  )
})

test('a name finds its person in any spelling, and the file shows both scripts', async () => {
  const page = await visit('/persons', { at: server })
  await page.getByRole('searchbox').fill('دریا')
  await page.getByText(/^2 persons found/).waitFor()
  await page.getByRole('searchbox').fill('Darya Azmayeshi')
  await page.getByRole('rowheader').first().getByRole('link').click()
  const record = page.getByRole('region', { name: 'What the record says' })
  await record.waitFor()
  expect(await record.locator('bdi[lang="und-Arab"]').count()).toBeGreaterThan(0)
  expect(await faults(page)).toEqual([])
})
