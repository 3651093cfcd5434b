import { AxeBuilder } from '@axe-core/playwright'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ownerKeeper } from '../src/actions/accounts/keeper.ts'
import { findOperation } from '../src/actions/desk.ts'
import { makeLink } from '../src/actions/sign-in/one-time-link.ts'
import { referenceServer, visit } from './visit.ts'

const PASSWORD = 'four plain words here'

async function newLink(handle: string): Promise<string> {
  const { db } = referenceServer()
  const operation = await findOperation(db)
  if (operation === undefined) throw new Error('There is no operation.')
  return `/sign-in#${(await makeLink(ownerKeeper(db, operation), handle)).token}`
}

async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

const wayIn = (page: Page) => page.getByRole('heading', { name: 'Onward: Sign in' })

describe('someone comes in', () => {
  test('a one-time link opens the screens once, and is gone from the address', async () => {
    const link = await newLink('officer.one')
    const page = await visit(link, { account: undefined })
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    expect(page.url()).not.toContain('#')
    expect(await page.evaluate(() => document.cookie)).toBe('')
    const other = await visit(link, { account: undefined, mayComplain: true })
    await wayIn(other).waitFor()
    await other.getByText('This link opens nothing').waitFor()
  })

  test('whoever signs out sees nothing any more', async () => {
    const page = await visit('/cases', { mayComplain: true })
    await page.getByRole('table', { name: 'Cases' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await wayIn(page).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
    await page.goBack()
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

  test('by the keyboard alone, with a password and then a code', async () => {
    const mine = await visit('/account', { account: 'movement.one' })
    await mine.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
    await mine.keyboard.press('Enter')
    await mine.getByText('The password is set.').waitFor()
    await mine.getByRole('button', { name: 'Set up an app' }).click()
    const key = mine.getByText('Type this key into your app:').locator('..').locator('code')
    const secret = (await key.innerText()).replaceAll(' ', '')
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const now = Date.now()
    await mine
      .getByRole('textbox', { name: 'The code that the app shows now' })
      .fill(totp.generate({ timestamp: now }))
    await mine.keyboard.press('Enter')
    await mine.getByText('Write these recovery codes down').waitFor()
    expect(await mine.locator('.codes li').count()).toBe(10)
    expect(await faults(mine)).toEqual([])

    const page = await visit('/', { account: undefined, mayComplain: true })
    await wayIn(page).waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Account', exact: true }).focus()
    await page.keyboard.type('movement.one')
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('Not signed in').waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    // The code of the step after: the first one was used up.
    const code = totp.generate({ timestamp: now + 30_000 })
    await page.getByRole('textbox', { name: /^Code/ }).fill(code)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'My account' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Onward: Sign in' }).count()).toBe(0)
  })

  test('with a passkey, and no name typed', async () => {
    const { url, db } = referenceServer()
    // Browsers make passkeys for names, not for addresses.
    const at = { db, url: url.replace('127.0.0.1', 'localhost') }
    const page = await visit('/account', { at, account: 'public.one', mayComplain: true })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.getByRole('textbox', { name: 'Name, for example of the device' }).fill('This laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Remove the passkey This laptop' }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await wayIn(page).waitFor()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('link', { name: 'My account' }).click()
    await page.getByText('public.one').first().waitFor()
    await page.getByText('with a passkey').waitFor()
    // Whoever has the key but not this place's account gets nothing: the account forgets it.
    await page.getByRole('button', { name: 'Remove the passkey This laptop' }).click()
    await page.getByRole('button', { name: 'Remove the passkey This laptop' }).waitFor({
      state: 'detached',
    })
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('alert').getByText('this passkey opens nothing here').waitFor()
  })
})

describe('an administrator keeps accounts', () => {
  test('adds one, hands its link over, and shuts it out again', async () => {
    const page = await visit('/accounts', { account: 'admin.one' })
    await page.getByRole('textbox', { name: /^Handle/ }).fill('officer.nine')
    await page.getByRole('textbox', { name: 'Name on the screens' }).fill('Officer Nine')
    await page.getByRole('button', { name: 'Add an account' }).click()
    await page.getByRole('button', { name: 'Make a link: officer.nine' }).click()
    const link = new URL(await page.getByRole('status').locator('code').innerText())
    expect(await faults(page)).toEqual([])

    const theirs = await visit(link.pathname + link.hash, { account: undefined, mayComplain: true })
    await theirs.getByText('Officer Nine').first().waitFor()
    await page.getByRole('button', { name: 'Disable: officer.nine' }).click()
    await page.getByText('disabled').waitFor()
    await theirs.getByRole('link', { name: 'Cases', exact: true }).click()
    await theirs.getByRole('dialog', { name: 'Sign in again' }).waitFor()
  })

  test('nobody else finds the page in the menu, or anything on it', async () => {
    const page = await visit('/accounts', { account: 'reviewer.one', mayComplain: true })
    await page.getByRole('alert').getByText('This account may not see or do this').waitFor()
    expect(await page.getByRole('link', { name: 'Accounts' }).count()).toBe(0)
    expect(await page.getByRole('table').count()).toBe(0)
  })

  test.each([
    ['/accounts', 'admin.one'],
    ['/account', 'admin.one'],
    ['/', undefined],
  ] as const)('%s fits a telephone, in Arabic too', async (path, account) => {
    for (const language of ['en', 'ar'] as const) {
      const viewport = { width: 390, height: 800 }
      const page = await visit(path, { account, language, viewport, mayComplain: true })
      await page.locator('main h1').waitFor()
      await page.waitForLoadState('networkidle')
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect({ path, language, wide }).toEqual({ path, language, wide: 390 })
      expect(await faults(page)).toEqual([])
    }
  })
})
