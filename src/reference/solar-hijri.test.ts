import { expect, test } from 'vitest'
import { dayNumber, plainDate } from './day-number.ts'
import { solarHijriYear, toSolarHijri } from './solar-hijri.ts'

test.each([
  ['1921-03-21', 1300, 1, 1],
  ['1978-03-21', 1357, 1, 1],
  ['1979-02-11', 1357, 11, 22],
  ['1996-03-20', 1375, 1, 1],
  ['2013-03-20', 1391, 12, 30],
  ['2013-03-21', 1392, 1, 1],
  ['2016-03-20', 1395, 1, 1],
])('%s is %i/%i/%i in the Solar Hijri calendar', (gregorian, year, month, day) => {
  expect(toSolarHijri(dayNumber(gregorian))).toEqual({ year, month, day })
})

test('a leap year is a day longer', () => {
  expect(solarHijriYear(1391).map(plainDate)).toEqual(['2012-03-20', '2013-03-20'])
  expect(solarHijriYear(1392).map(plainDate)).toEqual(['2013-03-21', '2014-03-20'])
})
