import type { ErrfVersion } from './code-lists.ts'
import type { ErrfCase } from './document.ts'
import { rowsOf } from './document.ts'

/**
 * What a case says of the version it is written in: blocks, fields and codes that only one of them
 * has. Undefined when it says nothing; the namespace is the reader's affair.
 */
export function versionSign(one: ErrfCase): ErrfVersion | undefined {
  const some = (block: string, field: string, values?: readonly string[]): boolean =>
    rowsOf(one, block).some(
      (row) =>
        row[field] !== undefined && (values === undefined || values.includes(row[field].trim())),
    )
  if (rowsOf(one, 'dataContact').length > 0) return '2.8'
  if (some('dataEmployment', 'NoOccupationCategory')) return '2.8'
  if (some('dataIndividualRelatives', 'LegalStatus')) return '2.8'
  const criteria = ['ResettlementCriteriaCode', 'ResettlementCriteria2Code']
  const relations = [
    ['dataIndividualProcessGroup', 'RelationshipToPrincipalRepresentative'],
    ['dataIndividualRelatives', 'RelationshipCode'],
  ] as const
  if (criteria.some((field) => some('dataResettlement', field, ['LFDS', 'N/A']))) return '4.1'
  if (some('dataEmployment', 'EmploymentTypeCode', ['E', 'NE', 'S'])) return '4.1'
  if (relations.some(([block, field]) => some(block, field, ['HR2', 'U']))) return '4.1'
  if (criteria.some((field) => some('dataResettlement', field, ['LAS']))) return '2.8'
  if (some('dataVulnerability', 'VulnerabilityCode', ['PG'])) return '2.8'
  if (some('dataEmployment', 'EmploymentTypeCode', ['No Occupation', 'Skill', 'WorkExperience']))
    return '2.8'
  return undefined
}
