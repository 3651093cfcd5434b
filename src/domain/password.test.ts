import { expect, test } from 'vitest'
import { normalPassword, passwordFault } from './password.ts'

test.each([
  ['eleven sign', 'too_short'],
  ['x'.repeat(201), 'too_long'],
  ['aaaaaaaaaaaaaaaa', 'too_plain'],
  ['1212121212121212', 'too_plain'],
  ['officer.one1234', 'like_the_handle'],
  ['Officer.One2026!', 'like_the_handle'],
  ['officeroneofficerone1', 'like_the_handle'],
  ['four plain words here', undefined],
  ['کبوتر سفید روی بام', undefined],
  ['حصان أبيض في الحقل', undefined],
  ['🕊🌾🚪🧭🕯🪁🧵🧶🪡🧺🪣🫖', undefined],
])('%s: %s', (password, fault) => {
  expect(passwordFault(password, 'officer.one')).toBe(fault)
})

test('a password is the same however a keyboard composes its letters', () => {
  expect(normalPassword('caf\u00e9')).toBe(normalPassword('cafe\u0301'))
})
