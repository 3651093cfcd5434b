import type { StateCode } from '../domain/state-code.ts'

/**
 * Languages in which States receive people, ISO 639-3: national or official languages as CLDR
 * lists them. Used for the last soft wish of a plan only; a State not listed here loses nothing
 * but that wish.
 */
export const STATE_LANGUAGES: Readonly<Record<StateCode, readonly string[]>> = {
  ALB: ['sqi'],
  ARG: ['spa'],
  AUS: ['eng'],
  AUT: ['deu'],
  BEL: ['nld', 'fra', 'deu'],
  BGR: ['bul'],
  BRA: ['por'],
  CAN: ['eng', 'fra'],
  CHE: ['deu', 'fra', 'ita'],
  CHL: ['spa'],
  CZE: ['ces'],
  DEU: ['deu'],
  DNK: ['dan'],
  ESP: ['spa'],
  EST: ['est'],
  FIN: ['fin', 'swe'],
  FRA: ['fra'],
  GBR: ['eng'],
  HRV: ['hrv'],
  IRL: ['eng'],
  ISL: ['isl'],
  ITA: ['ita'],
  JPN: ['jpn'],
  KOR: ['kor'],
  LTU: ['lit'],
  LUX: ['fra', 'deu', 'ltz'],
  NLD: ['nld'],
  NOR: ['nor'],
  NZL: ['eng'],
  POL: ['pol'],
  PRT: ['por'],
  ROU: ['ron'],
  SVK: ['slk'],
  SVN: ['slv'],
  SWE: ['swe'],
  URY: ['spa'],
  USA: ['eng'],
}
