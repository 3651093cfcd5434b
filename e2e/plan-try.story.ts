import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { PlanView } from '../src/domain/views.ts'
import type { Visitor } from './visit.ts'
import { ask, visit } from './visit.ts'

const plan = (): Promise<PlanView> => ask<PlanView>('/api/plan')

/** Solving the reference operation, with what more places would do, on a busy machine. */
const SOLVED_MS = 60_000

interface Movable {
  readonly case: string
  readonly from: string
  readonly to: string
}

/** Cases that fit into a full offer, where others would have to give way. */
async function movables(): Promise<readonly Movable[]> {
  const found = (await plan()).lines.flatMap((line) => {
    const isFree = !line.locked && line.approvedBy === undefined
    const full = line.whyNot.find((one) => one.why.code === 'full_total')
    return isFree && full !== undefined
      ? [{ case: line.case, from: line.offer, to: full.offer }]
      : []
  })
  expect(found.length).toBeGreaterThan(1)
  return found
}

async function firstMovable(): Promise<Movable> {
  return (await movables())[0]!
}

async function openBoard(visitor: Visitor = {}): Promise<Page> {
  const page = await visit('/plan', { account: 'officer.one', ...visitor })
  await page.locator('button[aria-expanded]', { hasText: /board|اللوحة|تخته/ }).click()
  await page.locator('.card').first().waitFor()
  return page
}

/** Finds the card as a person does, by its reference. */
async function cardOf(page: Page, reference: string): Promise<Locator> {
  const board = page.locator('.board')
  await board.getByRole('searchbox').fill(reference)
  const card = board.locator(`.card[data-case="${reference}"]`)
  await card.waitFor()
  return card
}

/** Drags a card by its words to an offer among the targets that show meanwhile. */
async function drag(page: Page, card: Locator, offer: string): Promise<void> {
  await card.scrollIntoViewIfNeeded()
  const from = await card.boundingBox()
  if (from === null) throw new Error('The card is not on the screen.')
  await page.mouse.move(from.x + from.width * 0.7, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width * 0.7 + 30, from.y + 30, { steps: 3 })
  const target = page.locator(`.targets [data-target="${offer}"]`)
  const to = await target.boundingBox()
  if (to === null) throw new Error(`The targets do not show ${offer}.`)
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 3 })
  await page.mouse.up()
}

/** Only of the board: the rest of the page has its own story. */
async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('.board')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

const summary = (page: Page): Locator => page.locator('.summary-line [role=status]')

describe('an officer tries changes before keeping them', () => {
  test('dragged by mouse, a case shows what it costs at which aim, and nothing is saved', async () => {
    const before = await plan()
    const one = await firstMovable()
    const page = await openBoard()
    await drag(page, await cardOf(page, one.case), one.to)
    await summary(page)
      .getByText(/^Quick estimate: .* Moving: \d+ cases?\.$/)
      .waitFor()
    await page.getByText('A quick estimate, not proven.').waitFor()
    const moves = page.getByRole('list', { name: 'Cases that would move' })
    const asked = moves.getByRole('listitem').first()
    expect(await asked.innerText()).toContain(`from ${one.from} to ${one.to}. you put it there`)
    const levels = page.getByRole('region', { name: 'What it would do' }).getByRole('row')
    expect(await levels.count()).toBe(before.levels.length + 1)
    await expect
      .poll(() => page.locator('.estimate td.mark-out').count(), { timeout: 5_000 })
      .toBeGreaterThan(0)
    const box = page.locator(`.box[data-target="${one.to}"]`)
    await box.locator(`.card[data-case="${one.case}"]`, { hasText: 'held by you' }).waitFor()
    expect(await plan()).toEqual(before)

    await page.getByRole('button', { name: 'Undo all' }).click()
    await page.getByText('No change yet.').waitFor()
    const home = page.locator(`.box[data-target="${one.from}"]`)
    await home.locator(`.card[data-case="${one.case}"]`).waitFor()
  })

  test('let go outside, or with Escape, a dragged case stays where it was', async () => {
    const one = await firstMovable()
    const page = await openBoard()
    const card = await cardOf(page, one.case)
    await card.scrollIntoViewIfNeeded()
    const at = await card.boundingBox()
    await page.mouse.move((at?.x ?? 0) + 200, (at?.y ?? 0) + 10)
    await page.mouse.down()
    await page.mouse.move((at?.x ?? 0) + 240, (at?.y ?? 0) + 40, { steps: 3 })
    await page.getByText('Drop case').waitFor()
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await page.getByText('Drop case').waitFor({ state: 'detached' })
    await page.getByText('No change yet.').waitFor()
  })

  test('by keys alone a case is picked up, put down, and keeps the focus', async () => {
    const one = await firstMovable()
    const page = await openBoard()
    const card = await cardOf(page, one.case)
    const grip = card.getByRole('button', { name: `Pick up case ${one.case}` })
    await page.locator('.board').getByRole('searchbox').focus()
    await page.keyboard.press('Tab')
    for (let n = 0; n < 5; n += 1) {
      if (await grip.evaluate((element) => element === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    const targets = page.getByRole('listbox', { name: `Where to put case ${one.case}?` })
    await targets.waitFor()
    const wanted = targets.locator(`[data-target="${one.to}"]`)
    for (let n = 0; n < 40; n += 1) {
      if ((await wanted.getAttribute('aria-selected')) === 'true') break
      await page.keyboard.press('ArrowRight')
    }
    expect(await targets.getAttribute('aria-activedescendant')).toBe(
      await wanted.getAttribute('id'),
    )
    await page.keyboard.press('Enter')
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor()
    await expect
      .poll(() => grip.evaluate((element) => element === document.activeElement))
      .toBe(true)

    // Picked up again and let be, it stays, and the focus too.
    await page.keyboard.press('Space')
    await targets.waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await targets.waitFor({ state: 'detached' })
    await expect
      .poll(() => grip.evaluate((element) => element === document.activeElement))
      .toBe(true)
    await page.getByRole('list', { name: 'Your changes' }).getByText(one.to).waitFor()
  })

  test('its options do the same, and the plan is solved with what was tried', async () => {
    const one = await firstMovable()
    const page = await openBoard()
    const card = await cardOf(page, one.case)
    await card.getByRole('button', { name: `Options for case ${one.case}` }).click()
    const dialog = page.getByRole('dialog', { name: `Case ${one.case}` })
    await dialog.getByRole('button', { name: 'Not here' }).click()
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor()
    await page.getByText(`Case ${one.case} not to ${one.from}`).first().waitFor()
    await page.getByRole('button', { name: `Undo the change to case ${one.case}` }).click()

    await card.getByRole('button', { name: `Options for case ${one.case}` }).click()
    await dialog.getByLabel('Move to…').selectOption(one.to)
    await dialog.getByRole('button', { name: 'Move', exact: true }).click()
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor()
    await page.getByRole('button', { name: 'Solve with this change' }).click()
    await page.getByText(/^Solved in/).waitFor({ timeout: SOLVED_MS })
    await page.getByText('No change yet.').waitFor()
    const line = (await plan()).lines.find((line) => line.case === one.case)
    expect(line).toMatchObject({ offer: one.to, locked: true })

    // Unlocked again, so that the stories after this one find the plan as it was.
    await card.getByRole('button', { name: `Options for case ${one.case}` }).click()
    await dialog.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText(`Case ${one.case} no longer locked to ${one.to}`).waitFor()
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor()
    await page.getByRole('button', { name: 'Solve with this change' }).click()
    await expect
      .poll(async () => (await plan()).lines.some((line) => line.locked), { timeout: SOLVED_MS })
      .toBe(false)
  })

  test('what is impossible is said with its reason, and cannot be solved with', async () => {
    const { lines } = await plan()
    const line = lines.find((one) => one.whyNot.some(({ why }) => why.code === 'too_small'))
    const offer = line?.whyNot.find(({ why }) => why.code === 'too_small')?.offer ?? ''
    const page = await openBoard()
    await drag(page, await cardOf(page, line?.case ?? ''), offer)
    await summary(page).getByText('Impossible').waitFor()
    await page.getByText(/is locked to .*, but it takes only larger cases/).waitFor()
    const solve = page.getByRole('button', { name: 'Solve with this change' })
    expect(await solve.getAttribute('aria-disabled')).toBe('true')
  })
})

describe('the network is slow while changes are tried', () => {
  test('an overtaken question is given up, and the last answer stays meanwhile', async () => {
    const [one, two] = await movables()
    const page = await openBoard()
    await page.route('**/api/plan/what-if', async (route) => {
      const isSecond = route.request().postData()?.includes(two!.case) === true
      if (isSecond) await new Promise((resolve) => setTimeout(resolve, 1_500))
      await route.continue().catch(() => {})
    })
    await drag(page, await cardOf(page, one!.case), one!.to)
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor()
    await drag(page, await cardOf(page, two!.case), two!.to)
    await summary(page).getByText('Working out').waitFor()
    expect(await page.locator('.answer.old table').count()).toBe(1)
    await page.getByRole('button', { name: `Undo the change to case ${two!.case}` }).click()
    // The answer to the first question is known; the second one is not waited for.
    await summary(page)
      .getByText(/^Quick estimate/)
      .waitFor({ timeout: 1_000 })
  })
})

describe('changes are tried on a small screen, from right to left, by a screen reader', () => {
  test.each([
    ['en', 1280],
    ['ar', 390],
    ['fa', 320],
  ] as const)(
    'the board in %s at %i pixels has no fault and no sideways scrolling',
    async (language, width) => {
      const one = await firstMovable()
      const page = await openBoard({ language, viewport: { width, height: 800 } })
      const card = await cardOf(page, one.case)
      await card.locator('.grip').focus()
      await page.keyboard.press('Enter')
      expect(await faults(page)).toEqual([])
      const list = page.getByRole('listbox')
      const at = (): Promise<string | undefined> =>
        list
          .locator('[aria-selected=true]')
          .getAttribute('data-target')
          .then((it) => it ?? undefined)
      const first = await at()
      await page.keyboard.press(language === 'en' ? 'ArrowRight' : 'ArrowLeft')
      expect(await at()).not.toBe(first)
      await page.keyboard.press(language === 'en' ? 'ArrowLeft' : 'ArrowRight')
      expect(await at()).toBe(first)
      await list.locator(`[data-target="${one.to}"]`).click()
      await page.locator('.answer table').waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      )
      expect(await faults(page)).toEqual([])
    },
  )
})
