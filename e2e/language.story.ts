import { describe, expect, test } from 'vitest'
import { visit } from './visit.ts'

describe('someone works in Arabic or Persian', () => {
  test('the language switches everything, its direction too, and is remembered', async () => {
    const page = await visit('/cases')
    await page.getByLabel('Language').selectOption({ label: 'العربية' })
    await page.getByRole('heading', { level: 1, name: 'الحالات' }).waitFor()
    const direction = (): Promise<string> => page.evaluate(() => document.documentElement.dir)
    expect(await direction()).toBe('rtl')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'الحالات' }).waitFor()
    await page.getByLabel('اللغة').selectOption({ label: 'فارسی' })
    await page.getByRole('heading', { level: 1, name: 'پرونده‌ها' }).waitFor()
    expect(await direction()).toBe('rtl')
    await page.getByLabel('زبان').selectOption({ label: 'English' })
    await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor()
    expect(await direction()).toBe('ltr')
  })

  test('the browser’s own language is taken when none was chosen', async () => {
    const page = await visit('/', { locale: 'fa-IR', language: 'none' })
    await page.getByRole('heading', { level: 1, name: 'نمای کلی' }).waitFor()
  })

  test('a reference reads from left to right inside Arabic', async () => {
    const page = await visit('/cases', { language: 'ar' })
    const link = page.getByRole('rowheader').first().locator('bdi')
    expect(await link.getAttribute('dir')).toBe('ltr')
  })
})
