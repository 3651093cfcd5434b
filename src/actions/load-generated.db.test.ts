import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { checkOperation } from './check-operation.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getFigures } from './get-figures.ts'
import { loadGenerated } from './load-generated.ts'
import { generateCampL } from '../reference/camp-l.ts'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, generateCampL())
  desk = await openDesk(database.db)
})
afterAll(() => database.close())

/** The figures of one day by id. */
async function figuresOf(asOf: string, knownOn?: string): Promise<Record<string, number>> {
  const figures = await getFigures(desk, { asOf, ...(knownOn === undefined ? {} : { knownOn }) })
  return Object.fromEntries(figures.map((one) => [one.id, one.value]))
}

test('on 27 December 2013 there are 3,200 residents, 1,400 cases submitted, 311 persons departed', async () => {
  expect(await figuresOf('2013-12-27')).toMatchObject({
    population: 3200,
    submitted_cases: 1400,
    departed: 311,
    out_of_danger: 311,
  })
})

test('on 31 March 2014 367 have departed: 208 of 210 and 91 of 98 of about 100', async () => {
  expect(await figuresOf('2014-03-31')).toMatchObject({
    departed: 367,
    protection_needs_determined: 2023,
    places_confirmed_ALB: 210,
    accepted_ALB: 210,
    departed_ALB: 208,
    places_confirmed_DEU: 100,
    accepted_DEU: 98,
    departed_DEU: 91,
  })
})

test('the camp empties as the scenario says', async () => {
  expect((await figuresOf('2013-03-18'))['population']).toBeGreaterThan(3000)
  expect(await figuresOf('2014-09-30')).toMatchObject({ population: 2700 })
  expect(await figuresOf('2015-10-28')).toMatchObject({ population: 2200 })
  const end = await figuresOf('2016-01-01')
  expect(end).toMatchObject({ population: 1965 })
  expect(end['departed']).toBeGreaterThan(1100)
  expect((end['departed_ALB'] ?? 0) / (end['departed'] ?? 1)).toBeGreaterThan(0.75)
})

test('what was known on a day differs from what was true on it: one death came to light later', async () => {
  const known = await figuresOf('2014-01-31', '2014-01-31')
  const now = await figuresOf('2014-01-31')
  expect((now['died'] ?? 0) - (known['died'] ?? 0)).toBe(1)
})

test('every case and person on file is what its events make of it', async () => {
  expect(await checkOperation(database.db)).toEqual([
    expect.objectContaining({ id: 'derived', ok: true }),
  ])
})

test('an operation of the same name is not loaded twice', async () => {
  await expect(loadGenerated(database.db, generateCampL())).rejects.toThrow(/already/)
})
