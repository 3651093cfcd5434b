import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const ACTIONS = new URL('../actions/', import.meta.url)

/** Files in which the machine works for itself, or which open a desk. */
const MACHINE = new Set([
  'at-work.ts',
  'break-glass.ts',
  'check-operation.ts',
  'check-same-persons.ts',
  'create-operation.ts',
  'desk.ts',
  // Rows of jobs; what a job does is noted by the action that does it.
  'do-job.ts',
  'work-jobs.ts',
  'list-audit.ts',
  'load-generated.ts',
  'seal-audit.ts',
  // Notes of its own kinds.
  'sign-in/one-time-link.ts',
  'sign-in/session.ts',
  'states/room-door.ts',
  'states/state-keys.ts',
])

/** Actions that read without a note, each with why that is no record of a person or case. */
const NOT_SENSITIVE: Readonly<Record<string, string>> = {
  'ask-what-if.ts': 'what the plan on the screen, which is noted, would become',
  'claim-figures.ts': 'figures of others',
  'editions.ts': 'what was published, beside counts',
  'export-table.ts': 'the list of exports',
  'get-figures.ts': 'counts',
  'get-overview.ts': 'counts',
  'get-session.ts': 'the operation and its accounts',
  'import-errf.ts': 'which case numbers are on file, for an import that is noted',
  'import-mappings.ts': 'names of columns',
  'import-offers.ts': 'offers of States',
  'list-claims.ts': 'claims that texts make',
  'list-imports.ts': 'batches',
  'list-offers.ts': 'offers of States',
  'manage-sites.ts': 'sites and who works for them',
  'public-edition.ts': 'what is public',
  'queue-job.ts': 'how far the account’s own jobs are',
  'record-incident.ts': 'incidents, without persons',
  'register-person.ts': 'whether this form was sent before; what follows is noted',
  'solve-plan.ts': 'input of a plan whose making is noted',
  'states/plan-mission.ts': 'a mission of this State; ending it is noted',
  'states/send-file.ts': 'hashes and references of a file; taking its answers is noted',
  'write-appeal.ts': 'a public text from protected figures',
}

async function actions(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(ACTIONS, { recursive: true })).filter((one) =>
    /(?<!\.test)\.ts$/.test(one),
  )
  const texts = await Promise.all(names.map((one) => readFile(new URL(one, ACTIONS), 'utf8')))
  return new Map(names.map((one, at) => [one, texts[at] ?? '']))
}

test('every action gets at the data by way of at-work.ts, so that what it does is noted', async () => {
  const all = await actions()
  const around = [...all].filter(
    ([name, text]) =>
      !MACHINE.has(name) && /\.db\s*(\.\w+\(.*\)\s*)?\.(read|readNoted|write)\(/.test(text),
  )
  expect(around.map(([name]) => name)).toEqual([])
  expect([...MACHINE].filter((name) => !all.has(name))).toEqual([])
})

test('an action that reads without a note is on the list of those that show no record', async () => {
  const looking = [...(await actions())].filter(
    ([name, text]) => !MACHINE.has(name) && /\blook(ForReport)?\(/.test(text),
  )
  expect(looking.map(([name]) => name).toSorted()).toEqual(Object.keys(NOT_SENSITIVE).toSorted())
  expect(looking.length).toBeGreaterThan(10)
})

test('what shows persons or cases is noted', async () => {
  const all = await actions()
  const SENSITIVE = /\b(lookNoted|search|takeOut|act)\(/
  for (const name of [
    'get-person.ts',
    'get-case.ts',
    'get-pair.ts',
    'get-plan.ts',
    'list-persons.ts',
    'list-cases.ts',
    'list-pairs.ts',
    'list-figure-events.ts',
    'find-likely-persons.ts',
    'export-errf.ts',
    'export-table.ts',
    'import-register.ts',
  ])
    expect(SENSITIVE.test(all.get(name) ?? ''), name).toBe(true)
})
