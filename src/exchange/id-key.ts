import { toAsciiDigits } from '../identity/digits.ts'

/**
 * A key that two writings of one id share: a spreadsheet drops the zeros in front of a number and
 * puts blanks around it, and digits come in three scripts. The case of letters stays: in some
 * registers ids differ by it alone.
 */
export function idKey(id: string): string {
  const plain = toAsciiDigits(id.normalize('NFKC')).replace(/\s+/g, '')
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain
}
