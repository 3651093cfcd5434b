import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { DocumentListView } from '../src/domain/claim-views.ts'
import type { OverviewView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const PAGES = [
  '/',
  '/cases',
  'a case file',
  '/offers',
  '/plan',
  '/reports',
  'a report',
  '/said',
  '/appeal',
] as const

/** The path of a page; the case file is one with travel checks that run out. */
async function pathOf(page: (typeof PAGES)[number]): Promise<string> {
  if (page === 'a report') {
    const { documents } = await ask<DocumentListView>('/api/documents')
    return `/reports/${documents[0]?.document}`
  }
  if (page !== 'a case file') return page
  const { expiringFirst } = await ask<OverviewView>('/api/overview')
  return `/cases/${expiringFirst[0]?.case}`
}

/** The first things that fold are unfolded, so that they are checked too. */
async function settle(page: Page): Promise<void> {
  await page.locator('main table, main article').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    for (const one of [...document.querySelectorAll('main details')].slice(0, 8))
      one.toggleAttribute('open', true)
  })
}

async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

describe('someone uses a screen reader, a small screen or large letters', () => {
  for (const language of ['en', 'ar'] as const)
    test.each(PAGES)(`no WCAG 2.2 A or AA fault on %s in ${language}`, async (name) => {
      const page = await visit(await pathOf(name), { language })
      await settle(page)
      expect(await faults(page)).toEqual([])
    })

  test('the dark colours have the contrast too', async () => {
    const page = await visit('/plan', { colorScheme: 'dark' })
    await settle(page)
    const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
    expect(violations).toEqual([])
  })

  test.each(PAGES)(
    'at 320 pixels (or 400 % of 1280) %s needs no sideways scrolling',
    async (name) => {
      for (const language of ['en', 'ar'] as const) {
        const viewport = { width: 320, height: 640 }
        const page = await visit(await pathOf(name), { language, viewport })
        await settle(page)
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(width, language).toBeLessThanOrEqual(320)
      }
    },
  )

  test('the first Tab offers to skip to the content', async () => {
    const page = await visit('/')
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })
})
