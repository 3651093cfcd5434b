import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../src/api/app.ts'
import { ROLES } from '../src/domain/role.ts'
import type { Address } from './addresses.ts'
import { ADDRESSES, patternOf } from './addresses.ts'
import { ask, report } from './send.ts'
import type { TwoOperations } from './two-operations.ts'
import { openTwoOperations } from './two-operations.ts'

let world: TwoOperations
beforeAll(async () => {
  world = await openTwoOperations()
})
afterAll(() => world.close())

const GUARDED = ADDRESSES.filter(({ who }) => who !== 'open')
const ASKED = GUARDED.filter(({ ends, staysOpen }) => ends !== true && staysOpen !== true)

function isFor({ who }: Address, role: (typeof ROLES)[number]): boolean {
  return who === 'open' || who === 'all' || who.includes(role)
}

test('every address of the API is stated here, and none besides', () => {
  const { routes } = createApp({ db: world.db, version: '', webFolder: '/nowhere' })
  const there = routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`)
  expect(ADDRESSES.map(patternOf).toSorted()).toEqual([...new Set(there)].toSorted())
})

test('without a session, or with one that was never opened, nothing is answered: 401', async () => {
  const forged = [undefined, 'onward-session=x', `onward-session=${'A'.repeat(64)}`]
  for (const address of GUARDED)
    for (const cookie of forged) {
      const { status } = await ask(world, address, world.own, cookie)
      expect({ address: patternOf(address), status }).toEqual({
        address: patternOf(address),
        status: 401,
      })
    }
  report('addresses x no session', GUARDED.length * forged.length)
})

test('each role gets the addresses of its work, and 403 from all others', async () => {
  const found: string[] = []
  for (const address of ASKED)
    for (const role of ROLES) {
      const { status } = await ask(world, address, world.own, world.cookies.get(role))
      const isRefused = status === 403
      if (isRefused === isFor(address, role) || status === 401 || status >= 500)
        found.push(`${patternOf(address)} as ${role}: ${status}`)
    }
  expect(found).toEqual([])
  report('addresses x roles', ASKED.length * ROLES.length)
})

test('what another operation has is answered like what nobody has', async () => {
  const found: string[] = []
  const naming = ASKED.filter(({ names }) => names === true)
  let tried = 0
  for (const address of naming)
    for (const role of ROLES) {
      const cookie = world.cookies.get(role)
      const foreign = await ask(world, address, world.foreign, cookie)
      const unknown = await ask(world, address, world.unknown, cookie)
      tried += 1
      const isSame =
        foreign.status === unknown.status &&
        masked(foreign.text, world.foreign) === masked(unknown.text, world.unknown)
      if (!isSame || foreign.status === 401 || foreign.status >= 500)
        found.push(`${patternOf(address)} as ${role}: ${foreign.status} ${unknown.status}`)
    }
  expect(found).toEqual([])
  report('ids of another operation x addresses x roles', tried)
})

/** A text without the references that were asked for, and without how long it took. */
function masked(text: string, ids: TwoOperations['own']): string {
  return Object.values(ids)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, id) => left.replaceAll(id, '…'), text)
    .replace(/"seconds":[\d.]+/, '')
}
