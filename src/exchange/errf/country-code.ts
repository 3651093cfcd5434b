import { STATELESS } from '../../domain/iso-country.ts'
import type { StateCode } from '../../domain/state-code.ts'

// UNHCR's own codes of countries, not ISO's: AUS is Austria, ARE Egypt, MAR Martinique.
// Codes of UNHCR's eRRF, as published with the UK Home Office's validation tool: MIT, copyright (c)
// 2022 Leszek Sliwko; the licence stands in NOTICE.md beside this file.

/** Codes that mean the same in ISO 3166-1 alpha-3. */
const SAME =
  'ABW AFG AIA ALB AND ARG ARM ASM ATA ATF AZE BDI BEL BEN BGD BHS BLR BOL BRA BVT CAN CCK CHL ' +
  'CMR COD COK COL CUB CUW CXR CYP CZE DMA DOM ECU EST ETH FIN FLK FRA FRO FSM GAB GBR GEO GHA ' +
  'GIB GNB GRL GUM GUY HKG HMD HRV HUN IND IOT IRN IRQ ISR ITA JAM JOR JPN KAZ KEN KGZ KIR KNA ' +
  'KOR LAO LBR LBY LCA LIE LKA LTU LUX LVA MAC MCO MDA MDV MEX MHL MLI MNE MNG MNP MOZ MSR MYT ' +
  'NAM NCL NFK NIC NIU NOR NRU NZL OMN PAK PAN PCN PER PLW PNG POL QAT REU RUS RWA SAU SEN SGS ' +
  'SHN SJM SLE SOM SPM SSD STP SUR SVK SVN SWE SXM SYR THA TJK TKL TKM TON TUN TUR TUV TWN UGA ' +
  'UKR UMI USA UZB VAT VCT VEN VGB VIR VUT WLF YEM'

/** UNHCR's code, then ISO's. */
const OTHER =
  'ALGDZA ANGAGO ANTATG AREEGY AULAUS AUSAUT BAHBHR BARBRB BERBMU BHUBTN BKFBFA BOTBWA BRUBRN ' +
  'BSNBIH BULBGR BZEBLZ CAMKHM CARCAF CAYCYM CHDTCD CHICHN COBCOG COICOM COSCRI CVICPV DENDNK ' +
  'DJBDJI EGUGNQ ERTERI FGUGUF FIJFJI FNCNCL FPOPYF GAMGMB GFRDEU GREGRC GRNGRD GUAGTM GUIGIN ' +
  'HAIHTI HONHND ICEISL ICOCIV INSIDN IREIRL KRNPRK KUWKWT LEBLBN LESLSO MADMDG MARMTQ MAUMRT ' +
  'MCDMKD MLSMYS MLWMWI MORMAR MTAMLT MTSMUS MYAMMR NEPNPL NETNLD NGRNER NIGNGA PALPSE PARPRY ' +
  'PHIPHL PORPRT PUEPRI ROMROU RSAZAF SALSLV SCGSRB SERSRB SEYSYC SINSGP SMASMR SOLSLB SPAESP ' +
  'SRVVNM STKKNA SUDSDN SWASWZ SWICHE TANTZA TCITCA TMPTLS TOGTGO TRTTTO UAEARE URUURY WESWSM ' +
  'WSHESH YUGSRB ZAMZMB ZIMZWE'

/**
 * Codes that name no country of today, or none at all: former states, parts of states, unknown.
 * Accepted and kept as written; never offered, never guessed at.
 */
const WITHOUT_ISO = 'DUB KUR NAN SIK SOV TIB U'

/** States that are no more and stand for the one named in OTHER: to be looked at by a person. */
export const FORMER_COUNTRIES: readonly string[] = ['SCG', 'YUG']

/** Listed by version 4.1 only. */
const ONLY_IN_41 = 'BES'

const TO_ISO: ReadonlyMap<string, StateCode> = new Map([
  ...[...SAME.split(' '), ONLY_IN_41].map((code): [string, string] => [code, code]),
  ...OTHER.split(' ').map((pair): [string, string] => [pair.slice(0, 3), pair.slice(3)]),
  ['ZZZ', STATELESS],
])

/** Of two codes for one country, the one that UNHCR writes today. */
const PREFERRED = { KNA: 'STK', NCL: 'FNC', SRB: 'SER' } as const

const FROM_ISO: ReadonlyMap<StateCode, string> = new Map([
  ...[...TO_ISO]
    .filter(([code]) => code !== ONLY_IN_41)
    .map(([code, iso]): [string, string] => [iso, code]),
  ...Object.entries(PREFERRED),
])

export const COUNTRY_CODES: readonly string[] = [
  ...TO_ISO.keys(),
  ...WITHOUT_ISO.split(' '),
].filter((code) => code !== ONLY_IN_41)
export const COUNTRY_CODES_41: readonly string[] = [ONLY_IN_41]

/** The ISO code of a UNHCR code; undefined where there is none (Soviet Union, unknown). */
export function isoOfUnhcr(code: string): StateCode | undefined {
  return TO_ISO.get(code)
}

/** UNHCR's code in eRRF 2.8; undefined where the list has none (Bonaire, Guadeloupe, Saint-Martin). */
export function unhcrOfIso(state: StateCode): string | undefined {
  return FROM_ISO.get(state)
}
