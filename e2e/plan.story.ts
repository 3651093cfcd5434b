import { describe, expect, test } from 'vitest'
import type { PlanView } from '../src/domain/views.ts'
import { ask, tabTo, visit } from './visit.ts'

const plan = (): Promise<PlanView> => ask<PlanView>('/api/plan')

/** Solving the reference operation, with what more places would do, on a busy machine. */
const SOLVED_MS = 60_000

async function freeLine(): Promise<PlanView['lines'][number]> {
  const line = (await plan()).lines.find((one) => !one.locked && one.approvedBy === undefined)
  if (line === undefined) throw new Error('The reference plan has no line to direct.')
  return line
}

describe('an officer directs the plan', () => {
  test('the plan says what it reaches by strict aims, with proof', async () => {
    const { levels, lines, unplaced } = await plan()
    const page = await visit('/plan')
    const aims = page.getByRole('region', { name: 'Aims in strict order' }).getByRole('row')
    await aims.first().waitFor()
    expect(await aims.count()).toBe(levels.length + 1)
    const summary = page.getByRole('region', { name: 'What this plan does' })
    await summary
      .getByText('The independent check of this plan against the database holds.')
      .waitFor()
    const number = new Intl.NumberFormat('en-GB')
    await summary
      .getByText(`${number.format(lines.length)} case`)
      .first()
      .waitFor()
    await summary
      .getByText(`${number.format(unplaced.length)} case`)
      .first()
      .waitFor()
  })

  test('a line says why this offer, and why not the others', async () => {
    const line = await freeLine()
    const page = await visit('/plan')
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    const row = page.getByRole('table', { name: 'Proposed lines' }).getByRole('row').nth(1)
    await row.locator('summary', { hasText: `Reasons for case ${line.case}` }).click()
    await row.getByText('Why this offer').waitFor()
    await row.getByText('Next best').waitFor()
  })

  test('without a mouse a line is locked, the plan solved again, and the focus stays', async () => {
    const line = await freeLine()
    const page = await visit('/plan', { account: 'officer.one' })
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    await page.getByText('1 line shown.').waitFor()
    const name = `Lock case ${line.case} to ${line.offer}`
    await tabTo(page, 'button', name)
    await page.keyboard.press('Enter')
    await page.getByText(/^Solved in/).waitFor({ timeout: SOLVED_MS })
    const button = page.getByRole('button', { name, exact: true })
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    expect((await plan()).lines.find((one) => one.case === line.case)?.locked).toBe(true)

    await page.keyboard.press('Enter')
    await expect
      .poll(() => button.getAttribute('aria-pressed'), { timeout: SOLVED_MS })
      .toBe('false')
  })

  test('a forbidden line goes elsewhere, and can be lifted', async () => {
    const line = await freeLine()
    const page = await visit('/plan', { account: 'officer.one' })
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    await page.getByRole('button', { name: `Forbid ${line.offer} for case ${line.case}` }).click()
    await page.getByText(/^Solved in .* Against the plan before/).waitFor({ timeout: SOLVED_MS })
    const after = await plan()
    const isStill = after.lines.some((one) => one.case === line.case && one.offer === line.offer)
    expect(isStill).toBe(false)
    const forbidden = page.getByRole('region', { name: 'Forbidden lines' })
    await forbidden.getByText(`Case ${line.case} not to ${line.offer}`).waitFor()
    await forbidden.getByRole('button').click()
    await forbidden.getByText('Nothing is forbidden.').waitFor({ timeout: SOLVED_MS })
  })

  test('what changed against the plan before is counted and can be listed', async () => {
    const { comparedWith, lines } = await plan()
    const page = await visit('/plan')
    await page.getByText('Against the plan before, made').waitFor()
    await page.getByLabel('Change').selectOption({ label: 'same' })
    const same = lines.filter((one) => one.change === 'same').length
    expect(same).toBe(comparedWith?.same)
    const shown = `${new Intl.NumberFormat('en-GB').format(same)} line`
    await page
      .getByText(same === 0 ? 'No line matches.' : shown)
      .first()
      .waitFor()
  })
})
