import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestDesk } from '../testing/test-desk.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getCase } from './get-case.ts'
import { prepareRegisterImport } from './import-register.ts'
import { listCases } from './list-cases.ts'
import { recordByHand } from './record-by-hand.ts'
import { undoImport } from './undo-import.ts'

let opened: TestDesk
let one: Desk
let two: Desk
let reference: string
let person: string

beforeAll(async () => {
  opened = await openTestDesk()
  one = await openDesk(opened.database.db, { handle: 'officer.one' })
  two = await openDesk(opened.database.db, { handle: 'officer.two' })
  const path = join(opened.folder, 'register.csv')
  await writeFile(path, 'person_id,full_name,sex,case_id,relationship\nV-1,Testa Probe,f,VC-1,PA\n')
  await (await prepareRegisterImport(opened.desk, path)).commit()
  reference = (await listCases(one, {})).rows[0]?.case ?? ''
  person = (await getCase(one, reference)).members[0]?.person ?? ''
})
afterAll(() => opened.close())

const move = (desk: Desk, location: string, version?: string) =>
  recordByHand(desk, {
    case: reference,
    type: 'person.moved',
    person,
    data: { location, safe: false },
    ...(version === undefined ? {} : { version }),
  })

test('two officers who saw the same case and set one field otherwise: the second learns of it, nothing is lost', async () => {
  const { version } = await getCase(one, reference)
  await move(one, 'elsewhere', version)
  await expect(move(two, 'third_country', version)).rejects.toMatchObject({
    code: 'conflict',
    conflicts: [
      { field: 'location', person, before: 'camp', now: 'elsewhere', mine: 'third_country' },
    ],
  })
  const now = await getCase(two, reference)
  expect(now.members[0]?.location).toBe('elsewhere')
  // Having seen it, the second may still record their own.
  await move(two, 'third_country', now.version)
  const after = await getCase(one, reference)
  expect(after.members[0]?.location).toBe('third_country')
  expect(after.timeline.filter((entry) => entry.type === 'person.moved')).toHaveLength(2)
})

test('two officers who set different fields both succeed', async () => {
  const { version } = await getCase(one, reference)
  await move(one, 'camp', version)
  const data = { engagement: 'unreachable' }
  await recordByHand(two, {
    case: reference,
    type: 'person.engagement_recorded',
    person,
    data,
    version,
  })
  expect((await getCase(one, reference)).members[0]).toMatchObject({
    location: 'camp',
    engagement: 'unreachable',
  })
})

test('at the same moment one of two is first, and the other learns of it', async () => {
  const { version } = await getCase(one, reference)
  const results = await Promise.allSettled([
    move(one, 'elsewhere', version),
    move(two, 'third_country', version),
  ])
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({
    code: 'conflict',
  })
})

test('who saw what an import had said that was undone since is told to look anew', async () => {
  const path = join(opened.folder, 'again.csv')
  const head = 'person_id,full_name,sex,case_id,relationship,protection_status'
  await writeFile(path, `${head}\nV-1,Testa Probe,f,VC-1,PA,refugee\n`)
  const { batch } = await (await prepareRegisterImport(opened.desk, path)).commit()
  const { version } = await getCase(one, reference)
  await undoImport(opened.desk, batch ?? '')
  expect((await getCase(one, reference)).version).not.toBe(version)
  await expect(move(one, 'camp', version)).rejects.toMatchObject({ code: 'conflict' })
})
