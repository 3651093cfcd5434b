import { PRINCIPAL_APPLICANT } from '../../domain/case.ts'
import type { ErrfVersion } from './code-lists.ts'
import { checkRow } from './check-row.ts'
import type { ErrfCase, ErrfRow } from './document.ts'
import { rowsOf, textOf } from './document.ts'
import type { Fault, FindingList, Place } from './finding.ts'
import { shownId } from './finding.ts'
import { BLOCKS } from './layout.ts'
import type { ReadCase } from './read-xml.ts'
import { dayOf } from './xsd-types.ts'

/** Says a fault of a row, or of the case when no row is named. */
type Say = (fault: Fault, at?: { block?: string; row?: ErrfRow; field?: string }) => void

/** Checks one case by itself: the schema, the code lists and the published validator's rules. */
export function checkCase(read: ReadCase, version: ErrfVersion, findings: FindingList): void {
  const say = sayIn(read, findings)
  const one = read.case
  for (const block of BLOCKS) {
    const rows = rowsOf(one, block.name)
    const isKnown = (block.versions as readonly ErrfVersion[]).includes(version)
    if (rows.length > 0 && !isKnown) say(blockNotIn(block.name, version), { block: block.name })
    if (rows.length < block.atLeast) say(blockMissing(block.name))
    if (rows.length > block.atMost) say(blockTwice(block.name), { block: block.name })
    for (const row of rows)
      if (isKnown)
        checkRow(row, block, version, (field, fault) =>
          say(fault, { block: block.name, row, ...(field === undefined ? {} : { field }) }),
        )
    checkRowIds(one, block.name, block.fields[0]?.name ?? '', say)
  }
  checkGroup(one, say)
  checkMembers(one, say)
  checkPrincipal(one, say)
  checkLinks(one, say)
  checkIndividuals(one, version, say)
}

function sayIn(read: ReadCase, findings: FindingList): Say {
  const number = shownId(textOf(rowsOf(read.case, 'dataProcessGroup')[0], 'ProcessingGroupNumber'))
  // Made with the first fault: most cases have none.
  let places: ReadonlyMap<ErrfRow, number> | undefined
  const place = (row: ErrfRow): number | undefined => {
    places ??= new Map(
      Object.values(read.case).flatMap((rows) =>
        rows.map((one, index): [ErrfRow, number] => [one, index + 1]),
      ),
    )
    return places.get(row)
  }
  return (fault, { block, row, field } = {}) => {
    const individual = shownId(row?.['IndividualGUID'])
    const at = row === undefined ? undefined : place(row)
    const line = row === undefined ? read.line : read.lineOf(row, field)
    const where: Place = {
      case: read.at,
      ...(number === undefined ? {} : { caseNumber: number }),
      ...(block === undefined ? {} : { block }),
      ...(at === undefined ? {} : { row: at }),
      ...(individual === undefined ? {} : { individual }),
      ...(field === undefined ? {} : { field }),
      ...(line === undefined ? {} : { line }),
    }
    findings.add(where, fault)
  }
}

const fault =
  (severity: Fault['severity']) =>
  (code: string, message: string, help: string): Fault => ({ code, severity, message, help })
const fatal = fault('fatal')
const error = fault('error')

function blockMissing(block: string): Fault {
  return (block === 'dataResettlement' ? error : fatal)(
    'block_missing',
    `the case has no ${block}`,
    'add it; the schema requires it',
  )
}

function blockTwice(block: string): Fault {
  return fatal('block_twice', `the case has more than one ${block}`, 'keep one')
}

function blockNotIn(block: string, version: ErrfVersion): Fault {
  return error('not_in_version', `${block} does not exist in version ${version}`, 'send it as 2.8')
}

/** The id of a row stands once in its block; its individual is one of the case. */
function checkRowIds(one: ErrfCase, block: string, id: string, say: Say): void {
  const individuals = new Set(rowsOf(one, 'dataIndividual').map((row) => row['IndividualGUID']))
  const seen = new Set<string>()
  for (const row of rowsOf(one, block)) {
    const guid = textOf(row, id)
    const isResettlement = block === 'dataResettlement'
    if (guid !== undefined && !isResettlement && block !== 'dataIndividual') {
      if (seen.has(guid))
        say(error('duplicate_guid', `${id} stands twice in ${block}`, 'give each row its own'), {
          block,
          row,
          field: id,
        })
      seen.add(guid)
    }
    const of = row['IndividualGUID']
    if (block === 'dataIndividual' || block === 'dataProcessGroup' || of === undefined) continue
    if (!individuals.has(of))
      say(
        error(
          'orphan_row',
          'the row is of an individual that the case does not have',
          'add the individual, or take the row out',
        ),
        { block, row, field: 'IndividualGUID' },
      )
  }
}

function checkGroup(one: ErrfCase, say: Say): void {
  const row = rowsOf(one, 'dataProcessGroup')[0]
  if (row === undefined) return
  const at = (field: string) => ({ block: 'dataProcessGroup', row, field })
  if (textOf(row, 'ProcessingGroupGUID') === undefined)
    say(
      fatal('group_guid_blank', 'the case has no ProcessingGroupGUID', 'export it again'),
      at('ProcessingGroupGUID'),
    )
  const number = textOf(row, 'ProcessingGroupNumber')
  if (number === undefined)
    say(
      fatal('case_number_blank', 'the case has no number', 'write the case number of the source'),
      at('ProcessingGroupNumber'),
    )
  else if (number.length <= 3)
    say(
      error(
        'case_number_short',
        'the case number has three characters or fewer',
        'write all of it',
      ),
      at('ProcessingGroupNumber'),
    )
  const size = textOf(row, 'ProcessingGroupSize')
  const persons = rowsOf(one, 'dataIndividual').length
  if (size !== undefined && Number(size) !== persons)
    say(
      error(
        'wrong_size',
        `ProcessingGroupSize is not the number of individuals, ${persons}`,
        'correct the size, or add whoever is missing',
      ),
      at('ProcessingGroupSize'),
    )
}

function checkMembers(one: ErrfCase, say: Say): void {
  const block = 'dataIndividualProcessGroup'
  const group = rowsOf(one, 'dataProcessGroup')[0]?.['ProcessingGroupGUID']
  const memberships = new Map<string, number>()
  for (const row of rowsOf(one, block)) {
    const of = row['IndividualGUID'] ?? ''
    memberships.set(of, (memberships.get(of) ?? 0) + 1)
    if (group !== undefined && row['ProcessingGroupGUID'] !== group)
      say(
        error(
          'other_group',
          'the membership names another case than the one it stands in',
          'write the ProcessingGroupGUID of this case',
        ),
        { block, row, field: 'ProcessingGroupGUID' },
      )
  }
  for (const row of rowsOf(one, 'dataIndividual')) {
    const count = memberships.get(row['IndividualGUID'] ?? '') ?? 0
    if (count !== 1)
      say(
        fatal(
          'membership',
          `the individual has ${count} memberships in the case instead of one`,
          `keep exactly one ${block} for each individual`,
        ),
        { block: 'dataIndividual', row },
      )
  }
}

function checkPrincipal(one: ErrfCase, say: Say): void {
  const all = rowsOf(one, 'dataIndividualProcessGroup').filter(
    (row) => textOf(row, 'RelationshipToPrincipalRepresentative') === PRINCIPAL_APPLICANT,
  )
  if (all.length !== 1)
    say(
      fatal(
        'principal_applicant',
        `the case has ${all.length} principal applicants instead of one`,
        'give exactly one member the relationship PA',
      ),
    )
  const individuals = new Map(
    rowsOf(one, 'dataIndividual').map((row) => [row['IndividualGUID'], row]),
  )
  const homesOf = new Map<string | undefined, number>()
  for (const { IndividualGUID: guid, AddressType: type } of rowsOf(one, 'dataAddress'))
    if (type?.trim().toUpperCase() === 'COA') homesOf.set(guid, (homesOf.get(guid) ?? 0) + 1)
  for (const { IndividualGUID: guid } of all) {
    const row = individuals.get(guid)
    if (row === undefined) continue
    if (dayOf(row['ArrivalDate']) === undefined)
      say(
        error(
          'arrival_missing',
          'the principal applicant has no date of arrival',
          'write ArrivalDate',
        ),
        { block: 'dataIndividual', row, field: 'ArrivalDate' },
      )
    const homes = homesOf.get(guid) ?? 0
    if (homes !== 1)
      say(
        error(
          'applicant_address',
          `the principal applicant has ${homes} addresses of type COA instead of one`,
          'keep exactly one current address in the country of asylum',
        ),
        { block: 'dataIndividual', row },
      )
  }
}

function checkLinks(one: ErrfCase, say: Say): void {
  const block = 'dataProcessGroupCrossReference'
  const pairs = new Set<string>()
  for (const row of rowsOf(one, block)) {
    for (const field of ['ProcessingGroupNumberFrom', 'ProcessingGroupNumberTo'])
      if (row[field] !== undefined && textOf(row, field) === undefined)
        say(error('link_blank', `${field} of a linked case is empty`, 'write the case number'), {
          block,
          row,
          field,
        })
    const pair = JSON.stringify([row['ProcessingGroupNumberFrom'], row['ProcessingGroupNumberTo']])
    if (pairs.has(pair))
      say(error('link_twice', 'the same two cases are linked twice', 'keep one of the rows'), {
        block,
        row,
      })
    pairs.add(pair)
  }
}

function checkIndividuals(one: ErrfCase, version: ErrfVersion, say: Say): void {
  const needs = new Set<string>()
  for (const row of rowsOf(one, 'dataVulnerability')) {
    const need = JSON.stringify([row['IndividualGUID'], textOf(row, 'VulnerabilityCode')])
    if (needs.has(need))
      say(error('need_twice', 'the individual has one specific need twice', 'keep one row'), {
        block: 'dataVulnerability',
        row,
        field: 'VulnerabilityCode',
      })
    needs.add(need)
  }
  if (version !== '2.8') return
  for (const [block, code, what] of EACH_HAS_28) {
    const has = new Set(rowsOf(one, block).map((row) => row['IndividualGUID']))
    for (const row of rowsOf(one, 'dataIndividual'))
      if (!has.has(row['IndividualGUID'] ?? ''))
        say(error(code, `the individual has no ${what} (${block})`, `add a row of ${block}`), {
          block: 'dataIndividual',
          row,
        })
  }
}

const EACH_HAS_28 = [
  ['dataLanguage', 'language_missing', 'language'],
  ['dataPhotograph', 'photo_missing', 'photograph'],
] as const
