/**
 * Invented names as sounds, and how clerks write them: one name has several spellings in Latin
 * letters, fewer in Cyrillic, and loses its short vowels in Arabic and Persian.
 */
export const SCRIPTS = ['arabic', 'persian', 'cyrillic', 'latin'] as const
export type FieldScript = (typeof SCRIPTS)[number]

/** A sound: its usual Latin letters, other Latin letters, Arabic, Persian, Cyrillic. */
interface Sound {
  readonly latin: string
  readonly others: readonly string[]
  readonly arabic: string
  readonly persian: string
  readonly cyrillic: string
}

const SOUNDS = `
b b - ب ب б
t t tt ت ت т
j j dj,dzh ج ج дж
h h - ه ه х
H h - ح ح х
K kh h خ خ х
d d - د د д
r r rr ر ر р
z z dh,zz ز ز з
Z z dh ذ ذ з
s s ss س س с
S s ss ص ص с
C sh ch,sch ش ش ш
k k c ك ک к
q q k,gh ق ق к
g gh g غ غ г
f f ff ف ف ф
l l ll ل ل л
m m mm م م м
n n nn ن ن н
w w v,ou و و в
y y i ي ی й
a a e,é - - а
i i e - - и
u u o,ou - - у
A a aa,â ا ا а
I i ee,y,î ي ی и
U u oo,ou و و у
`

const SOUND = new Map<string, Sound>(
  SOUNDS.trim()
    .split('\n')
    .map((line): [string, Sound] => {
      const [key = '', latin = '', others = '', arabic = '', persian = '', cyrillic = ''] =
        line.split(' ')
      const of = (text: string): string => (text === '-' ? '' : text)
      const more = of(others) === '' ? [] : others.split(',')
      return [key, { latin, others: more, arabic: of(arabic), persian: of(persian), cyrillic }]
    }),
)

const CONSONANTS = 'bbtjhHKdddrrrrzZsssSCkkqgfllllmmmmnnnnwy'
const SHORT = 'aaaaiiu'
const LONG = 'AAAIIU'
/** Consonant, short vowel, long vowel; most names have two syllables. */
const SHAPES = ['cVcvc', 'cvcVc', 'cvccVc', 'cVc', 'cvcc', 'cvcVcv', 'vccvc', 'cvcvccV', 'VcVc']

/** A new name, as sounds. */
export function inventName(next: () => number): string {
  const from = (letters: string): string => letters[Math.floor(next() * letters.length)] ?? 'a'
  const shape = SHAPES[Math.floor(next() * SHAPES.length)] ?? 'cvcVc'
  return Array.from(shape, (one) =>
    from(one === 'c' ? CONSONANTS : one === 'v' ? SHORT : LONG),
  ).join('')
}

/**
 * The sounds in letters. `freedom`: the chance that a sound that can be written in several Latin
 * ways is not written in the usual one; a usual spelling has 0.
 */
export function spell(
  sounds: string,
  script: FieldScript,
  freedom: number,
  next: () => number,
): string {
  let text = ''
  for (const [at, key] of Array.from(sounds).entries()) {
    const sound = SOUND.get(key)
    if (sound === undefined) continue
    if (script !== 'latin') {
      const letters = sound[script]
      // A name cannot begin with an unwritten vowel: it gets an alif.
      const atStart = at === 0 && script !== 'cyrillic' && 'aiuAIU'.includes(key)
      text += atStart && letters !== 'ا' ? `ا${letters}` : letters
      continue
    }
    const other =
      next() < freedom ? sound.others[Math.floor(next() * sound.others.length)] : undefined
    // No word begins with a doubled letter.
    text += other === undefined || (at === 0 && other[0] === other[1]) ? sound.latin : other
  }
  return script === 'latin' || script === 'cyrillic' ? capital(text) : text
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
