import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { CaseForOffer } from '../domain/criteria.ts'
import type { CaseId, OfferId } from '../domain/ids.ts'
import type { OfferCriteria } from '../domain/offer.ts'
import { readRegister } from '../exchange/register-rows.ts'
import { anOffer, aPerson } from '../testing/builders.ts'
import { buildProblem } from './build-problem.ts'
import type { Candidate, OpenOffer } from './candidate.ts'
import { LEVELS } from './levels.ts'

/**
 * Protection decides who goes where, never how useful a person may be to a State (resettlement.md
 * §1, fact 8). These tests hold three doors shut: the fields that a plan may look at, the words of
 * the code that weighs them, and the columns that a register may bring.
 */
const EMPLOYABILITY =
  /skill|occupation|employ|educat|school|income|salar|wage|earning|\bjobs?\b|profession|qualif|career|\bworker|workforce|labou?r|productiv|integration potential|literacy/i

/** Every field filled, the optional ones too; a new field does not compile until it is here. */
const CRITERIA: Required<OfferCriteria> = {
  nationalities: ['IRN'],
  categories: ['LPN'],
  languages: ['eng'],
  excludedNeeds: ['SM'],
  minCaseSize: 1,
  maxCaseSize: 9,
  acceptsMedical: true,
  text: 'as stated',
}
const FACTS: Required<CaseForOffer> = {
  size: 2,
  categories: ['LPN', 'LAS'],
  nationalities: ['IRN'],
  languages: ['pes'],
  needs: ['WR'],
  needsMedicalPlace: true,
  priority: 'UG',
  consentStates: 'any',
}
const CANDIDATE: Required<Candidate> = {
  caseId: 'case-1' as CaseId,
  reference: 'C-1',
  facts: FACTS,
  medicalPersons: 1,
  hasUnaccompaniedChild: true,
  referredOn: '2012-03-01',
  tieStates: ['NOR'],
  preferredStates: ['SWE'],
  hardLinks: ['case-2' as CaseId],
  boundProgramme: 'NOR Sample programme',
  previousOffer: 'offer-1' as OfferId,
  lockedTo: 'offer-1' as OfferId,
  refusedBy: [],
  forbidden: ['offer-2' as OfferId],
}
const OPEN: Required<OpenOffer> = {
  offer: anOffer({ id: 'offer-1' as OfferId }),
  free: 10,
  medicalFree: 2,
  ordinaryFree: 8,
}

function fieldsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...fieldsOf(inner)])
}

/** `minCaseSize` → `min case size`, so that whole words are found inside names. */
const inWords = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ')

describe('no employability reaches a plan', () => {
  test('the pattern finds what it must find', () => {
    for (const name of ['occupation', 'yearsOfEducation', 'jobTitle', 'hasSkills', 'work_income'])
      expect(inWords(name)).toMatch(EMPLOYABILITY)
  })

  test('no field that a plan looks at speaks of it, in cases, offers, criteria or persons', () => {
    const fields = fieldsOf([CANDIDATE, OPEN, CRITERIA, aPerson()])
    expect(fields.length).toBeGreaterThan(40)
    expect(fields.filter((name) => EMPLOYABILITY.test(inWords(name)))).toEqual([])
  })

  test('no level of the objective speaks of it', () => {
    expect(LEVELS.map(({ id }) => id)).toEqual([
      'emergency',
      'urgent',
      'persons',
      'protection',
      'lasting',
      'wishes',
      'steady',
    ])
    for (const { id, text } of LEVELS) expect(inWords(`${id} ${text}`)).not.toMatch(EMPLOYABILITY)
  })

  test('no line of code in this room or of the criteria names it', async () => {
    const here = dirname(fileURLToPath(import.meta.url))
    const files = (await readdir(here)).filter((name) => /(?<!\.test)\.ts$/.test(name))
    expect(files).toContain('candidate.ts')
    const paths = [...files, join('..', 'domain', 'criteria.ts'), join('..', 'domain', 'offer.ts')]
    for (const path of paths) {
      const code = withoutComments(await readFile(join(here, path), 'utf8'))
      expect(inWords(code), path).not.toMatch(EMPLOYABILITY)
    }
  })

  test('the value of a case depends on the listed fields only: anything beside them changes nothing', () => {
    const plan = (more: object) => {
      const one = { ...CANDIDATE, ...more, facts: { ...FACTS, ...more } }
      return buildProblem({ today: '2013-12-27', candidates: [one], offers: [OPEN] }).problem
    }
    expect(plan({ occupation: 'surgeon', educationYears: 20, income: 90_000 })).toEqual(plan({}))
  })
})

/** Comments may say that employability is not looked at. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

describe('a register with such columns', () => {
  const COLUMNS = ['occupation', 'education', 'skills', 'Years of schooling', 'income']
  const rows = (extra: boolean) =>
    [
      ['person_id', 'full_name', 'case_id', 'relationship', ...(extra ? COLUMNS : [])],
      [
        'P-1',
        'Testa Probe',
        'C-1',
        'PA',
        ...(extra ? ['surgeon', 'PhD', 'welding', '20', '9'] : []),
      ],
      ['P-2', 'Samir Sample', 'C-1', 'SON', ...(extra ? ['farmer', 'none', '', '0', '1'] : [])],
    ]
      .map((row) => row.join(','))
      .join('\n')
  const read = (extra: boolean) => readRegister(Buffer.from(rows(extra)), { today: '2013-12-27' })

  test('is read as if it had none, and the import lists them as ignored', async () => {
    const [plain, withColumns] = [await read(false), await read(true)]
    expect(plain.register).toBeDefined()
    expect(withColumns.problems).toEqual([])
    expect(withColumns.register).toEqual(plain.register)
    expect(plain.ignoredColumns).toEqual([])
    expect(withColumns.ignoredColumns).toEqual(COLUMNS)
  })

  test('has no place to keep them: no field of an imported register speaks of it', async () => {
    const { register } = await read(true)
    expect(fieldsOf(register).filter((name) => EMPLOYABILITY.test(inWords(name)))).toEqual([])
  })
})
