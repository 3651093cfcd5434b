import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serve } from '../src/api/serve.ts'
import { report, send } from './send.ts'
import type { TwoOperations } from './two-operations.ts'
import { openTwoOperations } from './two-operations.ts'

let world: TwoOperations
beforeAll(async () => {
  world = await openTwoOperations()
})
afterAll(() => world.close())

function post(
  path: string,
  body: string | Buffer<ArrayBuffer>,
  type = 'application/json',
  cookie = officer(),
) {
  return send(world.url + path, {
    method: 'POST',
    headers: { 'content-type': type, cookie },
    body,
  })
}

function officer(): string {
  return world.cookies.get('field_officer') ?? ''
}

test('a body that is too large is refused in words, or hung up on while it still comes', async () => {
  const draft = { names: [{ role: 'given', text: 'x'.repeat(30_000_000) }] }
  const answer = await post('/api/persons', JSON.stringify({ draft })).catch(() => 'hung up')
  expect(answer).toSatisfy(
    (one: typeof answer) => one === 'hung up' || (typeof one === 'object' && one.status === 400),
  )
  expect((await send(`${world.url}/api/health`)).status).toBe(200)
})

test('bodies that are too deep or no JSON are refused in words: 400', async () => {
  const bodies = [
    '['.repeat(200_000),
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    '{"draft": ',
    '',
    'null',
    '[]',
    '"text"',
    '1e999',
    '\uFEFF{}',
  ]
  for (const body of bodies) {
    const { status, text } = await post('/api/persons', body)
    expect({ begin: body.slice(0, 20), status }).toEqual({ begin: body.slice(0, 20), status: 400 })
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'invalid_input' } })
  }
  report('bodies', bodies.length)
})

test('a file that claims to unpack to ten gigabytes is refused in seconds, and others are served meanwhile', async () => {
  const bomb = workbookOf(deflateRawSync(Buffer.alloc(300_000_000)), 10_000_000_000)
  const working = post('/api/imports/dry-run?kind=register&name=a.xlsx', bomb, OCTETS)
  const other = await send(`${world.url}/api/persons`, { headers: { cookie: officer() } })
  expect(other.status).toBe(200)
  expect((await working).text).toContain('"workbook_too_large"')
})

test('a file that lies about its size is stopped where it goes beyond', async () => {
  const bomb = workbookOf(deflateRawSync(Buffer.alloc(300_000_000)), 1_000)
  const { text } = await post('/api/imports/dry-run?kind=register&name=a.xlsx', bomb, OCTETS)
  expect(text).toContain('"workbook_too_large"')
})

test('whoever dribbles a request holds nobody up, and is hung up on', async () => {
  const slow = await serve({
    ...{ db: world.db, version: 'attacked', webFolder: '/nowhere', port: 0 },
    patience: { headersMs: 1_000, requestMs: 2_000, lookEveryMs: 250 },
  })
  try {
    const port = Number(new URL(slow.url).port)
    const dribblers = Array.from({ length: 300 }, (_, n) => dribble(port, n % 2 === 0))
    const served = await send(`${slow.url}/api/health`)
    expect(served.status).toBe(200)
    const ended = await Promise.all(dribblers)
    expect(ended.every((how) => how === 'hung up')).toBe(true)
    report('slow requests', dribblers.length)
  } finally {
    await slow.close(0)
  }
})

test('what is set besides what was asked for is not taken: nobody assigns status or ids, or a site that is not theirs', async () => {
  const more = {
    ...{ id: 'x', operationId: 'x', operation_id: 'x', batchId: 'x' },
    ...{ protectionStatus: 'refugee', consent: { states: 'any' }, departedOn: '2014-01-01' },
  }
  const draft = { names: [{ role: 'given', text: 'Assigned', ...more }], sex: 'female', ...more }
  const { status, text } = await post('/api/persons', JSON.stringify({ draft, ...more }))
  expect(status).toBe(200)
  const { person } = JSON.parse(text) as { readonly person: string }
  const file = await send(`${world.url}/api/persons/${person}`, { headers: { cookie: officer() } })
  expect(JSON.parse(file.text)).toMatchObject({ protectionStatus: 'undetermined' })
  expect(file.text).not.toMatch(/departedOn|"consent"/)
  const elsewhere = JSON.stringify({ draft: { ...draft, site: 'elsewhere' } })
  expect((await post('/api/persons', elsewhere)).status).toBe(400)
})

const OCTETS = 'application/octet-stream'

/** A socket that sends a letter now and then: of the headers, or of the body. */
async function dribble(port: number, isHead: boolean): Promise<'hung up' | 'still there'> {
  const socket: Socket = connect(port, '127.0.0.1')
  const ended = new Promise<'hung up'>((done) => {
    socket.on('close', () => done('hung up'))
    socket.on('error', () => done('hung up'))
  })
  const head =
    'POST /api/sign-in/link HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n'
  socket.write(isHead ? head : `${head}content-length: 5000\r\n\r\n{`)
  socket.on('data', () => {})
  const letters = setInterval(() => socket.write(isHead ? 'x: y\r\n' : ' '), 200)
  const how = await Promise.race([ended, wait(20_000, 'still there' as const)])
  clearInterval(letters)
  socket.destroy()
  return how
}

/** A zip of the smallest workbook, whose sheet is `packed` and claims to be `size` bytes. */
function workbookOf(packed: Buffer, size: number): Buffer<ArrayBuffer> {
  const text = '<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>'
  const files = [
    { name: 'xl/workbook.xml', packed: deflateRawSync(text), size: text.length },
    { name: 'xl/worksheets/sheet1.xml', packed, size },
  ]
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of files) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(file.packed.length, 14)
    fields.writeUInt32LE(Math.min(file.size, 0xffffffff), 18)
    fields.writeUInt16LE(file.name.length, 22)
    const name = Buffer.from(file.name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, file.packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, name]))
    parts.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end])
}
