/** Specific needs, with the codes of UNHCR's eRRF v2.8. */
export const SPECIFIC_NEEDS = {
  CR: 'child at risk',
  SC: 'unaccompanied or separated child',
  WR: 'woman at risk',
  ER: 'older person',
  SP: 'single parent',
  DS: 'disability',
  SM: 'serious medical condition',
  FU: 'family unity',
  LP: 'specific legal or physical protection need',
  TR: 'torture',
  SV: 'sexual or gender-based violence',
  PG: 'pregnant or lactating',
} as const

export type SpecificNeed = keyof typeof SPECIFIC_NEEDS
export const SPECIFIC_NEED_CODES = Object.keys(SPECIFIC_NEEDS) as readonly SpecificNeed[]
