import { expect, test } from 'vitest'
import { parseBirthDate } from '../birth-date.ts'
import { DateBook, isOneSlip } from './date-book.ts'
import { DATE } from './field.ts'

/** The level at which two dates agree, which must be one both ways. */
function level(one: string, other: string): string {
  const book = new DateBook()
  const [a, b] = [one, other].map((text) => {
    if (/^\d{8}$/.test(text)) return book.idOfBroken(text)
    const read = parseBirthDate(text, { today: '2024-06-01', dayFirst: true })
    if (!read.ok) throw new Error(`${text} is no date`)
    return book.idOf(read.date)
  })
  if (a === undefined || b === undefined) throw new Error('two dates are needed')
  const found = book.compare(a, b)
  expect(book.compare(b, a)).toBe(found)
  return Object.entries(DATE).find(([, value]) => value === found)?.[0] ?? String(found)
}

test.each([
  ['one day', '1985-03-02', '1985-03-02', 'sameDay'],
  ['day and month exchanged', '1985-03-02', '1985-02-03', 'swapped'],
  ['one digit wrong', '1985-03-02', '1985-03-07', 'oneDigit'],
  ['one digit wrong in the year', '1985-03-02', '1975-03-02', 'oneDigit'],
  ['a Solar Hijri day and the same Gregorian day', '1364-01-11', '1985-03-31', 'sameDay'],
  ['a Gregorian year beside the Solar Hijri day and month', '1985-03-31', '1985-01-11', 'sameYear'],
  ['the same at another time of the year', '1985-11-09', '1985-08-18', 'sameYear'],
  ['two days of one year', '1985-03-02', '1985-11-19', 'sameYear'],
  ['1 January and a day of that year', '1985-01-01', '1985-11-19', 'yearOnly'],
  ['a year alone and a day of it', '1985', '1985-11-19', 'yearOnly'],
  ['two 1 Januaries', '1985-01-01', '1985-01-01', 'yearOnly'],
  ['a year alone and a day of the next', '1985', '1986-05-19', 'near'],
  ['two days of other years', '1985-03-02', '1961-11-19', 'different'],
  ['a day that cannot be and the right one', '19850231', '1985-02-21', 'oneDigit'],
  ['a month that cannot be: the day', '19851903', '1985-03-19', 'swapped'],
])('How well do two dates agree: %s?', (_, one, other, wanted) => {
  expect(level(one, other)).toBe(wanted)
})

test('Is one slip of the pen one character wrong, missing, too many or exchanged with its neighbour?', () => {
  for (const other of ['1235', '123', '12334', '1243', '2134'])
    expect([other, isOneSlip('1234', other), isOneSlip(other, '1234')]).toEqual([other, true, true])
  for (const other of ['1234', '4321', '12', '1256', '3214'])
    expect([other, isOneSlip('1234', other)]).toEqual([other, false])
})
