import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCalendarDate, parseDay } from './calendar-date.ts'
import type { DateOptions } from './calendar-date.ts'

function day(text: string, options: DateOptions = {}): string {
  const result = parseDay(text, options)
  return result.ok ? result.day : result.why
}

test.each([
  ['2013-09-01', '2013-09-01'],
  ['2013/9/1', '2013-09-01'],
  ['2013-09-01T00:00:00', '2013-09-01'],
  ['2013-09-01 00:00:00', '2013-09-01'],
  ['20130901', '2013-09-01'],
  ['27.12.2013', '2013-12-27'],
  ['12/27/2013', '2013-12-27'],
  ['03/03/2013', '2013-03-03'],
  ['4 March 1990', '1990-03-04'],
  ['March 4th, 1990', '1990-03-04'],
  ['4-Mar-1990', '1990-03-04'],
  ['٤ كانون الثاني ١٩٩٠', '1990-01-04'],
  ['۱۹۹۰/۰۳/۱۵ م', '1990-03-15'],
])('a Gregorian day is read from %s', (text, expected) => {
  expect(day(text)).toBe(expected)
})

test.each([
  ['1392/06/10', '2013-09-01'],
  ['۱۳۹۲/۰۶/۱۰', '2013-09-01'],
  ['1392-6-10', '2013-09-01'],
  ['1392 06 10', '2013-09-01'],
  ['10 Shahrivar 1392', '2013-09-01'],
  ['۱۰ شهریور ۱۳۹۲', '2013-09-01'],
  ['10 سنبله 1392', '2013-09-01'],
  ['1392/06/10 هـ.ش', '2013-09-01'],
])('a Solar Hijri day is read from %s', (text, expected) => {
  expect(day(text)).toBe(expected)
})

test('a lunar Hijri day needs its mark, its month or the calendar named', () => {
  expect(day('1434-10-25 AH')).toBe('2013-09-01')
  expect(day('١٤٣٤/١٠/٢٥ هـ')).toBe('2013-09-01')
  expect(day('25 شوال 1434')).toBe('2013-09-01')
  expect(day('1434-10-25', { calendar: 'hijri' })).toBe('2013-09-01')
  expect(day('1434-10-25')).not.toBe('2013-09-01')
})

test.each([
  ['', 'empty'],
  ['03/04/1990', 'ambiguous'],
  ['3.4.1990', 'ambiguous'],
  ['3/4/90', 'two_digit_year'],
  ['4 March 90', 'two_digit_year'],
  ['33000', 'serial_number'],
  ['2013-02-29', 'no_such_day'],
  ['2013-13-01', 'no_such_day'],
  ['1392/12/30', 'no_such_day'],
  ['1990', 'not_a_day'],
  ['soon', 'unreadable'],
  ['1980-1985', 'unreadable'],
  ['2013-09-01 14:30', 'unreadable'],
])('%s is refused as %s', (text, why) => {
  expect(day(text)).toBe(why)
})

test('the order of day and month can be given once for a whole file', () => {
  expect(day('03/04/1990', { dayFirst: true })).toBe('1990-04-03')
  expect(day('03/04/1990', { dayFirst: false })).toBe('1990-03-04')
})

test('a Solar Hijri year covers parts of two Gregorian years', () => {
  expect(parseCalendarDate('1369')).toEqual({
    ok: true,
    range: {
      calendar: 'solar_hijri',
      earliest: '1990-03-21',
      latest: '1991-03-20',
      precision: 'year',
    },
  })
})

test('Solar Hijri days agree with the calendar of the runtime (ICU), 1921 to 2038', () => {
  const icu = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  })
  const anyDay = fc.date({
    min: new Date('1921-03-21'),
    max: new Date('2038-01-01'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(anyDay, (date) => {
      const part = Object.fromEntries(icu.formatToParts(date).map((one) => [one.type, one.value]))
      const iso = date.toISOString().slice(0, 10)
      expect(day(`${part['year']}/${part['month']}/${part['day']}`)).toBe(iso)
    }),
    { seed: 1392, numRuns: 300 },
  )
})
