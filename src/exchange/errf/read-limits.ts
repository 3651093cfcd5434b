import type { Fault } from './finding.ts'
import { NAMESPACE_28 } from './layout.ts'
import { StopReading } from './xml-text.ts'

// Far above what a real file holds; so that no file can fill the memory.
export const MOST_CASES = 200_000
export const MOST_ROWS = 3_000
export const MOST_FINDINGS = 1_000_000
export const MOST_DEPTH = 12
export const MOST_VALUE = 100_000
export const MOST_PENDING = 1_000_000
/** Before the root stands a declaration and perhaps comments. */
export const MOST_PROLOG = 100_000
/** 50 MB as base64 with line ends. */
export const MOST_PHOTOGRAPH = 72_000_000
export const MOST_XML_FAULTS = 20

export const WRONG_NAMESPACE: Fault = {
  code: 'wrong_namespace',
  severity: 'error',
  message: 'an element is in a namespace that is not that of the eRRF',
  help: `use ${NAMESPACE_28} throughout for version 2.8, none for 4.1`,
}

export const UNKNOWN_ATTRIBUTE: Fault = {
  code: 'unknown_attribute',
  severity: 'error',
  message: 'an attribute that the format does not have; it is not kept',
  help: 'take it out; the format writes every fact as an element',
}

export function notErrf(): StopReading {
  return new StopReading(
    'not_errf',
    'the file is no eRRF: its outermost element is not UNHCR_RRF',
    'give the XML that proGres exports',
  )
}

export function tooLongValue(): StopReading {
  return new StopReading(
    'too_long',
    'a value, an attribute or a comment is longer than any real one',
    'this is no eRRF of a real case, or it is damaged; fetch it again',
  )
}

export function tooLongPhotograph(): StopReading {
  return new StopReading(
    'photo_too_large',
    'a photograph has more than 50 MB',
    'store it smaller; 100 KB are enough',
  )
}
