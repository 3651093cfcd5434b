import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { errfXml, inPieces, sampleErrfCase, withErrfRow } from '../../testing/errf-sample.ts'
import { readErrf } from './read-errf.ts'

const GOOD = errfXml([sampleErrfCase()])
const [HEAD = '', REST = ''] = GOOD.split(/(?<=\?>\n)/, 2)
const codes = async (source: AsyncIterable<Uint8Array>): Promise<string[]> =>
  (await readErrf(source)).findings.map((one) => one.code)

async function* endless(start: string, piece: string, end = ''): AsyncGenerator<Uint8Array> {
  yield Buffer.from(start)
  const bytes = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)))
  // 600 MB: whoever reads on to the end is told by the time limit.
  for (let at = 0; at < 9_600; at += 1) yield bytes
  yield Buffer.from(end)
}

const LAUGHS = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(10)}"><!ENTITY c "${'&b;'.repeat(10)}">]>`
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(GOOD, 'utf16le')])

describe('what is no honest eRRF is refused at once', () => {
  test.each<readonly [what: string, code: string, source: () => AsyncIterable<Uint8Array>]>([
    ['a billion laughs', 'doctype', () => inPieces(HEAD + LAUGHS + REST)],
    [
      'an external entity',
      'doctype',
      () => inPieces(`${HEAD}<!DOCTYPE x SYSTEM "file:///etc/passwd">${REST}`),
    ],
    ['a DOCTYPE without end', 'not_errf', () => endless(`${HEAD}<!DOCTYPE x [`, '<!ENTITY a "b">')],
    ['an entity of its own', 'bad_entity', () => inPieces(GOOD.replace('>Baran<', '>&xxe;<'))],
    ['elements without end, deep', 'too_deep', () => endless(HEAD + '<UNHCR_RRF>', '<a>')],
    ['an attribute without end', 'too_long', () => endless(`${HEAD}<UNHCR_RRF><CASE x="`, 'y')],
    ['a comment without end', 'too_long', () => endless(`${HEAD}<UNHCR_RRF><!-- `, 'y')],
    [
      'a name without end',
      'too_long',
      () => endless(`${HEAD}<UNHCR_RRF><CASE><dataIndividual><FamilyName>`, 'y'),
    ],
    [
      'a photograph without end',
      'photo_too_large',
      () => endless(`${HEAD}<UNHCR_RRF><CASE><dataPhotograph><Photo>`, 'QUJD'),
    ],
    ['cases without end', 'too_many_cases', () => endless(`${HEAD}<UNHCR_RRF>`, '<CASE/>')],
    [
      'rows without end',
      'too_many_rows',
      () => endless(`${HEAD}<UNHCR_RRF><CASE>`, '<dataAlias/>'),
    ],
    [
      'blanks without end',
      'too_large',
      () => endless(`${HEAD}<UNHCR_RRF>`, `${' '.repeat(999)}<!---->`),
    ],
    ['UTF-16', 'other_encoding', () => inPieces(utf16)],
    ['UTF-16 without a mark', 'other_encoding', () => inPieces(Buffer.from(GOOD, 'utf16le'))],
    [
      'declared windows-1256',
      'other_encoding',
      () => inPieces(GOOD.replace('utf-8', 'windows-1256')),
    ],
    [
      'broken UTF-8',
      'bad_utf8',
      () => inPieces(Buffer.concat([Buffer.from(GOOD.slice(0, 900)), Buffer.from([0xc3, 0x28])])),
    ],
    [
      'UTF-8 that ends inside a letter',
      'bad_utf8',
      () => inPieces(Buffer.concat([Buffer.from(GOOD.slice(0, 900)), Buffer.from([0xd9])])),
    ],
    ['a NUL', 'nul_byte', () => inPieces(GOOD.replace('Baran', 'Ba\0ran'))],
    ['a ZIP renamed', 'not_xml', () => inPieces(Buffer.from('504b0304140000000800', 'hex'))],
    ['a gzip renamed', 'not_xml', () => inPieces(gzipSync(Buffer.alloc(10_000_000)))],
    ['nothing', 'empty_file', () => inPieces('')],
    ['no XML', 'outside_root', () => inPieces('case,name\n1,x\n')],
    ['another XML', 'not_errf', () => inPieces('<html><body/></html>')],
    ['a file cut off', 'truncated', () => inPieces(GOOD.slice(0, GOOD.length - 40))],
    ['a second root', 'outside_root', () => inPieces(GOOD + GOOD.slice(HEAD.length))],
    // Processor time is what counts: a busy machine may take minutes for it.
  ])('%s', { timeout: 300_000 }, async (_what, code, source) => {
    const started = process.cpuUsage()
    const found = await codes(source())
    const { user, system } = process.cpuUsage(started)
    expect(found).toContain(code)
    expect((user + system) / 1e6).toBeLessThan(20)
  })
})

test('a small image that declares billions of pixels is told', async () => {
  const bomb = Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff', 'hex'),
    Buffer.alloc(40),
  ]).toString('base64')
  const one = withErrfRow(sampleErrfCase(), 'dataPhotograph', { Photo: bomb })
  expect(await codes(inPieces(errfXml([one])))).toEqual(['photo_too_many_pixels'])
})

test('a file cut anywhere is never taken for a whole one', async () => {
  for (let at = 1; at < GOOD.length - 1; at += 397) {
    const { counts } = await readErrf(inPieces(GOOD.slice(0, at)))
    expect(counts.fatal, `cut at ${at}`).toBeGreaterThan(0)
  }
})
