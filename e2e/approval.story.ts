import { describe, expect, test } from 'vitest'
import type { CaseFileView, PlanView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

async function lineToApprove(): Promise<PlanView['lines'][number]> {
  const { lines } = await ask<PlanView>('/api/plan')
  for (const line of lines.filter((one) => one.approvedBy === undefined)) {
    const file = await ask<CaseFileView>(`/api/cases/${line.case}`)
    if (file.reviewer !== 'reviewer.two' && file.drafter !== 'reviewer.two') return line
  }
  throw new Error('The reference plan has no line that reviewer.two may approve.')
}

describe('a reviewer approves what another drafted', () => {
  test('a field officer is told who can approve, and the button does nothing', async () => {
    const line = await lineToApprove()
    const page = await visit('/plan', { account: 'officer.one' })
    await page.getByRole('checkbox', { name: `Select case ${line.case}` }).check()
    await page.getByText('You act as field officer. Only a reviewer can approve.').waitFor()
    const button = page.getByRole('button', { name: 'Approve selected' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await button.click({ force: true })
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('approval asks first, naming cases and persons, and Cancel leaves all as it was', async () => {
    const line = await lineToApprove()
    const page = await visit('/plan', { account: 'reviewer.two' })
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    await page.getByRole('checkbox', { name: `Select case ${line.case}` }).check()
    await page.getByRole('button', { name: 'Approve selected' }).click()
    const dialog = page.getByRole('dialog', { name: 'Approve and submit?' })
    const persons = line.persons === 1 ? '1 person' : `${line.persons} persons`
    await dialog.getByText(`1 case with ${persons} will be submitted`).waitFor()
    await dialog.getByText('Four eyes').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    const file = await ask<CaseFileView>(`/api/cases/${line.case}`)
    expect(file.status).toBe('ready')
  })

  test('an approved line is submitted in the reviewer’s name', async () => {
    const line = await lineToApprove()
    const page = await visit('/plan', { account: 'reviewer.two' })
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    await page.getByRole('checkbox', { name: `Select case ${line.case}` }).check()
    await page.getByRole('button', { name: 'Approve selected' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 1 case' }).click()
    await page.getByText('1 case submitted, 0 cases refused.').waitFor()
    const file = await ask<CaseFileView>(`/api/cases/${line.case}`)
    expect(file.status).toBe('submitted')
    expect(file.submissions.at(-1)).toMatchObject({ offer: line.offer, reviewer: 'reviewer.two' })
  })

  test('what was refused is said above the lines, has the focus, and stays selected', async () => {
    const line = await lineToApprove()
    const page = await visit('/plan', { account: 'reviewer.two' })
    const message = 'Another reviewer must decide.'
    const answer = {
      submitted: [],
      refused: [{ case: line.case, issues: [{ code: 'I9', path: '', message }] }],
    }
    await page.route('**/api/plan/approve', (route) => route.fulfill({ json: answer }))
    await page.getByRole('searchbox', { name: 'Find a case' }).fill(line.case)
    const box = page.getByRole('checkbox', { name: `Select case ${line.case}` })
    await box.check()
    await page.getByRole('button', { name: 'Approve selected' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 1 case' }).click()
    const result = page.getByRole('region', { name: 'What came of the approval' })
    await result.getByText('0 cases submitted, 1 case refused.').waitFor()
    await result.getByText(message).waitFor()
    expect(await result.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await box.isChecked()).toBe(true)
    await result.getByRole('button', { name: 'Close this result' }).click()
    await result.waitFor({ state: 'detached' })
  })

  test('who made the plan is told that another must approve it', async () => {
    const line = await lineToApprove()
    const page = await visit('/plan', { account: 'reviewer.two' })
    const own = { ...(await ask<PlanView>('/api/plan')), madeBy: 'reviewer.two' }
    await page.route('**/api/plan', (route) => route.fulfill({ json: own }))
    await page.reload()
    await page.getByRole('checkbox', { name: `Select case ${line.case}` }).check()
    await page.getByText('You made this plan; another reviewer must approve it.').waitFor()
    const button = page.getByRole('button', { name: 'Approve selected' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await button.click({ force: true })
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
