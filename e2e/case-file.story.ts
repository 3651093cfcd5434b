import { describe, expect, test } from 'vitest'
import type { CaseFileView, CaseListView, OverviewView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

describe('an officer reads a case file', () => {
  test('the file shows every member, every event, and what still stops the case', async () => {
    const { rows } = await ask<CaseListView>('/api/cases?status=ready')
    const file = await ask<CaseFileView>(`/api/cases/${rows[0]?.case}`)
    const page = await visit(`/cases/${file.case}`)
    const members = page.getByRole('region', { name: 'Members' })
    await members.waitFor()
    expect(await members.getByRole('heading', { level: 3 }).count()).toBe(file.members.length)
    const timeline = page.getByRole('region', { name: 'What happened' })
    expect(await timeline.locator('ol > li').count()).toBe(file.timeline.length)
    const stops = page.getByRole('region', { name: 'What still stops its submission' })
    expect(await stops.getByText('Nothing stops the submission of this case.').count()).toBe(
      file.violations.length === 0 ? 1 : 0,
    )
  })

  test('a submission shows the decision on each member, and each travel check in words', async () => {
    const { expiringFirst } = await ask<OverviewView>('/api/overview')
    const check = expiringFirst[0]
    const file = await ask<CaseFileView>(`/api/cases/${check?.case}`)
    const page = await visit(`/cases/${file.case}`)
    const region = page.getByRole('region', { name: 'Submissions', exact: true })
    const outcomes = region
      .getByRole('table', { name: 'Decision and travel of each member' })
      .first()
    const last = file.submissions.at(-1)
    await outcomes.waitFor()
    expect(await outcomes.getByRole('row').count()).toBe((last?.members.length ?? 0) + 1)
    const checks = region.getByRole('table', { name: 'Travel checks' }).first()
    await checks
      .getByText(/ran out|ends (in|today)|holds .* more|no expiry/)
      .first()
      .waitFor()
  })

  test('a case that does not exist is said so, with the server’s advice', async () => {
    const page = await visit('/cases/C-NOTHERE', { mayComplain: true })
    const alert = page.getByRole('alert')
    await alert.getByText('Not found').waitFor()
    await alert.getByText('Check the reference').waitFor()
  })

  test('an account that may not read cases is told so, not shown an empty file', async () => {
    const { rows } = await ask<CaseListView>('/api/cases')
    const page = await visit(`/cases/${rows[0]?.case}`, {
      account: 'analyst.one',
      mayComplain: true,
    })
    await page.getByRole('alert').getByText('This account may not see or do this').waitFor()
    expect(await page.getByRole('region', { name: 'Members' }).count()).toBe(0)
  })
})
