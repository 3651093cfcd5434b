import { AxeBuilder } from '@axe-core/playwright'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { ask, visit } from './visit.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const ROWS = [
  ['Camp N., new arrivals'],
  ['Kennung', 'Name', 'Sex', 'Birthdate of applicant', 'Case', 'Relationship'],
  ['Z-1', 'Testa Probe', 'f', '1990-04-05', 'zc1', 'PA'],
  ['Z-2', 'تجربة مثال', 'banana', '1991-01-02', 'zc1', 'HUS'],
]

async function book(rows: readonly (readonly string[])[]) {
  const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows: rows.map((row) => [...row]) }] })
  return {
    name: 'arrivals.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(bytes),
  }
}

describe('an officer brings a workbook of another office in', () => {
  test('columns are corrected, problems told by row, changes shown, written, and taken back', async () => {
    const page = await visit('/imports')
    await page.locator('input[type=file]').setInputFiles(await book(ROWS))
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByText('no column is person_id').waitFor()
    await page.getByText(/Fields without a column/).click()
    await page.getByRole('combobox', { name: /^person_id/ }).selectOption('Kennung')
    // The guess waits for a word.
    await page.getByRole('button', { name: /as birth_date/ }).click()
    await page.getByRole('heading', { name: 'Problems: 1' }).waitFor()
    const problems = page.getByRole('table', { name: 'Problems: 1' })
    await problems.getByRole('rowheader', { name: 'Row 4' }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the error file' }).click()
    expect((await download).suggestedFilename()).toBe('problems-arrivals.xlsx')

    await page.getByLabel('Save these columns as').fill('Office K.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The mapping Office K. is saved.').waitFor()

    const corrected = ROWS.map((row) => row.map((cell) => (cell === 'banana' ? 'm' : cell)))
    await page.locator('input[type=file]').setInputFiles(await book(corrected))
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: 'Use Office K.' }).click()
    await page.getByText('New persons: 2').waitFor()
    const changes = page.getByRole('table', { name: 'Field by field' })
    await changes.getByText('تجربة مثال').waitFor()
    expect(
      await changes.getByRole('row').filter({ hasText: 'birth_date' }).first().innerText(),
    ).toContain('1990-04-05')
    await page.getByRole('button', { name: 'Write it' }).click()
    await page.getByText('Written. It can be taken back below.').waitFor()
    await page
      .getByRole('button', { name: /^Undo the import of arrivals.xlsx/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone: 2 persons, 1 case, offers: 0.').waitFor()
    await page
      .getByRole('cell', { name: /^undone/ })
      .first()
      .waitFor()
  })

  test.each([
    ['en', 1280],
    ['ar', 390],
    ['fa', 320],
  ] as const)(
    'the preview in %s at %i pixels has no fault and no sideways scrolling',
    async (language, width) => {
      const page = await visit('/imports', { language, viewport: { width, height: 800 } })
      const named = ROWS.map((row) => row.map((cell) => (cell === 'Kennung' ? 'person_id' : cell)))
      for (const rows of [named, named.slice(0, 3)]) {
        await page.locator('input[type=file]').setInputFiles(await book(rows))
        await page.locator('main form button[type=submit]').first().click()
        await page.locator('main table').first().waitFor()
        await page
          .locator('main details')
          .first()
          .evaluate((one) => one.toggleAttribute('open', true))
        const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze()
        expect(violations.map((one) => one.id)).toEqual([])
        const found = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(found).toBeLessThanOrEqual(width)
      }
    },
  )

  test('the cases of the list are exported with its filters and a purpose, on record', async () => {
    const page = await visit('/cases?status=ready')
    await page.getByText('Export these cases').click()
    await page.getByRole('combobox', { name: /^Format/ }).selectOption({ label: 'CSV' })
    await page.getByLabel(/^Purpose/).fill('for the meeting of the working group')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    expect((await download).suggestedFilename()).toMatch(/^onward-cases-.*\.csv$/)
    await page.getByText(/exported, on record as/).waitFor()
    const { exports } = await ask<{ exports: { filters: object; rows: number }[] }>('/api/exports')
    const { total } = await ask<{ total: { cases: number } }>('/api/cases?status=ready')
    expect(exports[0]).toMatchObject({ filters: { status: 'ready' }, rows: total.cases })
  })

  test('an account that may not bring files in is told so', async () => {
    const page = await visit('/imports', { account: 'analyst.one' })
    await page.getByText(/may not bring files in/).waitFor()
  })
})
