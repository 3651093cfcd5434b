import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { CaseListView } from '../src/domain/views.ts'
import { ask, tabTo, visit } from './visit.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

describe('the auditor looks who saw what', () => {
  test('verifies the whole, by keyboard, and finds a reading by the reference of its case', async () => {
    const { rows } = await ask<CaseListView>('/api/cases')
    const reference = rows[0]?.case ?? ''
    await ask(`/api/cases/${reference}`)
    const page = await visit('/audit', { account: 'auditor.one' })
    await tabTo(page, 'button', 'Verify now')
    await page.keyboard.press('Enter')
    await page.getByText('Sound.', { exact: true }).waitFor()
    await page.getByLabel('About (reference)').fill(reference)
    await page.keyboard.press('Enter')
    const table = page.getByRole('table', { name: 'Entries' })
    await expect
      .poll(() => table.getByRole('row').nth(1).textContent())
      .toMatch(/reviewer\.one.*case\.read/)
    expect(await table.getByText('audit.read').count()).toBe(0)
    expect(await faults(page)).toEqual([])
  })

  test.each(['en', 'ar', 'fa'] as const)(
    'without a WCAG fault in %s, also on a telephone',
    async (language) => {
      for (const width of [1280, 390]) {
        const page = await visit('/audit', {
          account: 'auditor.one',
          language,
          viewport: { width, height: 900 },
        })
        await page.locator('main table tbody tr').first().waitFor()
        expect(await faults(page)).toEqual([])
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow).toBe(0)
      }
    },
  )

  test('an officer finds emergency access where a case is not found, and no audit', async () => {
    const page = await visit('/cases/C-0000000', { account: 'officer.one', mayComplain: true })
    await page.getByRole('main').getByRole('link', { name: 'Emergency access' }).click()
    await page.getByRole('heading', { level: 1, name: 'Emergency access' }).waitFor()
    expect(await page.getByLabel('Reference').inputValue()).toBe('C-0000000')
    await page.getByLabel('Reason (no names)').fill('A medical evacuation tonight')
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByRole('alert').getByText('There is no case').waitFor()
    expect(await page.getByRole('heading', { name: 'Entries' }).count()).toBe(0)
    expect(await faults(page)).toEqual([])
  })
})
