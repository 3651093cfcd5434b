import { describe, expect, test } from 'vitest'
import type { OverviewView } from '../src/domain/views.ts'
import { ask, visit } from './visit.ts'

const english = new Intl.NumberFormat('en-GB')

describe('someone wants to know where the operation stands', () => {
  test('the first view says the gap within two seconds, each count with its unit', async () => {
    const { figures } = await ask<OverviewView>('/api/overview')
    const gap = figures.find((one) => one.id === 'gap')?.value ?? Number.NaN
    const page = await visit('/')
    await page.getByText(`The gap is ${english.format(gap)} person`).waitFor()
    // Since the page was asked for.
    expect(await page.evaluate(() => performance.now())).toBeLessThan(2000)
  })

  test('a figure gives its definition on demand, not on hover', async () => {
    const { figures } = await ask<OverviewView>('/api/overview')
    const population = figures.find((one) => one.id === 'population')
    const page = await visit('/')
    const region = page.getByRole('region', { name: 'Key figures' })
    await region.getByRole('listitem').getByText('Population', { exact: true }).waitFor()
    const definition = region.getByRole('listitem').getByText(population?.definition ?? '')
    expect(await definition.isVisible()).toBe(false)
    await region.getByLabel('Definition: Population').click()
    await definition.waitFor()
  })

  test('the pipeline counts persons or cases, never both on one scale', async () => {
    const { pipeline } = await ask<OverviewView>('/api/overview')
    const page = await visit('/')
    const region = page.getByRole('region', { name: 'Where the cases stand' })
    const stages = region.getByRole('list').first().getByRole('listitem')
    await stages.first().waitFor()
    expect((await stages.allInnerTexts()).every((text) => /persons?$/.test(text))).toBe(true)
    await region.getByRole('radio', { name: 'cases' }).check()
    const texts = await stages.allInnerTexts()
    expect(texts.every((text) => /cases?$/.test(text) && !text.includes('person'))).toBe(true)
    expect(texts).toHaveLength(10)
    await region.getByText('The same as a table').click()
    expect(await region.getByRole('row').count()).toBe(pipeline.length + 1)
  })

  test('an incident gives its figures with how they stand, and leads to who said what', async () => {
    const { incidents } = await ask<OverviewView>('/api/overview')
    const page = await visit('/')
    const region = page.getByRole('region', { name: 'Incidents and who said what' })
    await region.getByRole('list').waitFor()
    const said = await region.getByRole('definition').allInnerTexts()
    const figures = incidents.flatMap((one) => one.figures ?? [])
    expect(said).toHaveLength(figures.length)
    expect(figures.length).toBeGreaterThan(0)
    const revised = figures.filter((one) => one.status === 'revised')
    expect(said.filter((text) => text.includes('revised'))).toHaveLength(revised.length)
    await region.getByRole('link').first().click()
    await page.getByRole('heading', { name: /^Figure F-/ }).waitFor()
    await page.locator('blockquote').first().waitFor()
  })

  test('the case that waits longest is one step away', async () => {
    const { oldestWaiting } = await ask<OverviewView>('/api/overview')
    const oldest = oldestWaiting[0]?.case ?? ''
    const page = await visit('/')
    await page
      .getByRole('region', { name: 'Waiting longest' })
      .getByRole('link', { name: oldest })
      .click()
    await page.getByRole('heading', { level: 1, name: `Case ${oldest}` }).waitFor()
  })

  test('what a role may not read is not said to be none, and leads nowhere', async () => {
    const page = await visit('/', { account: 'movement.one' })
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    for (const name of ['Last plan', 'What expires first', 'Waiting longest'])
      expect(await page.getByRole('region', { name }).count()).toBe(0)
    expect(await page.locator('main a').count()).toBe(0)
  })
})
