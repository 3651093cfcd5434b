import { describe, expect, test } from 'vitest'
import { visit } from './visit.ts'

describe('the network fails someone', () => {
  test('the page says what happened, and goes on when it is back', async () => {
    const page = await visit('/', { mayComplain: true })
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Offers' }).click()
    await page
      .getByRole('alert')
      .getByText('Onward does not answer. Nothing was changed.')
      .waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('table', { name: 'Offers of places' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('without JavaScript the page still says what it is and what to do', async () => {
    const page = await visit('/', { javaScriptEnabled: false })
    await page.getByRole('heading', { name: 'Onward' }).waitFor()
    expect(await page.locator('noscript').innerText()).toContain('These screens need JavaScript')
  })

  test('a page that does not exist is said so', async () => {
    const page = await visit('/nowhere')
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  })
})
