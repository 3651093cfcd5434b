import type { Relationship } from '../relationship.ts'

// The code lists of UNHCR and IOM: NOTICE.md beside this file. The pairs below are Onward's.

/** IOM's codes of the relationship to the principal applicant, with IOM's words. */
export const IOM_RELATIONSHIPS = {
  AB: 'adopted brother',
  AD: 'adopted daughter',
  AF: 'adopted father',
  AM: 'adopted mother',
  AR: 'adopted sister',
  AS: 'adopted son',
  AU: 'aunt',
  BR: 'brother',
  BI: 'brother in law',
  BW: "brother's wife",
  CU: 'civil union or partnership',
  DI: 'daughter in law',
  DR: 'distant relative',
  EH: 'ex-husband',
  EW: 'ex-wife',
  FA: 'father',
  FI: 'father in law',
  FC: 'female cousin',
  FB: 'foster brother',
  FD: 'foster daughter',
  FF: 'foster father',
  FM: 'foster mother',
  FT: 'foster sister',
  FS: 'foster son',
  FR: 'friend',
  GD: 'grand daughter',
  GF: 'grand father',
  GM: 'grand mother',
  GS: 'grand son',
  GR: 'great grand daughter',
  GH: 'great grand father',
  GG: 'great grand mother',
  GN: 'great grand son',
  GU: 'guardian',
  HB: 'half brother',
  HS: 'half sister',
  BH: "husband's brother",
  US: "husband's sister",
  IF: 'in-law (female)',
  IM: 'in-law (male)',
  MC: 'male cousin',
  MW: 'minor wife',
  MO: 'mother',
  MI: 'mother in law',
  NE: 'nephew',
  NI: 'niece',
  PA: 'principal applicant',
  MR: 'relative by marriage',
  SI: 'sister',
  SW: 'sister in law',
  SH: "sister's husband",
  SL: 'son in law',
  SB: 'step brother',
  SD: 'step daughter',
  SF: 'step father',
  SM: 'step mother',
  SS: 'step sister',
  SN: 'step son',
  UM: 'unaccompanied minor',
  UN: 'uncle',
  NF: 'union with female',
  NM: 'union with male',
  ZZ: 'unknown',
  UK: 'unknown relationship',
  UR: 'unrelated',
  WB: "wife's brother",
  WS: "wife's sister",
} as const

export type IomRelationship = keyof typeof IOM_RELATIONSHIPS

/**
 * How well a code stands for the other: `same` says as much, `wider` says less than the original
 * (UNHCR knows no side of the in-laws), `near` is the nearest there is, `none`: there is none.
 */
export type Fit = 'same' | 'wider' | 'near' | 'none'

export interface CrossedRelationship<Code extends string> {
  /** As the source wrote it; it stays beside what it becomes. */
  readonly original: string
  /** Absent where the other list has nothing near. */
  readonly code?: Code
  readonly fit: Fit
  /** Other codes that could be meant: a person must choose. */
  readonly others: readonly Code[]
}

type Pair = readonly [code: string, fit: Fit, ...others: readonly string[]]
const pairs = (text: string): ReadonlyMap<string, Pair> =>
  new Map(
    text
      .trim()
      .split(/\s*\n\s*/)
      .map((line): [string, Pair] => {
        const [from = '', code = '', fit, ...others] = line.split(' ')
        return [from, [code, fit as Fit, ...others]]
      }),
  )

/**
 * UNHCR's code, IOM's, the fit, and which other codes of IOM could be meant. `-`: the list has none,
 * as for son, daughter, husband and wife (IOM's list as published has only special kinds of them).
 */
const TO_IOM = pairs(`
  ANT AU same
  BIL BI same BH WB SH
  CLF DI same
  CLH NM near CU
  CLM SL same
  CLW NF near CU
  COF FC same
  COM MC same
  DAU - none AD
  EXF EW same
  EXM EH same
  FCF FD same
  FCM FS same
  FP - none
  FPF FM same
  FPM FF same
  GCF GD same GR
  GCM GS same GN
  GPF GM same GG
  GPM GF same GH
  HAB HB same
  HAS HS same
  HR1 - none
  HUS - none NM
  ILF IF same MR
  ILM IM same MR
  NCE NI same
  NEP NE same
  NRF UR wider FR GU FT
  NRM UR wider FR GU FB
  ORF DR near
  ORM DR near
  PA PA same
  PLF MI same
  PLM FI same
  PRF MO same AM
  PRM FA same AF
  PTF NF near CU
  PTM NM near CU
  SBF SI same AR
  SBM BR same AB
  SCF SD same
  SCM SN same
  SIL SW same US WS BW
  SON - none AS
  SPB SB same
  SPF SM same
  SPM SF same
  SPS SS same
  UKF UK wider ZZ
  UKM UK wider ZZ
  UNC UN same
  WIF - none MW NF
`)

const TO_UNHCR = pairs(`
  AB SBM wider
  AD DAU wider
  AF PRM wider
  AM PRF wider
  AR SBF wider
  AS SON wider
  AU ANT same
  BH BIL wider
  BI BIL same
  BR SBM same
  BW SIL wider
  CU - none PTF PTM CLW CLH
  DI CLF same
  DR - none ORF ORM
  EH EXM same
  EW EXF same
  FA PRM same
  FB NRM near
  FC COF same
  FD FCF same
  FF FPM same
  FI PLM same
  FM FPF same
  FR - none NRF NRM
  FS FCM same
  FT NRF near
  GD GCF same
  GF GPM same
  GG GPF wider
  GH GPM wider
  GM GPF same
  GN GCM wider
  GR GCF wider
  GS GCM same
  GU - none NRF NRM FPF FPM
  HB HAB same
  HS HAS same
  IF ILF same
  IM ILM same
  MC COM same
  MI PLF same
  MO PRF same
  MR - none ILF ILM
  MW WIF wider
  NE NEP same
  NF PTF near CLW WIF
  NI NCE same
  NM PTM near CLH HUS
  PA PA same
  SB SPB same
  SD SCF same
  SF SPM same
  SH BIL wider
  SI SBF same
  SL CLM same
  SM SPF same
  SN SCM same
  SS SPS same
  SW SIL same
  UK - none UKF UKM
  UM - none
  UN UNC same
  UR - none NRF NRM
  US SIL wider
  WB BIL wider
  WS SIL wider
  ZZ - none UKF UKM
`)

/** IOM's code for a code of UNHCR; the original stays beside it. */
export function iomOfUnhcr(original: string): CrossedRelationship<IomRelationship> {
  return cross<IomRelationship>(TO_IOM, original)
}

/** UNHCR's code for a code of IOM; the original stays beside it. */
export function unhcrOfIom(original: string): CrossedRelationship<Relationship> {
  return cross<Relationship>(TO_UNHCR, original)
}

// The casts name what the tables hold; a test walks every pair.
function cross<Code extends string>(
  table: ReadonlyMap<string, Pair>,
  original: string,
): CrossedRelationship<Code> {
  const [code, fit, ...others] = table.get(original) ?? ['-', 'none']
  return {
    original,
    ...(code === '-' ? {} : { code: code as Code }),
    fit,
    others: others as readonly string[] as readonly Code[],
  }
}
