import { expect, test } from 'vitest'
import { differing } from './differing.ts'

const marked = (text: string, other: string): string =>
  differing(text, other)
    .map((piece) => (piece.differs ? `[${piece.text}]` : piece.text))
    .join('')

test.each([
  ['Mohammed', 'Muhamad', 'M[o]ham[me]d', 'M[u]ham[a]d'],
  ['نمونه', 'نمونة', 'نمون[ه]', 'نمون[ة]'],
  ['1362/06/10', '1362/06/11', '1362/06/1[0]', '1362/06/1[1]'],
  ['Kuh', 'kuh', 'Kuh', 'kuh'],
  ['', 'Abr', '', '[Abr]'],
])('of %s and %s only what differs is marked', (one, other, first, second) => {
  expect(marked(one, other)).toBe(first)
  expect(marked(other, one)).toBe(second)
})
