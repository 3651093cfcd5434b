/**
 * A value as text that does not depend on the order of keys: PostgreSQL keeps the keys of JSON in
 * an order of its own, and what is hashed or signed must be the same text everywhere. Keys in the
 * order of their UTF-16 units, as RFC 8785 has it.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}
