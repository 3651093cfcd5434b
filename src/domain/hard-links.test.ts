import { expect, test } from 'vitest'
import { hardLinksOf, linkedGroups } from './hard-links.ts'
import type { CaseId } from './ids.ts'

const id = (text: string): CaseId => text as CaseId
const aCase = (name: string, ...links: string[]) => ({ caseId: id(name), links: links.map(id) })

test('only hard links that nobody waived bind a case', () => {
  const link = (to: string, kind: 'must_same_country' | 'should_same_country', waived = false) => ({
    toCaseId: id(to),
    kind,
    waived,
  })
  expect(
    hardLinksOf({
      links: [
        link('a', 'must_same_country'),
        link('b', 'should_same_country'),
        link('c', 'must_same_country', true),
      ],
    }),
  ).toEqual(['a'])
})

test('a chain of links is one group, whichever side holds the link, in the order given', () => {
  const cases = [aCase('d'), aCase('a', 'b'), aCase('c', 'b', 'elsewhere'), aCase('b')]
  const groups = linkedGroups(cases, (one) => one.links)
  expect(groups.map((group) => group.map((one) => one.caseId))).toEqual([['d'], ['a', 'c', 'b']])
})

test('a case linked to itself is a group of one', () => {
  const one = aCase('a', 'a')
  expect(linkedGroups([one], ({ links }) => links)).toEqual([[one]])
})
