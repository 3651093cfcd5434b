import { make } from './said-by.ts'
import type { Attribution } from './said-by.ts'
import type { CueContext } from './saying-clause.ts'
import { lowerAt, sentenceEnd } from './saying-clause.ts'
import type { Stance } from '../../domain/claim.ts'

const PERSIAN: Readonly<Record<string, Stance>> = {
  گفت: 'asserts',
  گفتند: 'asserts',
  می‌گوید: 'asserts',
  می‌گویند: 'asserts',
  افزود: 'asserts',
  نوشت: 'asserts',
}
/** "announced", "reported", "denied": a noun, then کرد or داد. */
const PERSIAN_PAIRS: Readonly<Record<string, Stance>> = {
  اعلام: 'asserts',
  گزارش: 'asserts',
  خبر: 'asserts',
  تأیید: 'asserts',
  تایید: 'asserts',
  تکذیب: 'denies',
  رد: 'denies',
}
const ARABIC: Readonly<Record<string, Stance>> = {
  قال: 'asserts',
  قالت: 'asserts',
  أعلن: 'asserts',
  أعلنت: 'asserts',
  ذكر: 'asserts',
  ذكرت: 'asserts',
  أكد: 'asserts',
  أكدت: 'asserts',
  أفاد: 'asserts',
  أفادت: 'asserts',
  أضاف: 'asserts',
  أضافت: 'asserts',
  نفى: 'denies',
  نفت: 'denies',
}
const LONGEST = 8

/** Plain sentences: in Persian the source stands before the verb, in Arabic after it. */
export function readOtherLanguage(context: CueContext, at: number): Attribution | undefined {
  return readPersian(context, at) ?? readArabic(context, at)
}

function readPersian(
  { tokens, isQuantity, isDate }: CueContext,
  at: number,
): Attribution | undefined {
  const word = lowerAt(tokens, at)
  const isPair = ['کرد', 'کردند', 'داد', 'دادند', 'کرده', 'داده'].includes(lowerAt(tokens, at + 1))
  const pair = isPair && Object.hasOwn(PERSIAN_PAIRS, word) ? PERSIAN_PAIRS[word] : undefined
  const stance = pair ?? (Object.hasOwn(PERSIAN, word) ? PERSIAN[word] : undefined)
  if (stance === undefined || at === 0) return undefined
  let from = at
  while (from > 0 && at - from < LONGEST && tokens[from - 1]?.kind === 'word' && !isDate(from - 1))
    from -= 1
  if (from === at || isQuantity(from)) return undefined
  const to = at + (pair === undefined ? 1 : 2)
  const start = lowerAt(tokens, to) === 'که' ? to + 1 : to
  const content = [{ from: start, to: sentenceEnd(tokens, start) }]
  const source = { from, to: at, beside: [] }
  return make(source, { from: at, to }, content, stance, { from, to })
}

function readArabic(
  { tokens, isQuantity, isDate }: CueContext,
  at: number,
): Attribution | undefined {
  const word = lowerAt(tokens, at)
  const stance = Object.hasOwn(ARABIC, word) ? ARABIC[word] : undefined
  if (stance === undefined) return undefined
  let to = at + 1
  while (to < tokens.length && to - at < LONGEST && tokens[to]?.kind === 'word') {
    const next = lowerAt(tokens, to)
    const isOver = [
      'إن',
      'أن',
      'إنه',
      'أنه',
      'إنها',
      'أنها',
      'مقتل',
      'إصابة',
      'عن',
      'نحو',
    ].includes(next)
    if (isOver || isQuantity(to) || isDate(to)) break
    to += 1
  }
  if (to === at + 1) return undefined
  const content = [{ from: to, to: sentenceEnd(tokens, to) }]
  const source = { from: at + 1, to, beside: [] }
  return make(source, { from: at, to: at + 1 }, content, stance, { from: at, to })
}
