/**
 * On what an officer's word about a person's own outcome rests. A published report is no evidence of
 * it: a figure of an incident says nothing about any one person.
 */
export const OUTCOME_EVIDENCE = [
  'seen_by_officer',
  'family_statement',
  'medical_record',
  'official_record',
  'camp_record',
] as const
export type OutcomeEvidence = (typeof OUTCOME_EVIDENCE)[number]
