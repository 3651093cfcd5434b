import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonError, JsonObject, parseJson } from './parse-json.ts'
import { toUtf8 } from './text.ts'

/** Back to plain values; `Object.fromEntries` defines, so that `__proto__` stays a key. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof JsonObject)) return value
  return Object.fromEntries(value.keys.map((key, k) => [key, plain(value.values[k])]))
}

const read = (text: string): unknown => plain(parseJson(toUtf8(text)))

function refuses(text: string, why: RegExp): void {
  expect(() => parseJson(toUtf8(text))).toThrow(JsonError)
  expect(() => parseJson(toUtf8(text))).toThrow(why)
}

test('whatever JSON.stringify writes is read as JSON.parse reads it, to the last bit', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.boolean(), (text, wide) => {
      const spaced = wide ? JSON.stringify(JSON.parse(text), null, 2) : text
      expect(read(spaced)).toEqual(JSON.parse(spaced))
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('numbers are read as the language reads them', () => {
  const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,24})(?:\.\d{1,24})?(?:[eE][+-]?\d{1,3})?$/)
  fc.assert(
    fc.property(digits, (text) => {
      expect(read(text)).toBe(Number(text))
    }),
    { numRuns: 3_000, seed: 2 },
  )
  for (const text of ['0', '-0', '0.1', '1e999', '0.000000000000001', '999999999999999.9'])
    expect(read(text), text).toBe(Number(text))
})

test('what is no JSON is refused with its line and place', () => {
  refuses('', /line 1, byte 1: it ends too early/)
  refuses('{"a":1\n', /line 2, byte 1: a comma or } is expected/)
  refuses('[1,]', /byte 4: a value is expected/)
  refuses('[01]', /not how JSON writes a number/)
  refuses('[1.]', /a digit is expected after the point/)
  refuses('[1e]', /in the exponent/)
  refuses('{a:1}', /a key in quotes/)
  refuses('{"a" 1}', /a colon/)
  refuses('"a', /inside a text/)
  refuses('{"a', /inside a text/)
  refuses('"\u0001"', /control character/)
  refuses('"\\x"', /needs none/)
  refuses('"\\u12G4"', /four hexadecimal/)
  refuses('1 2', /more after the end/)
  refuses('nul', /a value is expected/)
  expect(() => parseJson(Uint8Array.from([0x22, 0xff, 0x22]))).toThrow(/not UTF-8/)
  expect(() => parseJson(Uint8Array.from([0xff, 0xfe, 0x7b, 0x00]))).toThrow(JsonError)
})

describe('hostile text', () => {
  test('nesting is refused long before the stack ends', () => {
    refuses('['.repeat(1_000_000), /nested deeper than 64/)
    refuses('{"a":'.repeat(1_000_000), /nested deeper than 64/)
  })

  test('keys like __proto__ and constructor are keys like others', () => {
    const object = parseJson(toUtf8('{"__proto__":{"a":1},"constructor":2,"a":3}')) as JsonObject
    expect(object.keys).toEqual(['__proto__', 'constructor', 'a'])
    expect(({} as { a?: number }).a).toBeUndefined()
  })

  test('a key that comes twice comes twice', () => {
    expect((parseJson(toUtf8('{"a":1,"a":2}')) as JsonObject).keys).toEqual(['a', 'a'])
  })

  test('more different keys than are kept are still read', () => {
    const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, k) => [`key ${k}`, k]))
    expect(read(JSON.stringify([many, many]))).toEqual([many, many])
  })
})

test('NaN and Infinity are read as numbers, for the reader to say where they stand', () => {
  expect(read('[NaN, Infinity, -Infinity, -1]')).toEqual([NaN, Infinity, -Infinity, -1])
})

test('a byte order mark is passed over', () => {
  expect(read('\ufeff[1]')).toEqual([1])
})

test('items that are taken are not kept, those of inner lists are not offered', () => {
  const taken: unknown[] = []
  const value = parseJson(toUtf8('{"x":[7],"cases":[1,[2],{"inner":[3]}]}'), {
    take: (key, item, before) => {
      if (key !== 'cases') return false
      expect(before.keys).toEqual(['x'])
      taken.push(plain(item))
      return true
    },
  })
  expect(taken).toEqual([1, [2], { inner: [3] }])
  expect(plain(value)).toEqual({ x: [7], cases: [] })
})
