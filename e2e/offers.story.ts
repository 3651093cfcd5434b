import { describe, expect, test } from 'vitest'
import type { OffersView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

describe('a reviewer looks at what States offer', () => {
  test('only confirmed open offers count, and the table says which', async () => {
    const { offers } = await ask<OffersView>('/api/offers')
    const page = await visit('/offers')
    const table = page.getByRole('table', { name: 'Offers of places' })
    await table.waitFor()
    await page.getByText('Only confirmed offers that are open today give places.').waitFor()
    const open = offers.filter((one) => one.open).length
    expect(await table.getByText('counts today').count()).toBe(open)
    await page.getByText(/^Offers that ended or were withdrawn/).click()
    const all = page.getByRole('region', { name: 'Offers of places' }).first()
    expect(await all.getByText('does not count').count()).toBe(offers.length - open)
    expect(open).toBeGreaterThan(0)
  })

  test('the terms of an offer open in words', async () => {
    const { offers } = await ask<OffersView>('/api/offers')
    const open = offers.find((one) => one.open)?.offer ?? ''
    const page = await visit('/offers')
    const row = page.getByRole('row').filter({ hasText: open }).first()
    await row.getByLabel(`Terms of ${open}`).click()
    await row.getByText(/^takes (no )?medical cases$/).waitFor()
  })

  test('without a table of arrivals the page says how to import one', async () => {
    const page = await visit('/offers')
    const region = page.getByRole('region', { name: 'States that received people from here' })
    await region.getByText('onward context import FILE').waitFor()
  })
})
