/**
 * Sound classes shared by scripts. Coarse on purpose: a key must bring spellings of one name
 * together (recall); telling people apart is the work of scoring.
 * `_` is weak (vowel, semivowel, ʿayn): kept only at the start of a word, as `a`.
 */
const CLASSES = `
b  b p ب پ б п
d  d د ڈ д
f  f ف ф
h  h ح ه خ х һ
j  j ج ژ ж
k  k c g q ک ق غ گ к г қ ғ
l  l ل л
m  m م м
n  n ن ں н ң
r  r ر ڑ р
s  s س ص ث с ц
t  t ت ط ٹ т
z  z ذ ز ض ظ з
c  ش چ ш щ ч
ks x
_  a e i o u v w y ا ع و ی ے а е и о у э ю я ы в ў ү ө і ї є`

const CLASS_OF: ReadonlyMap<string, string> = new Map(
  CLASSES.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', ...letters] = line.split(/\s+/)
      return letters.map((letter): [string, string] => [letter, name])
    }),
)

/**
 * Letter groups that write one sound: Latin and Cyrillic only. French ch and English sh, Gulf
 * dh and Persian z, th and s stand for the same Arabic letters.
 */
const GROUPS: readonly (readonly [letters: RegExp, sound: string])[] = [
  [/sch|tch|sh|ch/g, 'ш'],
  [/dzh|dj|zh|дж/g, 'j'],
  [/kh/g, 'h'],
  [/gh/g, 'k'],
  [/dh/g, 'z'],
  [/th/g, 's'],
  [/ph/g, 'f'],
  [/c(?=[eiy])/g, 's'],
]

/**
 * The consonant skeleton of one folded word: sound classes, weak letters out, doubled letters
 * single, a last h (which Persian writes for a vowel) out. Empty for scripts it does not know.
 */
export function wordSkeleton(foldedWord: string): string {
  let word = foldedWord
  for (const [letters, sound] of GROUPS) word = word.replace(letters, sound)
  return soundsOf(word)
}

/** Groups but the soft c: Cemal is also Kemal. */
const HARD_C = GROUPS.slice(0, -1)

/**
 * Other ways to read a word in Latin or Cyrillic letters: c as k before e, i and y; and every
 * letter by itself, as in Is-haq. Without the skeleton that `wordSkeleton` gives.
 */
export function otherReadings(foldedWord: string): readonly string[] {
  if (!/c[eiy]|[cdgkpstz]h|dj|дж/.test(foldedWord)) return []
  const hard = HARD_C.reduce((word, [letters, sound]) => word.replace(letters, sound), foldedWord)
  const usual = wordSkeleton(foldedWord)
  return [...new Set([soundsOf(hard), soundsOf(foldedWord)])].filter((one) => one !== usual)
}

function soundsOf(word: string): string {
  let key = ''
  for (const letter of word) {
    const sound = CLASS_OF.get(letter) ?? ''
    if (sound === '_') key += key === '' ? 'a' : ''
    else if (!key.endsWith(sound)) key += sound
  }
  return key.length > 1 ? key.replace(/h$/, '') : key
}
