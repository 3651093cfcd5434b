const UNITS: Readonly<Record<string, number>> = {
  ...count('one two three four five six seven eight nine ten eleven twelve thirteen fourteen', 1),
  ...count('fifteen sixteen seventeen eighteen nineteen', 15),
}
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, at) => [word, (at + 2) * 10]),
)
/** English, Persian and Arabic words that multiply what stands before them. */
export const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
  trillion: 1_000_000_000_000,
  dozen: 12,
  score: 20,
  bn: 1_000_000_000,
  mn: 1_000_000,
  هزار: 1_000,
  میلیون: 1_000_000,
  ألف: 1_000,
  آلاف: 1_000,
  مليون: 1_000_000,
}
const PERSIAN = count('یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده', 1)
const ARABIC = count('واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة', 1)

function count(words: string, first: number): Readonly<Record<string, number>> {
  return Object.fromEntries(words.split(' ').map((word, at) => [word, at + first]))
}

/** The value of a single number word, also hyphened as in "thirty-six". */
export function wordValue(lower: string): number | undefined {
  const own = (words: Readonly<Record<string, number>>, word: string): number | undefined =>
    Object.hasOwn(words, word) ? words[word] : undefined
  const plain = own(UNITS, lower) ?? own(TENS, lower) ?? own(PERSIAN, lower) ?? own(ARABIC, lower)
  if (plain !== undefined || !lower.includes('-')) return plain
  const [ten = '', unit = '', more] = lower.split('-')
  const tens = own(TENS, ten)
  const units = own(UNITS, unit)
  if (tens === undefined || units === undefined || units > 9 || more !== undefined) return undefined
  return tens + units
}

/** True for twenty, thirty …: a unit may follow. */
export function isTens(lower: string): boolean {
  return Object.hasOwn(TENS, lower)
}

/** Reads 3,200, 1.2, ۱٬۴۰۰; undefined for what is no plain number, such as 1.4000 or 1,23. */
export function digitsValue(text: string): number | undefined {
  const plain = toAsciiDigits(text)
  if (/^\d{1,3}(?:([,٬.'’])\d{3})(?:\1\d{3})*$/.test(plain)) {
    // 1.234 with a point is a decimal number in English; 1.234.567 cannot be one.
    const points = plain.split('.').length - 1
    if (points !== 1) return Number(plain.replaceAll(/[,٬.'’]/g, ''))
  }
  const spaced = plain.replaceAll(/[\u00A0\u202F\u2009 ]/g, '')
  const grouped = /^\d{1,3}(?:,\d{3})+\.\d+$/.test(spaced) ? spaced.replaceAll(',', '') : spaced
  const decimal = grouped.replace('٫', '.')
  if (!/^\d{1,15}(?:\.\d{1,3})?$/.test(decimal)) return undefined
  return Number(decimal)
}

const ZEROS = [0x660, 0x6f0]

/** Arabic and Persian digits as 0 to 9; anything else as it is. */
export function toAsciiDigits(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (ZEROS.find((zero) => code >= zero && code <= zero + 9) ?? code))
  })
}
