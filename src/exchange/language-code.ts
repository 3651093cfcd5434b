/** ISO 639-3 code, two-letter code, then words for languages that registers often name. */
const LANGUAGES = `
ara ar arabic arabe العربية عربي عربی
fas fa persian farsi persan فارسی فارسي pes
prs dari دری دري
pus ps pashto pashtu pushto پشتو
kur ku kurdish kurde کردی كردي
kmr kurmanji کرمانجی
ckb sorani سورانی
urd ur urdu اردو
tur tr turkish turc türkçe
aze az azerbaijani azeri آذری
tgk tg tajik
uzb uz uzbek
tuk tk turkmen
haz hazaragi هزارگی hzr
bal balochi baluchi بلوچی
som so somali soomaali
tir ti tigrinya ትግርኛ
amh am amharic አማርኛ
orm om oromo
swa sw swahili kiswahili
lin ln lingala
kin rw kinyarwanda
run rn kirundi
fra fr french français francés
eng en english anglais inglés
spa es spanish español espagnol
por pt portuguese português
deu de german deutsch allemand
ita it italian italiano
sqi sq albanian shqip
rus ru russian русский
ukr uk ukrainian українська
mya my burmese
rhg rohingya
nep ne nepali
ben bn bengali bangla
tam ta tamil
syr syriac assyrian
hye hy armenian`

const CODE_OF: ReadonlyMap<string, string> = new Map(
  LANGUAGES.trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.split(' ')
      return words.map((word): [string, string] => [word, words[0] ?? ''])
    }),
)

/** The ISO 639-3 code for a code or a common word; undefined when it is neither. */
export function languageCode(text: string): string | undefined {
  const word = text.trim().toLowerCase()
  return CODE_OF.get(word) ?? (/^[a-z]{3}$/.test(word) ? word : undefined)
}
