import { describe, expect, test } from 'vitest'
import { findOperation } from '../src/actions/desk.ts'
import { ownerKeeper } from '../src/actions/accounts/keeper.ts'
import { makeLink } from '../src/actions/sign-in/one-time-link.ts'
import { referenceDatabase, visit } from './visit.ts'

async function newLink(handle: string): Promise<string> {
  const db = referenceDatabase()
  const operation = await findOperation(db)
  if (operation === undefined) throw new Error('There is no operation.')
  return `/sign-in#${(await makeLink(ownerKeeper(db, operation), handle)).token}`
}

describe('someone comes in', () => {
  test('a one-time link opens the screens once, and is gone from the address', async () => {
    const link = await newLink('officer.one')
    const page = await visit(link, { account: undefined })
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    expect(page.url()).not.toContain('#')
    expect(await page.evaluate(() => document.cookie)).toBe('')
    const other = await visit(link, { account: undefined, mayComplain: true })
    await other.getByRole('heading', { name: 'Onward: Sign in' }).waitFor()
    await other.getByText('This link opens nothing').waitFor()
  })

  test('whoever signs out sees nothing any more', async () => {
    const page = await visit('/cases', { mayComplain: true })
    await page.getByRole('table', { name: 'Cases' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Onward: Sign in' }).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
  })

  test('a session that ended leaves what stands on the page, and asks to sign in again', async () => {
    const page = await visit('/persons/new', { mayComplain: true })
    await page.getByRole('textbox', { name: 'Given name' }).fill('Baran')
    await page.context().clearCookies()
    await page.getByRole('textbox', { name: 'Given name' }).fill('Baran Beispiel')
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    expect(await page.locator('input[value="Baran Beispiel"]').count()).toBe(1)
  })

  test('the owner of an exercise works on as another account', async () => {
    const page = await visit('/plan')
    await page.getByRole('combobox', { name: 'Acting as' }).selectOption('officer.one')
    await page.getByText('You act as field officer. Only a reviewer can approve.').waitFor()
    await page.reload()
    await page.getByText('You act as field officer. Only a reviewer can approve.').waitFor()
  })
})
