/** Letters that Unicode does not take apart, or keeps apart though they are one in names. */
const SAME: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ك: 'ک',
  ة: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ء: '',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ə: 'e',
  ı: 'i',
}
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'g')

/** Tatweel, joiners, direction marks, apostrophes and their look-alikes (ʿayn, hamza, prime). */
const DROPPED = /[\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069'’‘`´ʼʻʾʿ]/g

/**
 * Folds a name for search: one form for case, diacritics, compatibility forms, Arabic letters
 * with several code points (ي ی, ك ک, ة ه) and hamza seats; marks, tatweel and joiners go.
 * The name as written is kept elsewhere; this is a key, never shown.
 */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(DROPPED, '')
    .replace(SAME_LETTERS, (letter) => SAME[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
