import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, isPlainDate, yearsBetween } from './plain-date.ts'

test('a plain date is a real Gregorian day written as ISO', () => {
  for (const day of ['2013-12-27', '2012-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])
    expect(isPlainDate(day)).toBe(true)
  for (const no of [
    '2013-02-29',
    '1900-02-29',
    '2013-13-01',
    '2013-00-10',
    '2013-04-31',
    '2013-1-1',
    '27.12.2013',
    '2013-12-27T00:00',
    ' 2013-12-27',
    '2013-12-27\n',
    '۲۰۱۳-۱۲-۲۷',
    '',
  ])
    expect(isPlainDate(no)).toBe(false)
})

test('days are added over months, leap days, years and backwards', () => {
  expect(addDays('2013-12-27', 7)).toBe('2014-01-03')
  expect(addDays('2012-02-28', 1)).toBe('2012-02-29')
  expect(addDays('2013-02-28', 1)).toBe('2013-03-01')
  expect(addDays('2014-01-01', -1)).toBe('2013-12-31')
})

test('full years count from the birthday', () => {
  expect(yearsBetween('1996-03-01', '2014-02-28')).toBe(17)
  expect(yearsBetween('1996-03-01', '2014-03-01')).toBe(18)
  expect(yearsBetween('1996-02-29', '2014-02-28')).toBe(17)
  expect(yearsBetween('1996-02-29', '2014-03-01')).toBe(18)
  expect(yearsBetween('2013-12-27', '2013-12-27')).toBe(0)
})

const day = fc.integer({ min: 0, max: 80_000 }).map((days) => addDays('1900-01-01', days))

test('adding days and counting them are each other’s inverse, in the order of the text', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
      const to = addDays(from, days)
      expect(isPlainDate(to)).toBe(true)
      expect(daysBetween(from, to)).toBe(days)
      expect(addDays(to, -days)).toBe(from)
      expect(Math.sign(days)).toBe(to > from ? 1 : to < from ? -1 : 0)
    }),
    { seed: 1900, numRuns: 300 },
  )
})
