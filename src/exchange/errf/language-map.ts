/**
 * ISO 639-3, then the codes of eRRF's older Ethnologue that mean it, the one to write first. Only
 * languages that registers of displaced people often name; every other code is kept with the case
 * and not read into the register. Spoken kinds of Arabic, Pashto and so on go to the language.
 */
const LANGUAGES = `
ara ABV ACM AFB APC AJP APD ARQ ARS ARY ARZ AYL AYN AYP ACW AEB AEC ACX ADF ACQ AAO SHU AYH SSH ABH AUZ AVL AFH ACY
fas PES
prs PRS GBZ
pus PBT PBU PST
kmr KUR
ckb SO1 KDB
haz HAZ
bal BGN BCC BGP
tgk PET
uzb UZB UZS
tuk TCK
aze AZE AZB
tur TRK
urd URD
som SOM
tir TGN
amh AMH
orm GAZ GAX HAE
aar AFR
swa SWA SWC
lin LIN
kin RUA
run RUD
ach ACO
hau HUA
dje DJE
fra FRN
eng ENG
spa SPN
por POR
deu GER
ita ITN
nld DUT
dan DNS
fin FIN
bul BLG
ces CZC
isl ICE
ell GRK
heb HBR
kat GEO
hin HND
sqi ALS ALN
rus RUS
ukr UKR
mya BMS
rhg R01
nep NEP
dzo DZO
ben BNG
tam TCV
zho CHN
aii AII
cld CLD
syc SYC
hye ARM`

const PAIRS = LANGUAGES.trim()
  .split('\n')
  .map((line) => line.split(' '))

const TO_ISO: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([iso = '', ...codes]) => codes.map((code): [string, string] => [code, iso])),
)
/** Persian has a second code, and version 0.1 wrote Hazaragi as hzr, which ISO 639-3 does not have. */
const FROM_ISO: ReadonlyMap<string, string> = new Map([
  ...PAIRS.map(([iso = '', code = '']): [string, string] => [iso, code]),
  ['hzr', 'HAZ'],
  ['pes', 'PES'],
])

/** ISO 639-3 for a language code of the eRRF; undefined where it is not sure. */
export function isoLanguage(code: string): string | undefined {
  return TO_ISO.get(code)
}

/** The eRRF's code for an ISO 639-3 code; undefined where it is not sure. */
export function errfLanguage(iso: string): string | undefined {
  return FROM_ISO.get(iso)
}
