/** References as Onward makes them (storage/ids.ts). */
const REFERENCE = /^(?:C|P|H|O|PLAN|CL|D|F)-[0-9A-Z]{1,10}$/

/**
 * A record that was asked for, in a message: by its reference, and only when what was typed is one.
 * People type names where references belong, and messages go where names may not.
 */
export function namedRecord(kind: 'person' | 'case' | 'household', reference: string): string {
  return REFERENCE.test(reference) ? `${kind} ${reference}` : `such ${kind}`
}
