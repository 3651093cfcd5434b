import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { FIELD_KINDS, levelsOf } from '../../src/identity/linkage/field.ts'
import { REGISTER_FIELDS } from '../../src/identity/linkage/register-fields.ts'
import { EXCLUDED } from '../../src/planning/reasons.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'
import type { TextKey } from './en.ts'
import { fa } from './fa.ts'
import { createSpeaker } from './speaker.ts'

const KEYS = Object.keys(en) as TextKey[]
const OTHERS = { ar, fa }

/** The names of a message's values, at any depth. */
function valuesOf(text: string): readonly string[] {
  const found = new Set<string>()
  const walk = (elements: readonly object[]): void => {
    for (const element of elements) {
      // 1 to 6 take a value in the parser's tree: argument, number, date, time, select, plural.
      if ('type' in element && 'value' in element && Number(element.type) >= 1)
        if (Number(element.type) <= 6) found.add(String(element.value))
      if ('options' in element)
        for (const option of Object.values(element.options as Record<string, { value: object[] }>))
          walk(option.value)
    }
  }
  walk(new IntlMessageFormat(text, 'en').getAst())
  return [...found].toSorted()
}

test('every language has every text, with the same values in it', () => {
  let checked = 0
  for (const [code, texts] of Object.entries(OTHERS))
    for (const key of KEYS) {
      expect(valuesOf(texts[key]), `${code} ${key}`).toEqual(valuesOf(en[key]))
      checked += 1
    }
  expect(checked).toBe(KEYS.length * 2)
})

test('every reason why an offer cannot take a case has its words', () => {
  const codes = Object.keys(EXCLUDED)
  expect(codes).toContain('refused_before')
  for (const code of codes) expect(KEYS).toContain(`reason.${code}`)
})

test('every field and level of the linkage engine has its words', () => {
  const levels = FIELD_KINDS.flatMap(levelsOf).filter((level) => level !== 'missing')
  expect(levels).toContain('same_sound')
  for (const level of levels) expect(KEYS).toContain(`agreement.${level}`)
  for (const { name } of REGISTER_FIELDS) expect(KEYS).toContain(`compared.${name}`)
})

test('no Arabic or Persian text is left in English', () => {
  const english = KEYS.filter((key) => ar[key] === en[key] || fa[key] === en[key])
  expect(english).toEqual(['app.name'])
})

test('a count is grammatical in each language for one, two, few and many', () => {
  const arabic = createSpeaker('ar', ar)
  const said = [1, 2, 3, 11, 100].map((n) => arabic.say('count.persons', { n }))
  expect(said).toEqual(['شخص واحد', 'شخصان', '3 أشخاص', '11 شخصًا', '100 شخص'])
  expect(createSpeaker('fa', fa).say('count.persons', { n: 12 })).toBe('۱۲ نفر')
  expect(createSpeaker('en', en).say('count.cases', { n: 1 })).toBe('1 case')
})

test('days are Gregorian with the month in words, in every language', () => {
  const say = {
    en: createSpeaker('en', en),
    ar: createSpeaker('ar', ar),
    fa: createSpeaker('fa', fa),
  }
  expect(say.en.day('2013-12-27')).toBe('27 Dec 2013')
  expect(say.ar.day('2013-12-27')).toContain('ديسمبر')
  expect(say.fa.day('2013-12-27')).toContain('۲۰۱۳')
})

test('a State is named by its alpha-3 code, and an unknown code stays as it is', () => {
  const english = createSpeaker('en', en)
  expect([english.state('ALB'), english.state('DEU'), english.state('ZZZ')]).toEqual([
    'Albania',
    'Germany',
    'ZZZ',
  ])
})
