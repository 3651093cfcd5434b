import { describe, expect, test } from 'vitest'
import type { SessionView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

describe('someone prepares the appeal', () => {
  test('the preview follows the day, and the files to take along do too', async () => {
    const { operation } = await ask<SessionView>('/api/session')
    const page = await visit('/appeal')
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.getByText('persons').first().waitFor()
    const today = await preview.innerText()
    expect(await page.getByLabel('As of').inputValue()).toBe(operation.today)
    await page.getByLabel('As of').fill('2013-12-27')
    await expect.poll(() => preview.innerText()).not.toBe(today)
    const download = page.getByRole('link', { name: 'Download as Markdown' })
    expect(await download.getAttribute('href')).toBe(
      '/api/appeal.md?asOf=2013-12-27&language=en&kind=appeal',
    )
    const waiting = page.waitForEvent('download')
    await download.click()
    expect((await waiting).suggestedFilename()).toBe('appeal-en-2013-12-27.md')
  })

  test('on paper there is the appeal and nothing of the program', async () => {
    const page = await visit('/appeal')
    await page.getByRole('region', { name: 'Preview' }).getByText('persons').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    expect(await page.getByRole('article').isVisible()).toBe(true)
  })
})
