import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { LOOPBACK_COOKIE } from '../src/api/session-cookie.ts'
import type { Database } from '../src/storage/database.ts'
import { signIn } from '../src/testing/sign-in.ts'
import { startReferenceServer } from '../src/testing/start-server.ts'
import type { ReferenceServer } from '../src/testing/start-server.ts'

let server: ReferenceServer
let browser: Browser

beforeAll(async () => {
  server = await startReferenceServer()
  browser = await chromium.launch({
    executablePath: process.env['ONWARD_CHROMIUM'] ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not start as root, and these pages are ours.
    args: ['--no-sandbox'],
  })
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

export interface Visitor extends BrowserContextOptions {
  /** The account that is signed in; undefined: nobody is. */
  readonly account?: string | undefined
  /** The language that this browser remembers. */
  readonly language?: 'en' | 'ar' | 'fa' | 'none'
  /** This story breaks something on purpose; the browser may complain. */
  readonly mayComplain?: boolean
  /** Another server than the one with the reference operation, and its database. */
  readonly at?: { readonly url: string; readonly db: Database }
}

/**
 * Opens a page in a browser of its own. When the test ends, nothing may have gone to another
 * server, been blocked by the content security policy, or been complained of in the console.
 */
export async function visit(path: string, visitor: Visitor = {}): Promise<Page> {
  const {
    account,
    language = 'en',
    mayComplain = false,
    at = server,
    ...options
  } = {
    account: 'reviewer.one',
    ...visitor,
  }
  const { url } = at
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const complaints: string[] = []
  onTestFinished(async () => {
    await context.close()
    if (!mayComplain) expect(complaints).toEqual([])
  })
  await context.addInitScript(
    (chosen) => {
      for (const [key, value] of chosen)
        if (localStorage.getItem(key) === null) localStorage.setItem(key, value)
    },
    language === 'none' ? [] : [['onward.language', language] as const],
  )
  if (account !== undefined) {
    const value = (await signIn(at, account)).replace(`${LOOPBACK_COOKIE}=`, '')
    await context.addCookies([
      { name: LOOPBACK_COOKIE, value, url, httpOnly: true, sameSite: 'Strict' },
    ])
  }
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`)
  })
  await page.goto(url + path)
  return page
}

/** The server with the reference operation. */
export const referenceServer = (): ReferenceServer => server

/** What the server answers, to know what the screen must show. */
export async function ask<Answer>(path: string, account = 'reviewer.one'): Promise<Answer> {
  const response = await fetch(server.url + path, {
    headers: { cookie: await signIn(server, account) },
  })
  expect(response.status, path).toBe(200)
  return (await response.json()) as Answer
}

/** Presses Tab until an element with this role and name has the focus, as one without a mouse does. */
export async function tabTo(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first()
  await wanted.waitFor()
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not reach the ${role} “${name}”.`)
}
