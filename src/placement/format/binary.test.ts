import { expect, test } from 'vitest'
import { crc32, HEADER_BYTES } from './binary-layout.ts'
import { fromChunks, withFront } from './byte-source.ts'
import type { NamedProblem } from './names.ts'
import type { BinaryReading } from './read-binary.ts'
import { readBinaryProblem } from './read-binary.ts'
import { toUtf8 } from './text.ts'
import { writeBinaryProblem } from './write-binary.ts'

const NAMED: NamedProblem = {
  problem: {
    cases: 3,
    localities: 2,
    resources: 2,
    needs: Uint16Array.from([1, 0, 70, 1, 0, 0]),
    capacity: Float64Array.from([100, 2, 7, 1]),
    scores: Float64Array.from([0.1, -0.2, NaN, 1e-3, NaN, NaN]),
    locks: Int32Array.from([-1, 1, -1]),
    together: [[0, 1]],
    near: [[1, 2], [0]],
    regions: Int32Array.from([0, 1]),
    minimum: Float64Array.from([1, 0, 0, 0]),
  },
  names: {
    cases: ['c1', 'نمونه', 'c3'],
    localities: ['A', 'B'],
    resources: ['people', 'school'],
  },
  groups: { of: Int32Array.from([-1, 0, -1]), names: ['g'] },
  preferences: [[], [1, 0], []],
  regionNames: ['north', 'south'],
}

function bytesOf(named: NamedProblem, type: 'f32' | 'f64' = 'f64'): Uint8Array {
  const pieces = [...writeBinaryProblem(named, type)]
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** In chunks that fit no boundary of the file. */
function* chunked(bytes: Uint8Array, size = 13): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function faultsOf(bytes: Uint8Array, reading: BinaryReading = {}): Promise<string[]> {
  const read = await readBinaryProblem(fromChunks(chunked(bytes)), reading)
  return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`)
}

/** The file with another JSON block, its header made to fit. */
function withMeta(change: (meta: Record<string, unknown>) => void): Uint8Array {
  const bytes = bytesOf(NAMED)
  const view = new DataView(bytes.buffer)
  const length = view.getUint32(12, true)
  const text = new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length))
  const meta = JSON.parse(text) as Record<string, unknown>
  change(meta)
  const block = toUtf8(JSON.stringify(meta))
  const begin = Math.ceil((HEADER_BYTES + length) / 8) * 8
  const start = Math.ceil((HEADER_BYTES + block.length) / 8) * 8
  const all = new Uint8Array(start + bytes.length - begin)
  all.set(bytes.subarray(0, HEADER_BYTES))
  all.set(block, HEADER_BYTES)
  all.set(bytes.subarray(begin), start)
  const header = new DataView(all.buffer)
  header.setUint32(12, block.length, true)
  header.setBigUint64(16, BigInt(all.length), true)
  header.setUint32(24, crc32(block), true)
  return all
}

test('a problem comes back from a file as it went in', async () => {
  const read = await readBinaryProblem(fromChunks(chunked(bytesOf(NAMED))))
  expect(read).toEqual({ ok: true, named: NAMED })
})

test('a CRC-32 is that of everyone', () => {
  expect(crc32(toUtf8('123456789'))).toBe(0xcbf43926)
})

test('scores of four bytes are the nearest, and a large need takes four', async () => {
  const problem = {
    ...NAMED.problem,
    needs: Uint32Array.from([100_000, 0, 0, 0, 0, 0]),
    capacity: Float64Array.from([1e5 + 0.5, 2, 7, 1]),
  }
  const read = await readBinaryProblem(fromChunks([bytesOf({ ...NAMED, problem }, 'f32')]))
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  expect(read.named.problem.scores).toEqual(Float32Array.from(NAMED.problem.scores as Float64Array))
  expect(read.named.problem.needs).toEqual(problem.needs)
  expect(read.named.problem.capacity[0]).toBe(100_000)
})

test('scores are read into the memory one gives, and asked for row by row when written', async () => {
  const all = NAMED.problem.scores as Float64Array
  const scores = {
    read: (i: number, into: Float64Array) => into.set(all.subarray(2 * i, 2 * i + 2)),
  }
  const bytes = bytesOf({ ...NAMED, problem: { ...NAMED.problem, scores } })
  expect(bytes).toEqual(bytesOf(NAMED))
  const memory = new SharedArrayBuffer(all.byteLength)
  const read = await readBinaryProblem(fromChunks([bytes]), { allocateScores: () => memory })
  expect(read.ok && (read.named.problem.scores as Float64Array).buffer).toBe(memory)
  expect([...new Float64Array(memory)]).toEqual([...all])
})

test('a file without optional parts needs none: cases go by index', async () => {
  const { cases, localities, resources, needs, capacity, scores } = NAMED.problem
  const named = {
    problem: { cases, localities, resources, needs, capacity, scores },
    names: { localities: NAMED.names.localities, resources: NAMED.names.resources },
  }
  const read = await readBinaryProblem(fromChunks([bytesOf(named)]))
  expect(read).toEqual({ ok: true, named })
  expect(await faultsOf(withMeta((meta) => (meta['localities'] = 2)))).toEqual([])
})

test('a file that is cut anywhere is refused in words', async () => {
  const bytes = bytesOf(NAMED)
  let refused = 0
  for (let length = 0; length < bytes.length; length += 1) {
    const [fault, ...more] = await faultsOf(bytes.subarray(0, length))
    expect(fault, `${length} bytes`).toMatch(/cut off|ends|empty|not that of such a file/)
    expect(more).toEqual([])
    refused += 1
  }
  expect(refused).toBe(bytes.length)
})

test('where the size is known a cut or longer file is refused before anything is read', async () => {
  const bytes = bytesOf(NAMED)
  expect(await faultsOf(bytes, { size: bytes.length - 8 })).toEqual([
    expect.stringMatching(/^header: states a file of \d+ bytes, but this one has \d+/),
  ])
  const longer = new Uint8Array(bytes.length + 1)
  longer.set(bytes)
  expect(await faultsOf(longer)).toEqual([expect.stringMatching(/^file: goes on after/)])
})

test('any one bit wrong in header or JSON block is refused', async () => {
  const bytes = bytesOf(NAMED)
  const metaLength = new DataView(bytes.buffer).getUint32(12, true)
  let refused = 0
  for (let at = 0; at < HEADER_BYTES + metaLength; at += 1) {
    const wrong = bytes.slice()
    wrong[at] = (wrong[at] as number) ^ (1 << (at % 8))
    expect(await faultsOf(wrong, { size: bytes.length }), `byte ${at}`).not.toEqual([])
    refused += 1
  }
  expect(refused).toBeGreaterThan(HEADER_BYTES)
})

test('a file that was changed on the way as if it were text is told so', async () => {
  const bytes = bytesOf(NAMED)
  const rewritten = Uint8Array.from([...bytes.subarray(0, 5), ...bytes.subarray(6)])
  expect(await faultsOf(rewritten)).toEqual([expect.stringMatching(/as if it were text/)])
  expect(await faultsOf(toUtf8('{"resources":["people"]}'))).toHaveLength(1)
})

test('every wrong section is told at once', async () => {
  const faults = await faultsOf(
    withMeta((meta) => {
      const sections = (meta['sections'] as [string, string, number][]).map((one) => [...one])
      sections[0] = ['needs', 'f64', 6]
      sections[1] = ['capacity', 'f64', 3]
      sections[2] = ['minimums', 'f64', 4]
      meta['sections'] = sections.slice(0, -1)
      meta['colour'] = 'red'
    }),
  )
  expect(faults).toEqual([
    expect.stringMatching(/^meta\.sections: add up to a file of/),
    expect.stringMatching(/^meta\.colour: is not known/),
  ])
  const sized = await faultsOf(
    withMeta((meta) => {
      // As many bytes as before, so that only what they mean is wrong.
      const sections = meta['sections'] as [string, string, number][]
      for (const section of sections) {
        if (section[0] === 'capacity') section[1] = 'f32'
        if (section[0] === 'capacity') section[2] = 8
        if (section[0] === 'minimum') section[0] = 'minimums'
        if (section[0] === 'scores') section[0] = 'locks2'
      }
    }),
  )
  expect(sized.map((one) => one.split(':')[0])).toEqual([
    'section "capacity"',
    'section "capacity"',
    'section "minimums"',
    'section "locks2"',
    'section "scores"',
  ])
})

test('a table of sections that is none, and sizes beyond all memory, are refused', async () => {
  for (const sections of [undefined, 7, ['needs'], [['needs', 'u7', 1]], [['needs', 'u16', -1]]])
    expect(await faultsOf(withMeta((meta) => (meta['sections'] = sections)))).not.toEqual([])
  const huge = withMeta((meta) => {
    meta['cases'] = 1e12
    meta['sections'] = [
      ['needs', 'u16', 2e12],
      ['capacity', 'f64', 4],
      ['scores', 'f64', 2e12],
    ]
  })
  const bytes = 32 + new DataView(huge.buffer).getUint32(12, true)
  const stated = Math.ceil(bytes / 8) * 8 + 4e12 + 32 + 16e12
  new DataView(huge.buffer).setBigUint64(16, BigInt(stated), true)
  expect(await faultsOf(huge)).toEqual([expect.stringMatching(/more than this machine gives/)])
})

test('numbers that cannot be are refused with the paths of the JSON format', async () => {
  const wrong: NamedProblem = {
    ...NAMED,
    names: { ...NAMED.names, cases: ['c1', 'c1', ''] },
    problem: {
      ...NAMED.problem,
      needs: Uint32Array.from([101, 0, 70, 1, 0, 2e9]),
      capacity: Float64Array.from([100, -2, NaN, 1]),
      minimum: Float64Array.from([Infinity, 0, 0, 0]),
      scores: Float64Array.from([0.1, Infinity, NaN, NaN, -1e300, NaN]),
      locks: Int32Array.from([-2, 1, 5]),
      regions: Int32Array.from([-1, 2]),
      together: [[0, 0], [7], []],
    },
    groups: { of: Int32Array.from([-1, 1, -1]), names: ['g'] },
    preferences: [[], [2], []],
  }
  expect((await faultsOf(bytesOf(wrong))).toSorted()).toEqual(
    [
      'cases[0].scores.B: must be a finite number, not Infinity',
      'cases[2].scores.A: must be within ±1000000000000000',
      'cases[1].id: "c1" is also cases[0].id',
      'cases[2].id: must not be empty',
      'section "together": 7 is no index below 3',
      'section "preferences": 2 is no index below 2',
      'localities[0].capacity.school: must not be negative, as -2 is',
      'localities[1].capacity.people: must be a finite number, not NaN',
      'localities[0].minimum.people: must be a finite number, not Infinity',
      'cases[0].needs.people: 101 is more than any locality has: the most is 100',
      'cases[2].needs.school: must be at most 1000000000',
      'cases[0].lock: -2 is no index below 2, nor -1 for none',
      'cases[2].lock: 5 is no index below 2, nor -1 for none',
      'cases[1].lock: is not among the localities that are allowed',
      'together[0][1]: the case "c1" comes twice in this list',
      'together[2]: must name at least one case',
      'localities[0].region: is missing: with lists of cases that go near each other every locality needs its region',
      'localities[1].region: 2 is no index below 2, nor -1 for none',
      'cases[1].group: 1 is no index below 1, nor -1 for none',
    ].toSorted(),
  )
})

test('bytes that were looked at come first again', async () => {
  const source = fromChunks(chunked(bytesOf(NAMED)))
  const front = new Uint8Array(8)
  await source.read(front)
  expect(await readBinaryProblem(withFront(front, source))).toEqual({ ok: true, named: NAMED })
})
