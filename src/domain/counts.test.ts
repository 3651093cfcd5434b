import { expect, test } from 'vitest'
import { add, cases, persons, places } from './counts.ts'

test('persons add to persons', () => {
  expect(add(persons(311), persons(56))).toEqual({ unit: 'persons', value: 367 })
})

test('persons and cases do not add: it does not compile', () => {
  // @ts-expect-error a case is not a person
  add(persons(3200), cases(1400))
  // @ts-expect-error a place is not a person
  add(places(210), persons(208))
  // @ts-expect-error counts are not numbers
  expect(() => persons(1) * 2).not.toThrow()
})

test('a count of -5 places is refused', () => {
  expect(() => places(-5)).toThrow(/whole number/)
  expect(() => persons(2.5)).toThrow(/whole number/)
})
