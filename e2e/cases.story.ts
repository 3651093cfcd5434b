import { describe, expect, test } from 'vitest'
import type { CaseListView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

describe('an officer looks for a case', () => {
  test('a name finds its case while one types, and the page keeps the search, its address does not', async () => {
    const { rows } = await ask<CaseListView>('/api/cases?status=ready')
    const row = rows.find((one) => one.principal.trim() !== '')
    const name = row?.principal ?? ''
    const page = await visit('/cases')
    await page.getByRole('searchbox', { name: 'Search' }).fill(name)
    await page.getByRole('link', { name: row?.case ?? '', exact: true }).waitFor()
    // The case may be on the page before the search is asked.
    const kept = () => page.evaluate(() => (history.state as { query?: string } | null)?.query)
    await expect.poll(kept).toBe(name)
    expect(new URL(page.url()).search).not.toContain('query')
    await page.reload()
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe(name)
    await page.getByRole('link', { name: row?.case ?? '', exact: true }).waitFor()
  })

  test('filters narrow the list and can be cleared', async () => {
    const all = await ask<CaseListView>('/api/cases')
    const urgent = await ask<CaseListView>('/api/cases?priority=UG')
    const page = await visit('/cases')
    const number = new Intl.NumberFormat('en-GB')
    await page.getByText(`${number.format(all.total.cases)} cases with`).waitFor()
    await page.getByLabel('Priority').selectOption({ label: 'Urgent' })
    await page.getByText(`${number.format(urgent.total.cases)} cases with`).waitFor()
    expect(urgent.total.cases).toBeLessThan(all.total.cases)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByText(`${number.format(all.total.cases)} cases with`).waitFor()
  })

  test('a column header sorts and says so', async () => {
    const { rows } = await ask<CaseListView>('/api/cases?sort=persons')
    const page = await visit('/cases')
    await page.getByRole('button', { name: 'Persons' }).click()
    const header = page.getByRole('columnheader', { name: 'Persons' })
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending')
    const first = page.getByRole('row').nth(1).getByRole('rowheader')
    await expect.poll(() => first.innerText()).toBe(rows[0]?.case)
  })

  test('the next page is another page of rows', async () => {
    const second = await ask<CaseListView>('/api/cases?page=2')
    const page = await visit('/cases')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('link', { name: second.rows[0]?.case ?? '', exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('page')).toBe('2')
  })

  test('nothing found is said in words, with what would help', async () => {
    const page = await visit('/cases?query=zzzzqqqq')
    await page.getByText('No case matches. Try fewer letters, or clear the filters.').waitFor()
  })

  test('without a mouse: slash, type, arrow down, Enter opens the case', async () => {
    const { rows } = await ask<CaseListView>('/api/cases?sort=case')
    const reference = rows[0]?.case ?? ''
    const page = await visit('/cases')
    await page.getByRole('table', { name: 'Cases' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(reference)
    await page.getByText(/^1 case with/).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const heading = page.getByRole('heading', { level: 1, name: `Case ${reference}` })
    await heading.waitFor()
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('arrows go from row to row', async () => {
    const { rows } = await ask<CaseListView>('/api/cases')
    const page = await visit('/cases')
    await page.getByRole('searchbox').focus()
    await page.getByRole('link', { name: rows[1]?.case ?? '', exact: true }).waitFor()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'])
      await page.keyboard.press(key)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(rows[1]?.case)
  })
})
