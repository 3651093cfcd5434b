import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerKeeper } from '../src/actions/accounts/keeper.ts'
import { makeLink } from '../src/actions/sign-in/one-time-link.ts'
import { listOperations } from '../src/storage/operations.ts'
import { ADDRESSES, pathOf, patternOf } from './addresses.ts'
import { report, send } from './send.ts'
import type { TwoOperations } from './two-operations.ts'
import { openTwoOperations } from './two-operations.ts'

let world: TwoOperations
beforeAll(async () => {
  world = await openTwoOperations()
})
afterAll(() => world.close())

const CHANGING = ADDRESSES.filter(
  ({ method, path }) => method === 'POST' && path !== '/api/sign-out',
)

async function link(): Promise<string> {
  const [operation] = await listOperations(world.db)
  if (operation === undefined) throw new Error('There is no operation.')
  return (await makeLink(ownerKeeper(world.db, operation), 'officer.one')).token
}

function useLink(token: string, cookie?: string) {
  return send(`${world.url}/api/sign-in/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify({ token }),
  })
}

test('a session that somebody planted before signing in is not the one that is opened', async () => {
  const planted = `onward-session=${randomBytes(48).toString('base64url')}`
  const { headers } = await useLink(await link(), planted)
  const given = headers.get('set-cookie')?.split(';')[0]
  expect(given).toMatch(/^onward-session=/)
  expect(given).not.toBe(planted)
  const asked = await send(`${world.url}/api/session`, { headers: { cookie: planted } })
  expect(asked.status).toBe(401)
})

test('a link opens one session, whoever is quicker; a session that ended is not opened again', async () => {
  const token = await link()
  const answers = await Promise.all(Array.from({ length: 10 }, () => useLink(token)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const cookie = answers.find(({ status }) => status === 200)?.headers.get('set-cookie')
  const headers = { cookie: cookie?.split(';')[0] ?? '', 'content-type': 'application/json' }
  expect((await send(`${world.url}/api/session`, { headers })).status).toBe(200)
  await send(`${world.url}/api/sign-out`, { method: 'POST', headers, body: '{}' })
  expect((await send(`${world.url}/api/session`, { headers })).status).toBe(401)
})

test('guessed sessions and links open nothing', async () => {
  const guesses = 300
  for (let n = 0; n < guesses; n += 1) {
    const guess = randomBytes(48).toString('base64url')
    const cookie = `onward-session=${guess}`
    expect((await send(`${world.url}/api/session`, { headers: { cookie } })).status).toBe(401)
    expect([401, 429]).toContain((await useLink(guess)).status)
  }
  report('guessed sessions and links', 2 * guesses)
})

test('no other site changes anything with the session of a visitor: 403, nothing done', async () => {
  const cookie = world.cookies.get('reviewer') ?? ''
  const FOREIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'a form': { 'content-type': 'application/x-www-form-urlencoded' },
    'a form with files': { 'content-type': 'multipart/form-data; boundary=x' },
    'a form of text': { 'content-type': 'text/plain' },
    'JSON without saying so': {},
    'JSON of another site': { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    'JSON of a neighbour': { 'content-type': 'application/json', 'sec-fetch-site': 'same-site' },
    'another origin': { 'content-type': 'application/json', origin: 'https://attacker.invalid' },
    'no origin': { 'content-type': 'application/json', origin: 'null' },
    'a file of another site': {
      'content-type': 'application/octet-stream',
      'sec-fetch-site': 'cross-site',
    },
  }
  const found: string[] = []
  for (const address of CHANGING)
    for (const [kind, headers] of Object.entries(FOREIGN)) {
      const body = JSON.stringify(address.body?.(world.own))
      const path = world.url + pathOf(address, world.own)
      const { status } = await send(path, { method: 'POST', headers: { ...headers, cookie }, body })
      if (status !== 403) found.push(`${patternOf(address)}, ${kind}: ${status}`)
    }
  expect(found).toEqual([])
  report('requests of other sites', CHANGING.length * Object.keys(FOREIGN).length)
})

test('how long "not found" takes does not tell whether another operation has it', async () => {
  const cookie = world.cookies.get('field_officer') ?? ''
  const time = async (person: string): Promise<number> => {
    const begun = performance.now()
    await send(`${world.url}/api/persons/${person}`, { headers: { cookie } })
    return performance.now() - begun
  }
  const samples: { readonly isForeign: boolean; readonly ms: number }[] = []
  for (let n = 0; n < 150; n += 1) {
    samples.push({ isForeign: true, ms: await time(world.foreign.person) })
    samples.push({ isForeign: false, ms: await time(world.unknown.person) })
  }
  expect(Math.abs(rankScore(samples))).toBeLessThan(4)
})

/** Mann and Whitney's rank test as a normal score: 0 where the two are alike. */
function rankScore(
  samples: readonly { readonly isForeign: boolean; readonly ms: number }[],
): number {
  const half = samples.length / 2
  const ranked = samples.toSorted((a, b) => a.ms - b.ms)
  const sum = ranked.reduce((total, one, rank) => total + (one.isForeign ? rank + 1 : 0), 0)
  const mean = (half * (samples.length + 1)) / 2
  return (sum - mean) / Math.sqrt((half * half * (samples.length + 1)) / 12)
}
