import { expect, test } from 'vitest'
import { aMember, aPerson } from '../testing/builders.ts'
import type { Snapshot } from './snapshot.ts'
import { SNAPSHOT_FORMAT, snapshotDifferences, snapshotMember, snapshotText } from './snapshot.ts'

function aSnapshot(facts: Partial<Snapshot> = {}): Snapshot {
  const person = aPerson({ reference: 'P-1' })
  return {
    format: SNAPSHOT_FORMAT,
    case: 'C-1',
    version: 1,
    state: 'NOR',
    programme: 'Sample programme',
    offer: 'O-1',
    transmittedOn: '2016-01-01',
    priority: 'NR',
    links: [],
    members: [snapshotMember({ person, file: aMember(person.id).file }, 'PA')],
    ...facts,
  }
}

test('a member is transmitted without wishes, ties, place, consent or the handles of the register', () => {
  const person = aPerson({ tieStates: ['SWE'], preferredStates: ['CAN'], nationality: 'IRN' })
  const { file } = aMember(
    person.id,
    {},
    { consent: { on: '2015-01-01', states: ['NOR', 'DEU'] }, location: 'camp' },
  )
  const text = JSON.stringify(snapshotMember({ person, file }, 'PA'))
  for (const kept of ['SWE', 'CAN', 'DEU', 'camp', person.sourceId, `"${person.id}"`, '2015-01-01'])
    expect(text).not.toContain(kept)
  expect(text).toContain('IRN')
})

test('the text of a snapshot does not depend on the order in which it was made', () => {
  const one = aSnapshot()
  const reversed = Object.fromEntries(Object.entries(one).toReversed()) as unknown as Snapshot
  expect(snapshotText(reversed)).toBe(snapshotText(one))
})

test('two versions that say the same differ in nothing, though number and day are others', () => {
  expect(
    snapshotDifferences(aSnapshot(), aSnapshot({ version: 2, transmittedOn: '2016-02-01' })),
  ).toEqual([])
})

test('differences are told field by field: the case first, then each member, who came and who went', () => {
  const before = aSnapshot()
  const [member] = before.members
  if (member === undefined) throw new Error('The sample has a member.')
  const child = { ...member, person: 'P-2', relationship: 'SON' }
  const { birth: _none, ...rest } = member
  const after = aSnapshot({
    priority: 'UG',
    members: [{ ...rest, needs: ['DS'], nationality: 'IRN' }, child],
  })
  expect(snapshotDifferences(before, after)).toMatchObject([
    { of: 'case', field: 'priority', before: '"NR"', after: '"UG"' },
    { of: 'P-1', field: 'needs', before: '[]', after: '["DS"]' },
    { of: 'P-1', field: 'nationality', after: '"IRN"' },
    ...Object.keys(child)
      .filter((field) => field !== 'person')
      .map((field) => ({ of: 'P-2', field })),
  ])
  const gone = snapshotDifferences(after, before).filter((one) => one.of === 'P-2')
  expect(gone.every((one) => one.after === undefined && one.before !== undefined)).toBe(true)
  expect(gone.length).toBeGreaterThan(3)
})
