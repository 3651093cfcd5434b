import { expect, test } from 'vitest'
import { parseBirthDate } from './birth-date.ts'
import type { BirthDateOptions } from './birth-date.ts'

const today = '2013-12-27'

function read(text: string, options: Partial<BirthDateOptions> = {}): string {
  const result = parseBirthDate(text, { today, ...options })
  if (!result.ok) return result.why
  const { precision, earliest, latest } = result.date
  return `${precision} ${earliest} ${latest}`
}

test('a full date is one day and keeps its text', () => {
  expect(parseBirthDate(' ۱۳۶۹/۰۵/۱۲ ', { today })).toEqual({
    ok: true,
    date: {
      text: '۱۳۶۹/۰۵/۱۲',
      calendar: 'solar_hijri',
      earliest: '1990-08-03',
      latest: '1990-08-03',
      precision: 'day',
    },
  })
})

test('1 January means that only the year is known', () => {
  expect(read('1980-01-01')).toBe('year 1980-01-01 1980-12-31')
  expect(read('01/01/1980')).toBe('year 1980-01-01 1980-12-31')
  expect(read('1980')).toBe('year 1980-01-01 1980-12-31')
  expect(read('1980-01-02')).toBe('day 1980-01-02 1980-01-02')
})

test.each(['about 1980', 'c. 1980', 'ca 1980', 'circa 1980', '~1980', '1980?', 'حدود ۱۹۸۰'])(
  '%s is two years either side',
  (text) => {
    expect(read(text)).toBe('about 1978-01-01 1982-12-31')
  },
)

test('about a Solar Hijri year is a range of that calendar', () => {
  expect(read('حدود ۱۳۶۰')).toBe('about 1979-03-21 1984-03-20')
})

test('an age needs the day on which it was true', () => {
  expect(read('34 years')).toBe('age_needs_date')
  expect(read('34 years', { ageOn: '2013-12-27' })).toBe('age 1978-12-28 1979-12-27')
  expect(read('۳۴ سال', { ageOn: '2013-12-27' })).toBe('age 1978-12-28 1979-12-27')
  expect(read('age 34', { ageOn: '2013-12-27' })).toBe('age 1978-12-28 1979-12-27')
  expect(read('8 months', { ageOn: '2013-10-31' })).toBe('age 2013-02-01 2013-02-28')
})

test('a month is the whole month', () => {
  expect(read('1980-02')).toBe('month 1980-02-01 1980-02-29')
  expect(read('Mehr 1369')).toBe('month 1990-09-23 1990-10-22')
})

test.each([
  ['2014-01-02', 'future'],
  ['1893-12-27', 'too_old'],
  ['34', 'two_digit_year'],
  ['03/04/1990', 'ambiguous'],
  ['about 1980-02-03', 'unreadable'],
  ['unknown', 'unreadable'],
])('%s is refused as %s', (text, why) => {
  expect(read(text)).toBe(why)
})

test('a birth today or one day inside 120 years is taken', () => {
  expect(read('2013-12-27')).toMatch(/^day/)
  expect(read('1893-12-28')).toMatch(/^day/)
})
