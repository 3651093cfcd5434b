import { isPlainDate } from '../../domain/plain-date.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { FieldType } from './layout.ts'

const DATE_TIME =
  /^(-?\d{4,6}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/

/** Whether a text is a value of the XML Schema type; strings and photographs always are. */
export function isOfType(text: string, type: FieldType): boolean {
  const value = text.trim()
  if (type === 'boolean') return /^(true|false|0|1)$/.test(value)
  if (type === 'short')
    return /^[+-]?\d{1,9}$/.test(value) && Number(value) >= -32_768 && Number(value) <= 32_767
  if (type === 'dateTime') return dayOf(value) !== undefined
  return true
}

/** The day of an `xs:dateTime` as written, whatever its time zone; undefined when it is none. */
export function dayOf(text: string | undefined): PlainDate | undefined {
  const match = DATE_TIME.exec(text?.trim() ?? '')
  const [, day = '', hour, minute, second] = match ?? []
  if (match === null || !isPlainDate(day)) return undefined
  const isMidnight = hour === '24' && minute === '00' && second === '00'
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  return isTime || isMidnight ? day : undefined
}

export function isTrue(text: string | undefined): boolean {
  return /^(true|1)$/.test(text?.trim() ?? '')
}

/** Midnight of a day, in the text that the file had when it is of that day. */
export function midnight(day: PlainDate, kept: string | undefined): string {
  return kept !== undefined && dayOf(kept) === day ? kept : `${day}T00:00:00`
}
