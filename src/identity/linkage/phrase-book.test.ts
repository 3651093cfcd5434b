import { expect, test } from 'vitest'
import { NAME } from './field.ts'
import { PhraseBook } from './phrase-book.ts'

function level(one: string, other: string): string {
  const book = new PhraseBook()
  const [a, b] = [book.idOf(one), book.idOf(other)]
  const found = book.compare(a, b)
  expect(book.compare(b, a)).toBe(found)
  return Object.entries(NAME).find(([, value]) => value === found)?.[0] ?? String(found)
}

test.each([
  ['a name and itself', 'Karimi', 'Karimi', 'same'],
  ['capitals and accents', 'KARÍMI', 'karimi', 'same'],
  ['the two Arabic and Persian ways of one letter', 'علي كريمي', 'علی کریمی', 'same'],
  ['Arabic and Latin', 'محمد', 'Mohammed', 'sameSound'],
  ['Cyrillic and Latin', 'Мухаммад', 'Muhamad', 'sameSound'],
  ['Persian and another romanisation', 'حسینی', 'Husayni', 'sameSound'],
  ['words in another order', 'Maryam Banu', 'Banu Maryam', 'sameSound'],
  ['an article', 'Al-Bakri', 'Bakri', 'same'],
  ['an article written together', 'البكري', 'Bakri', 'sameSound'],
  ['one word of two', 'Maryam', 'Maryam Banu', 'close'],
  ['one letter wrong', 'Sebastian', 'Sebaztian', 'close'],
  ['one word of two, short in sounds', 'Reza', 'رضا علی', 'close'],
  ['two letters that may be one sound', 'Ishaq', 'اسحاق', 'close'],
  ['a c that may be hard', 'Cemal', 'Kemal', 'close'],
  ['an initial', 'K', 'Karimi', 'similar'],
  ['an initial in another script', 'ک', 'Karimi', 'similar'],
  ['two names', 'Karimi', 'Sadeghi', 'different'],
])('How alike are %s?', (_, one, other, wanted) => {
  expect(level(one, other)).toBe(wanted)
})

test('Has a text without letters no number, and a text met before the same one?', () => {
  const book = new PhraseBook()
  expect([book.idOf(''), book.idOf(' - ')]).toEqual([-1, -1])
  expect(book.idOf('Karimi')).toBe(book.idOf('KARIMI'))
  expect(book.phrases).toHaveLength(1)
})
