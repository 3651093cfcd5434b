import type { NamePart, Sex } from '../domain/person.ts'
import type { Random } from './random.ts'

/**
 * One invented name part: how it is written at home, and the ways it turns up in Latin letters.
 * Given names are words of nature; every family name says that it is a sample.
 */
interface Word {
  readonly arabic: string
  readonly latin: readonly string[]
}

const word = (arabic: string, ...latin: string[]): Word => ({ arabic, latin })

interface NameStock {
  readonly female: readonly Word[]
  readonly male: readonly Word[]
  /** `sample`, `invented`, `for practice`, … */
  readonly sample: readonly Word[]
  /** Follows the sample word, so that there are enough different families. */
  readonly nature: readonly Word[]
}

const PERSIAN: NameStock = {
  female: [
    word('باران', 'Baran', 'Baaran'),
    word('دریا', 'Darya', 'Daria', 'Dariya'),
    word('نسیم', 'Nasim', 'Naseem'),
    word('شبنم', 'Shabnam'),
    word('لاله', 'Laleh', 'Lale'),
    word('نرگس', 'Narges', 'Nargess'),
    word('آبشار', 'Abshar', 'Aabshar'),
    word('شقایق', 'Shaghayegh', 'Shaqayeq'),
    word('ستاره', 'Setareh', 'Setare'),
    word('بهار', 'Bahar'),
    word('سوسن', 'Susan', 'Sousan'),
    word('مهتاب', 'Mahtab'),
    word('غنچه', 'Ghoncheh', 'Qonche'),
    word('چشمه', 'Cheshmeh', 'Cheshme'),
  ],
  male: [
    word('توفان', 'Tufan', 'Toofan'),
    word('کوهسار', 'Kuhsar', 'Koohsar'),
    word('آذرخش', 'Azarakhsh'),
    word('سپهر', 'Sepehr', 'Sepher'),
    word('رود', 'Rud', 'Rood'),
    word('سرو', 'Sarv'),
    word('البرز', 'Alborz'),
    word('صخره', 'Sakhreh', 'Sakhre'),
    word('تندر', 'Tondar'),
    word('خورشید', 'Khorshid', 'Khorsheed'),
    word('شهاب', 'Shahab', 'Shihab'),
    word('باد', 'Bad', 'Baad'),
    word('چنار', 'Chenar'),
    word('کویر', 'Kavir', 'Kaveer'),
  ],
  sample: [
    word('نمونه', 'Nemuneh', 'Nemouneh', 'Nemune'),
    word('آزمایشی', 'Azmayeshi', 'Azmaieshi'),
    word('فرضی', 'Farzi', 'Farzy'),
    word('ساختگی', 'Sakhtegi', 'Sakhtagi'),
    word('خیالی', 'Khiali', 'Khiyali'),
    word('مثالی', 'Mesali', 'Mesaly'),
    word('تمرینی', 'Tamrini', 'Tamreeni'),
    word('پنداری', 'Pendari', 'Pendary'),
    word('نمایشی', 'Namayeshi', 'Nemayeshi'),
    word('داستانی', 'Dastani', 'Daastani'),
  ],
  nature: [
    word('کوهستان', 'Kuhestan', 'Koohestan'),
    word('جنگل', 'Jangal'),
    word('دشت', 'Dasht'),
    word('بیشه', 'Bisheh', 'Bishe'),
    word('دره', 'Darreh', 'Dare'),
    word('ساحل', 'Sahel'),
    word('برفی', 'Barfi'),
    word('سبزه', 'Sabzeh', 'Sabze'),
    word('سنگ', 'Sang'),
    word('مرغزار', 'Marghzar'),
    word('رنگین', 'Rangin', 'Rangeen'),
    word('پاییز', 'Paiz', 'Paeez'),
    word('زمستان', 'Zemestan'),
    word('سپیده', 'Sepideh', 'Sepide'),
  ],
}

const ARABIC: NameStock = {
  female: [
    word('وردة', 'Warda', 'Wardah'),
    word('نجمة', 'Najma', 'Nejma'),
    word('غيمة', 'Ghayma', 'Gheima'),
    word('زهرة', 'Zahra', 'Zahrah'),
    word('سنبلة', 'Sunbula', 'Sonbola'),
    word('نخلة', 'Nakhla', 'Nakhlah'),
  ],
  male: [
    word('مطر', 'Matar', 'Mattar'),
    word('قمر', 'Qamar', 'Kamar'),
    word('نهر', 'Nahr', 'Naher'),
    word('رمل', 'Raml', 'Ramel'),
    word('برق', 'Barq', 'Bark'),
    word('سحاب', 'Sahab', 'Sahaab'),
  ],
  sample: [
    word('تجريبي', 'Tajribi', 'Tajreebi'),
    word('وهمي', 'Wahmi', 'Wahmy'),
    word('مثالي', 'Mithali', 'Methali'),
    word('افتراضي', 'Iftiradi', 'Eftiradi'),
  ],
  nature: [
    word('الوادي', 'al-Wadi', 'Alwadi'),
    word('الجبل', 'al-Jabal', 'Aljabal'),
    word('البحر', 'al-Bahr', 'Albahr'),
    word('الربيع', 'al-Rabi', 'Alrabee'),
    word('الصحراء', 'al-Sahra', 'Alsahraa'),
  ],
}

/** What a household shares: the tongue of its names, the family name, the father's line. */
export interface FamilyName {
  readonly stock: 'persian' | 'arabic'
  readonly sample: number
  readonly nature: number
  /** The man after whom the children are called; an index into the stock's male names. */
  readonly father: number
}

const STOCKS = { persian: PERSIAN, arabic: ARABIC } as const

export function makeFamilyName(random: Random, stock: FamilyName['stock']): FamilyName {
  const { sample, nature, male } = STOCKS[stock]
  return {
    stock,
    sample: random.between(0, sample.length - 1),
    nature: random.between(0, nature.length - 1),
    father: random.between(0, male.length - 1),
  }
}

/** Name parts in the home script and in Latin letters, which vary a little as clerks do. */
export function makeNames(
  random: Random,
  family: FamilyName,
  sex: Sex,
  fatherIndex?: number,
): readonly NamePart[] {
  const stock = STOCKS[family.stock]
  const given = random.pick(sex === 'female' ? stock.female : stock.male)
  const father = stock.male[fatherIndex ?? random.between(0, stock.male.length - 1)] as Word
  const sample = stock.sample[family.sample] as Word
  const nature = stock.nature[family.nature] as Word
  const roman = (one: Word): string =>
    random.chance(0.8) ? (one.latin[0] as string) : random.pick(one.latin)
  return [
    { text: given.arabic, script: 'arabic', role: 'given' },
    { text: father.arabic, script: 'arabic', role: 'father' },
    { text: `${sample.arabic} ${nature.arabic}`, script: 'arabic', role: 'family' },
    { text: roman(given), script: 'latin', role: 'given' },
    { text: roman(father), script: 'latin', role: 'father' },
    { text: `${roman(sample)} ${roman(nature)}`, script: 'latin', role: 'family' },
  ]
}
