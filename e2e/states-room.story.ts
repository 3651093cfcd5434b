import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { StateHomeView, TransmissionView } from '../src/domain/state-views.ts'
import { ask, visit } from './visit.ts'

const LIAISON = 'liaison.alb'

/** A case before the State that nobody has answered, with so many members. */
async function waiting(persons: number): Promise<TransmissionView> {
  const { cases } = await ask<StateHomeView>('/api/state/home', LIAISON)
  const row = cases.find((one) => one.status === 'transmitted' && one.persons >= persons)
  const other = cases.find((one) => one.undecided > 0 && one.persons >= persons)
  const reference = (row ?? other)?.case
  return ask<TransmissionView>(`/api/state/cases/${reference}`, LIAISON)
}

async function faults(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('main details')) one.toggleAttribute('open', true)
  })
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

describe('a State’s liaison in their room', () => {
  test('the first page is the list of what lies before the State, and there is no way to the register', async () => {
    const page = await visit('/', { account: LIAISON })
    const table = page.getByRole('table', { name: 'Cases, the shortest clock first' })
    await table.waitFor()
    const { cases } = await ask<StateHomeView>('/api/state/home', LIAISON)
    const open = cases.filter((one) => one.status !== 'decided')
    expect(await table.getByRole('row').count()).toBe(open.length + 1)
    const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
    expect(await pages.allTextContents()).toEqual(['Before your State', 'Missions', 'Places'])
  })

  test('a decision member by member is made with the keyboard alone, and asked about before it counts', async () => {
    const view = await waiting(2)
    const page = await visit(`/room/${view.case}`, { account: LIAISON })
    const form = page.getByRole('region', { name: 'Decide' })
    await form.getByRole('button', { name: 'Accept all' }).focus()
    await page.keyboard.press('Enter')
    const second = form.getByRole('group').nth(1)
    await second.getByRole('radio', { name: 'accept' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await second.getByRole('radio', { name: 'refuse' }).isChecked()).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('s')
    await form.getByRole('button', { name: 'Record the decision' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Record this decision?' })
    await dialog.getByText(`${view.persons - 1} accepted, 1 refused, on version 1`).waitFor()
    await dialog.getByRole('button', { name: 'Yes, record it' }).press('Enter')
    await page.getByText('Split: some accepted, some denied').first().waitFor()
    const after = await ask<TransmissionView>(`/api/state/cases/${view.case}`, LIAISON)
    expect(after).toMatchObject({ decision: 'split', undecided: 0 })
    expect(after.decisions.filter((one) => one.reasonKind === 'security')).toHaveLength(1)
  })

  test('a question of the State waits at the offices, and their answer comes back', async () => {
    const view = await waiting(1)
    const room = await visit(`/room/${view.case}`, { account: LIAISON })
    await room.getByRole('textbox', { name: 'Write' }).fill('Sample question?')
    await room.getByRole('button', { name: 'Send', exact: true }).click()
    await room.getByText('Sent.').waitFor()
    const office = await visit('/states', { account: 'officer.one' })
    const questions = office.getByRole('region', { name: 'Questions without an answer' })
    await questions.getByRole('link', { name: view.case }).click()
    await office.getByRole('textbox', { name: 'Write' }).fill('Sample answer.')
    await office.getByRole('button', { name: 'Send', exact: true }).click()
    await office.getByText('Sent.').waitFor()
    await room.reload()
    const thread = room.getByRole('region', { name: 'Questions and answers' })
    await thread.getByText('Sample answer.').waitFor()
    expect(await thread.textContent()).not.toContain('officer.one')
  })

  test('a deferral runs on a clock that both sides see', async () => {
    const view = await waiting(1)
    const room = await visit(`/room/${view.case}`, { account: LIAISON })
    await room.getByText('Defer', { exact: true }).click()
    await room.getByLabel('Until').fill('2016-01-20')
    await room.getByRole('button', { name: 'Defer until this day' }).click()
    await room.getByText('19 days left').waitFor()
    const office = await visit(`/states/${view.case}`)
    await office.getByText('19 days left').waitFor()
  })

  test('places are stated, and count when a reviewer confirms them', async () => {
    const room = await visit('/places', { account: LIAISON })
    await room.getByLabel('Programme').fill('Sample programme')
    await room.getByLabel('How many').fill('25')
    await room.getByRole('button', { name: 'Offer them' }).click()
    await room.getByText('Stated, not confirmed yet').waitFor()
    const { offers } = await ask<StateHomeView>('/api/state/home', LIAISON)
    const office = await visit('/states')
    await office.getByRole('button', { name: `Confirm ${offers[0]?.offer}` }).click()
    await office.getByText('Offer confirmed here').waitFor()
    await room.reload()
    await room.getByText('Confirmed, counts').waitFor()
  })

  test('a mission is planned for chosen cases', async () => {
    const room = await visit('/missions', { account: LIAISON })
    await room.getByLabel('First day').fill('2016-02-01')
    await room.getByLabel('Last day').fill('2016-02-05')
    await room.getByLabel('Place').fill('Sample town')
    await room.getByRole('checkbox').first().check()
    await room.getByRole('button', { name: 'Plan it' }).click()
    await room.getByText('Sample town').waitFor()
  })
})

describe('the offices look after what lies before States', () => {
  test('a correction is looked at field by field before it is sent, and is a version of its own', async () => {
    const view = await waiting(1)
    const page = await visit(`/states/${view.case}`, { account: 'officer.one' })
    const part = page.getByRole('region', { name: 'What the State does not know yet' })
    await part.getByText('The State has everything as it is on file.').waitFor()
    const priority = view.priority === 'UG' ? 'EM' : 'UG'
    const live = await visit(`/cases/${view.case}`, { account: 'officer.one' })
    await live.evaluate(
      async ([reference, wanted]) =>
        fetch(`/api/cases/${reference}/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            type: 'case.priority_set',
            data: { priority: wanted, justified: true },
          }),
        }),
      [view.case, priority],
    )
    await page.reload()
    await part.getByText('priority').first().waitFor()
    await part.getByRole('textbox').fill('Sample: the priority rose.')
    await part.getByRole('button', { name: 'Send as version 2' }).click()
    await page.getByText('Version 2', { exact: true }).waitFor()
    const room = await visit(`/room/${view.case}`, { account: LIAISON })
    await room.getByText('Sample: the priority rose.').waitFor()
    await room.getByRole('button', { name: 'Show version 1' }).click()
    await room.getByText('You are reading version 1.').waitFor()
  })
})

describe('the room with a screen reader, on a small screen, right to left', () => {
  for (const language of ['en', 'ar', 'fa'] as const)
    test(`no WCAG 2.2 A or AA fault and no sideways scrolling in ${language}`, async () => {
      const view = await waiting(1)
      for (const [path, account] of [
        ['/room', LIAISON],
        [`/room/${view.case}`, LIAISON],
        ['/missions', LIAISON],
        ['/places', LIAISON],
        ['/states', 'reviewer.one'],
        [`/states/${view.case}`, 'reviewer.one'],
        ['/state-keys', 'reviewer.one'],
      ] as const) {
        const page = await visit(path, { account, language, viewport: { width: 390, height: 800 } })
        await page.waitForLoadState('networkidle')
        expect({ path, faults: await faults(page) }).toEqual({ path, faults: [] })
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect({ path, wide: width > 390 }).toEqual({ path, wide: false })
      }
    }, 120_000)
})
