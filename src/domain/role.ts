/** Who uses Onward. An administrator sees no case by being one (resettlement.md §14.3). */
export const ROLES = [
  'field_officer',
  'reviewer',
  'state_liaison',
  'movement',
  'medical',
  'public_information',
  'analyst',
  'auditor',
  'administrator',
] as const

export type Role = (typeof ROLES)[number]
