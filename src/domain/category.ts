/**
 * Submission categories, with the codes of UNHCR's eRRF v2.8 (Resettlement Handbook 3.2).
 * OLD and RLI stand in older files: accepted on import, never offered.
 */
export const CATEGORIES = {
  LPN: 'Legal and/or Physical Protection Needs',
  SVT: 'Survivors of Violence and/or Torture',
  MED: 'Medical Needs',
  AWR: 'Women and Girls at Risk',
  FAM: 'Restoring Family Unity',
  CHL: 'Children and Adolescents at Risk',
  LAS: 'Lack of Foreseeable Alternative Durable Solutions',
  OLD: 'Older Refugees (older files only)',
  RLI: 'No Local Integration Prospects (older files only)',
} as const

export type Category = keyof typeof CATEGORIES
export const CATEGORY_CODES = Object.keys(CATEGORIES) as readonly Category[]
