import { InvalidArgumentError } from 'commander'
import { isPlainDate } from '../domain/plain-date.ts'

const MOST = 1_000_000

/** A whole number from 1 to a million. */
export function parseCount(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= MOST) return value
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`)
}

/** A number of seconds, also a part of one. */
export function parseSeconds(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value <= MOST) return value
  throw new InvalidArgumentError(`Give seconds above 0 and up to ${MOST}, for example 0.5 or 60.`)
}

/** A share from 0 to 1, as 0.0001 for 0.01 %. */
export function parseShare(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('Give a share from 0 to 1, for example 0.0001 for 0.01 %.')
}

/** A day as YYYY-MM-DD. */
export function parseDay(text: string): string {
  if (isPlainDate(text)) return text
  throw new InvalidArgumentError('Give a day as YYYY-MM-DD, for example 2013-12-27.')
}

/** A case and an offer as CASE=OFFER; repeated options are collected. */
export function collectPair(
  text: string,
  before: readonly { case: string; offer: string }[] = [],
): readonly { case: string; offer: string }[] {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1)
    throw new InvalidArgumentError('Give a case and an offer as CASE=OFFER.')
  return [...before, { case: text.slice(0, at), offer: text.slice(at + 1) }]
}

/** A port of this machine; 0 takes any free one. */
export function parsePort(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value
  throw new InvalidArgumentError('Give a port from 0 to 65535.')
}
