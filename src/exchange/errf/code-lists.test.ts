import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { isIsoCountry } from '../../domain/iso-country.ts'
import { RELATIONSHIPS } from '../relationship.ts'
import type { ErrfVersion, ListName } from './code-lists.ts'
import { codesOf, hasCode } from './code-lists.ts'
import { isoOfUnhcr, unhcrOfIso } from './country-code.ts'
import { IOM_RELATIONSHIPS, iomOfUnhcr, unhcrOfIom } from './iom-relationship.ts'
import { errfLanguage, isoLanguage } from './language-map.ts'

const shared = new URL('../../../../shared/data/errf/', import.meta.url)

const FILES: readonly (readonly [file: string, list: ListName])[] = [
  ['address-type', 'address'],
  ['country', 'country'],
  ['education-degree-type', 'degree'],
  ['education-level', 'educationLevel'],
  ['employment-type', 'employment'],
  ['ethnicity', 'ethnicity'],
  ['language', 'language'],
  ['language-level', 'languageLevel'],
  ['marital-status', 'marital'],
  ['occupation', 'occupation'],
  ['phone-type', 'phone'],
  ['relationship', 'relationship'],
  ['religion', 'religion'],
  ['resettlement-criteria', 'criteria'],
  ['resettlement-priority', 'priority'],
  ['sex', 'sex'],
  ['vulnerability', 'vulnerability'],
]

describe.skipIf(!existsSync(shared))('the published lists', () => {
  const codes = (version: ErrfVersion, file: string): string[] | undefined => {
    const url = new URL(`code-lists-${version}/${file}.csv`, shared)
    if (!existsSync(url)) return undefined
    const rows = parse(readFileSync(url), { from: 2, relax_column_count: true })
    return rows.map((row) => row[0] ?? '')
  }

  test('every code of every list is accepted, and nothing else is in ours', () => {
    let checked = 0
    for (const version of ['4.1', '2.8'] as const)
      for (const [file, list] of FILES) {
        // There is no 2.8 list of education levels; phones came with 2.8.
        const published =
          codes(version, file) ?? (file === 'education-level' ? codes('4.1', file) : undefined)
        if (published === undefined) continue
        for (const code of published.filter((one) => one !== '-' || version === '4.1')) {
          expect(hasCode(list, version, code), `${version} ${file} ${code}`).toBe(true)
          checked += 1
        }
        const folded = new Set(
          published.flatMap((one) => [one, one.replace(/^0+(?=.)/, ''), one.toUpperCase()]),
        )
        const ours = codesOf(list, version).filter(
          (one) => !folded.has(one) && !folded.has(one.toUpperCase()),
        )
        // 4.1 writes these two occupations otherwise, and its address type in other letters.
        expect(ours, `${version} ${file}`).toEqual(
          version === '4.1' && list === 'occupation' ? ['3', '310'] : [],
        )
      }
    expect(checked).toBeGreaterThan(18_000)
  })

  test('every IOM code of the list is in the crosswalk', () => {
    expect(codes('2.8', 'iom-relationship')?.toSorted()).toEqual(
      Object.keys(IOM_RELATIONSHIPS).toSorted(),
    )
  })
})

test('codes are compared as written, but for leading zeros and the letters of address types', () => {
  expect(hasCode('sex', '2.8', 'f')).toBe(false)
  expect(hasCode('ethnicity', '2.8', '1')).toBe(true)
  expect(hasCode('ethnicity', '2.8', '001')).toBe(true)
  expect(hasCode('occupation', '2.8', '0110')).toBe(true)
  expect(hasCode('address', '2.8', 'coa')).toBe(true)
  expect(hasCode('sex', '2.8', '-')).toBe(false)
  expect(hasCode('sex', '4.1', '-')).toBe(true)
})

test('UNHCR codes of countries are not ISO codes, and go both ways', () => {
  expect(['AUS', 'AUL', 'ARE', 'UAE', 'MAR', 'MOR'].map(isoOfUnhcr)).toEqual([
    'AUT',
    'AUS',
    'EGY',
    'ARE',
    'MTQ',
    'MAR',
  ])
  expect(['PAL', 'SER', 'SCG', 'YUG', 'STK', 'KNA', 'FNC', 'NCL', 'ZZZ'].map(isoOfUnhcr)).toEqual([
    'PSE',
    'SRB',
    'SRB',
    'SRB',
    'KNA',
    'KNA',
    'NCL',
    'NCL',
    'XXA',
  ])
  for (const code of ['U', 'KUR', 'TIB', 'SOV', 'NAN', 'DUB', 'SIK'])
    expect(isoOfUnhcr(code)).toBeUndefined()
  expect(['AUT', 'SRB', 'KNA', 'NCL', 'XXA', 'PSE'].map(unhcrOfIso)).toEqual([
    'AUS',
    'SER',
    'STK',
    'FNC',
    'ZZZ',
    'PAL',
  ])
  for (const iso of ['BES', 'GLP', 'MAF']) expect(unhcrOfIso(iso)).toBeUndefined()
  for (const code of codesOf('country', '2.8')) {
    const iso = isoOfUnhcr(code)
    if (iso === undefined) continue
    expect(iso === 'XXA' || isIsoCountry(iso), code).toBe(true)
    // There and back: the same country, by the code of today.
    expect(isoOfUnhcr(unhcrOfIso(iso) ?? ''), code).toBe(iso)
  }
})

test('the crosswalk keeps the original, stays in its lists, and says where it is not one to one', () => {
  for (const code of Object.keys(RELATIONSHIPS)) {
    const { original, code: iom, fit, others } = iomOfUnhcr(code)
    expect(original).toBe(code)
    expect(fit === 'none', code).toBe(iom === undefined)
    for (const one of iom === undefined ? others : [iom, ...others])
      expect(Object.hasOwn(IOM_RELATIONSHIPS, one), `${code} ${one}`).toBe(true)
  }
  for (const code of Object.keys(IOM_RELATIONSHIPS)) {
    const { code: unhcr, fit, others } = unhcrOfIom(code)
    expect(fit === 'none', code).toBe(unhcr === undefined)
    for (const one of unhcr === undefined ? others : [unhcr, ...others])
      expect(Object.hasOwn(RELATIONSHIPS, one), `${code} ${one}`).toBe(true)
    // What says the same goes back to where it came from.
    if (unhcr !== undefined && fit === 'same') expect(iomOfUnhcr(unhcr).code, code).toBe(code)
  }
  expect(iomOfUnhcr('CLF')).toEqual({ original: 'CLF', code: 'DI', fit: 'same', others: [] })
  expect(iomOfUnhcr('SIL').others).toEqual(['US', 'WS', 'BW'])
  expect(iomOfUnhcr('DAU')).toMatchObject({ original: 'DAU', fit: 'none' })
  expect(iomOfUnhcr('HR2')).toMatchObject({ original: 'HR2', fit: 'none' })
})

test('languages go to ISO 639-3 only where that is sure', () => {
  expect(['ABV', 'ARZ', 'PES', 'PRS', 'KUR', 'SO1', 'R01', 'ABK'].map(isoLanguage)).toEqual([
    'ara',
    'ara',
    'fas',
    'prs',
    'kmr',
    'ckb',
    'rhg',
    undefined,
  ])
  for (const code of codesOf('language', '2.8')) {
    const iso = isoLanguage(code)
    if (iso !== undefined) expect(isoLanguage(errfLanguage(iso) ?? ''), code).toBe(iso)
  }
})
