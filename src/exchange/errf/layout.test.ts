import { existsSync, readFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import type { ErrfVersion } from './code-lists.ts'
import type { ErrfBlock, ErrfField } from './layout.ts'
import { BLOCKS } from './layout.ts'

const shared = new URL('../../../../shared/data/errf/', import.meta.url)

interface Declared {
  readonly name: string
  readonly occurs: string
  readonly type: string
}

/** The elements of a schema by their depth in it: CASE's blocks, and the fields of each. */
function readSchema(file: string): ReadonlyMap<string, { occurs: string; fields: Declared[] }> {
  const blocks = new Map<string, { occurs: string; fields: Declared[] }>()
  const open: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'xs:element') return
    const element = attributes['name'] ?? ''
    const [min, max] = [attributes['minOccurs'] ?? '1', attributes['maxOccurs'] ?? '1']
    const occurs = `${min}..${max}`
    const block = open[2]
    if (open.length === 2 && open[1] === 'CASE') blocks.set(element, { occurs, fields: [] })
    if (open.length === 3 && open[1] === 'CASE' && block !== undefined) {
      const type = (attributes['type'] ?? '').replace('xs:', '')
      blocks.get(block)?.fields.push({ name: element, occurs, type })
    }
    open.push(element)
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'xs:element') open.pop()
  })
  parser.write(readFileSync(new URL(file, shared), 'utf8').replace('\uFEFF', '')).close()
  return blocks
}

function declared({ name, type, required }: ErrfField, version: ErrfVersion): Declared {
  const isUntyped =
    type === 'photograph' || (version === '2.8' && name === 'LocationLevel1Description')
  return { name, occurs: `${required[version] ? 1 : 0}..1`, type: isUntyped ? '' : type }
}

describe.skipIf(!existsSync(shared))('the layout is what the published schemas say', () => {
  test.each([
    ['4.1', 'rrf-v4.xsd'],
    ['2.8', 'V4UNHCR_RRF_v2.8.xsd'],
  ] as const)('version %s', (version, file) => {
    const schema = readSchema(file)
    const ours = BLOCKS.filter((one: ErrfBlock) => one.versions.includes(version))
    expect(ours.map((one) => one.name)).toEqual([...schema.keys()])
    for (const block of ours) {
      const most = block.atMost === 1 ? '1' : 'unbounded'
      const fields = block.fields.filter((one: ErrfField) => one.required[version] !== undefined)
      expect({
        occurs: `${block.atLeast}..${most}`,
        fields: fields.map((one) => declared(one, version)),
      }).toEqual(schema.get(block.name))
    }
  })
})
