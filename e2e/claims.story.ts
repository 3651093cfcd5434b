import { describe, expect, test } from 'vitest'
import type {
  ClaimFigureListView,
  ClaimListView,
  DocumentListView,
} from '../src/domain/claim-views.ts'
import { ask, visit } from './visit.ts'

const TEXT =
  'UNHCR said on 27 December 2013 that 9 residents were killed. UNAMI said that 4 residents were missing.'

describe('a reviewer reads a report', () => {
  test('adds it, confirms by key, corrects, and finds the figure down to its words', async () => {
    const page = await visit('/reports')
    await page.getByLabel('Publisher').selectOption('un-news')
    await page.getByLabel('Published').fill('2013-12-28')
    await page.getByLabel('Of whom it speaks').selectOption('camp-l')
    await page.getByLabel('Text').fill(TEXT)
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByRole('heading', { name: /^Report D-/ }).waitFor()
    const list = page.getByRole('region', { name: 'What it says' })
    await list.waitFor()
    expect(await list.getByText('waits for your word').count()).toBe(2)
    expect(await page.locator('mark.span-value').textContent()).toBe('9')
    await page.keyboard.press('c')
    await page
      .getByRole('status')
      .getByText(/^CL-\w+ is confirmed\./)
      .waitFor()
    // The next one that waits is chosen by itself.
    await page.locator('mark.span-value', { hasText: '4' }).waitFor()
    await page.keyboard.press('e')
    await list.getByLabel('Number', { exact: true }).fill('5')
    await list.getByLabel('What was wrong (no names)').fill('a digit was read wrongly')
    await list.getByRole('button', { name: 'Keep the correction' }).click()
    await list.getByText('Missing: 5').waitFor()
    const figure = page.getByRole('status').getByRole('link').first()
    await figure.click()
    await page.getByRole('heading', { name: /^Figure F-/ }).waitFor()
    await page.getByText('UNAMI said that 4 residents were missing.').first().waitFor()
  })

  test('who may not confirm reads, and no key of theirs counts', async () => {
    const { documents } = await ask<DocumentListView>('/api/documents')
    const page = await visit(`/reports/${documents[0]?.document ?? ''}`, { account: 'officer.one' })
    await page.getByRole('region', { name: 'What it says' }).waitFor()
    expect(await page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0)
    await page.keyboard.press('x')
    expect(await page.getByRole('status').textContent()).not.toMatch(/rejected/)
  })
})

test('figures of others are asked for as known on a day', async () => {
  const page = await visit('/said')
  const row = page
    .getByRole('row')
    .filter({ hasText: 'attack-2013-12-26' })
    .filter({ hasText: 'Killed' })
  await row.getByText('revised').waitFor()
  await page.getByLabel('Known on').fill('2013-12-31')
  await row.getByText('one origin').waitFor()
  const known = await ask<ClaimFigureListView>('/api/claim-figures?knownOn=2013-12-31')
  const killed = known.figures.find((one) => one.statement.event === 'attack-2013-12-26')
  expect(killed?.best).toBe(3)
})

test('an edition is published, and a correction shows on it what it told and what is known now', async () => {
  const { figures } = await ask<ClaimFigureListView>(
    '/api/claim-figures?event=attack-2013-02-09&measure=killed',
  )
  const used = figures[0]?.inputs.find((one) => one.usedAs.includes('best'))
  const page = await visit('/appeal', { account: 'public.one' })
  const editions = page.getByRole('region', { name: 'What was published' })
  await editions.getByRole('button', { name: 'Publish as an edition' }).click()
  await editions.getByText('Published. It stands on the public page now.').waitFor()
  await editions.getByRole('cell', { name: 'nothing' }).first().waitFor()

  const { rows } = await ask<ClaimListView>('/api/claims?measure=killed')
  const document = rows.find((one) => one.claim === used?.claim)?.document ?? ''
  await page.goto(`${new URL(page.url()).origin}/reports/${document}?claim=${used?.claim}`)
  await page.getByRole('region', { name: 'What it says' }).waitFor()
  await page.keyboard.press('e')
  await page.getByLabel('Number', { exact: true }).fill('7')
  await page.getByLabel('What was wrong (no names)').fill('a digit was read wrongly')
  await page.getByRole('button', { name: 'Keep the correction' }).click()
  await page.getByText(/told 6, now 7 \(contested\)/).waitFor()
  await page.getByRole('link', { name: 'Appeal', exact: true }).click()
  await editions.getByText(/told 6, now 7 \(contested\)/).waitFor()
})

test('a figure of others is taken into an appeal by its page', async () => {
  const { figures } = await ask<ClaimFigureListView>('/api/claim-figures')
  const share = figures.find((one) => one.statement.measure === 'with_firm_offers')
  const page = await visit(`/said/${share?.figure}`)
  await page.getByRole('link', { name: 'Tell it in an appeal' }).click()
  await page.getByRole('heading', { name: 'What others say' }).waitFor()
  await page
    .getByText(/share with firm offers: 10 per cent/)
    .first()
    .waitFor()
})
