import { expect, test } from 'vitest'
import { foldName } from './fold-name.ts'
import { namePart, nameWords, scriptOf, searchKeys, skeleton } from './name.ts'

test.each([
  ['علي كريمي', 'علی کریمی'],
  ['فاطمة', 'فاطمه'],
  ['مُحَمَّد', 'محمد'],
  ['أحمد', 'احمد'],
  ['محمـــد', 'محمد'],
  ['رضا\u200cزاده', 'رضازاده'],
  ['ﻣﺤﻤﺪ', 'محمد'],
  ['Müller', 'MULLER'],
  ['Łukasz', 'lukasz'],
  ['Isma’il', 'Ismail'],
  ['İbrahim', 'ibrahim'],
])('%s and %s are one word for search', (one, other) => {
  expect(foldName(one)).toBe(foldName(other))
})

test.each([
  [['محمد', 'Mohammed', 'Muhamad', 'Mohammad', 'Мухаммад']],
  [['حسین', 'حسين', 'Hossein', 'Husayn', 'Hussain', 'Хусейн']],
  [['علی', 'Ali', 'Aly', 'Али']],
  [['فاطمة', 'فاطمه', 'Fatima', 'Fatemeh', 'Fatimah', 'Фатима']],
  [['یوسف', 'Yousef', 'Youssouf', 'Yusuf', 'Юсуф']],
  [['خالد', 'Khaled', 'Khalid', 'Халид']],
  [['عبدالرحمن', 'Abdulrahman', 'Abdul Rahman', 'Abd al-Rahman', 'Abdurrahman', 'Абдулрахман']],
  [['عبدالله', 'Abdullah', 'Abdallah', 'Abdollah', 'Абдулла']],
  [['پرویز', 'برويز', 'Parviz', 'Парвиз']],
  [['الحسيني', 'al-Husayni', 'Hosseini', 'Хусейни']],
  [['ابن سينا', 'Ibn Sina', 'Ebn Sina']],
  [['قاسم', 'Qasem', 'Ghasem', 'Kasim', 'Касим']],
  [['شاهین', 'Shahin', 'Chahine', 'Шахин']],
])('one skeleton for %s', (spellings) => {
  expect(new Set(spellings.map(skeleton)).size).toBe(1)
  expect(skeleton(spellings[0] ?? '')).not.toBe('')
})

test.each([
  ['Hassan', 'Hossam'],
  ['Karim', 'Rahim'],
  ['Maryam', 'Marwan'],
  ['محمد', 'محمود و احمد'],
])('%s and %s have different skeletons', (one, other) => {
  expect(skeleton(one)).not.toBe(skeleton(other))
})

test('a particle is tagged, not deleted, and a name of one particle stays a name', () => {
  expect(nameWords('Omar bin al-Test')).toEqual([
    { word: 'omar', isParticle: false },
    { word: 'bin', isParticle: true },
    { word: 'al', isParticle: true },
    { word: 'test', isParticle: false },
  ])
  expect(nameWords('An')).toEqual([{ word: 'an', isParticle: false }])
})

test('search keys hold each folded word and its skeleton once', () => {
  const names = [
    namePart('given', 'Hossein'),
    namePart('full', 'حسین'),
    namePart('given', 'HOSSEIN'),
  ]
  expect(searchKeys(names)).toEqual(['hossein', '~hsn', 'حسین'])
})

test('a word that only looks like it has an article is found both ways', () => {
  const typed = searchKeys([{ text: 'Elham' }])
  const held = searchKeys([{ text: 'الهام' }])
  expect(typed.some((key) => held.includes(key))).toBe(true)
})

test('the script is that of the letters', () => {
  expect(scriptOf('۱۲ Ali')).toBe('latin')
  expect(scriptOf('علی')).toBe('arabic')
  expect(scriptOf('Али')).toBe('cyrillic')
  expect(scriptOf('12')).toBe('other')
})
