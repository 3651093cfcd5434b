import { createHash } from 'node:crypto'

/** A GUID that is the same whenever the same thing is exported (a name-based UUID). */
export function guidFrom(...names: readonly string[]): string {
  const hash = createHash('sha256').update(names.join('\0')).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
