/**
 * PostgreSQL does not run as root, so with root's Onward another user owns the database. When that
 * user cannot pass through to the data folder (a checkout in /root, a folder from mktemp), the
 * database lies in a folder of its own below /var/lib/onward and the data folder says where.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'

const base = '/var/lib/onward'
const signpost = 'database-is-in'

/** The folder that the data folder points to, or the data folder itself. */
export async function followSignpost(root: string): Promise<string> {
  const text = await readFile(join(root, signpost), 'utf8').catch(() => '')
  const target = text.trim()
  return isAbsolute(target) ? target : root
}

/**
 * Makes a folder below /var/lib/onward for the database and sets the signpost to it. Of two
 * processes at once the first one's signpost stands.
 */
export async function settleElsewhere(root: string): Promise<string> {
  const known = await followSignpost(root)
  if (known !== root) return known
  const name = randomBytes(8).toString('hex')
  const target = join(base, name)
  await mkdir(base, { recursive: true, mode: 0o711 })
  await mkdir(target, { mode: 0o711 })
  const draft = join(root, `${signpost}.${name}`)
  await writeFile(draft, `${target}\n`, { mode: 0o600 })
  try {
    await link(draft, join(root, signpost))
    return target
  } catch {
    await rm(target, { recursive: true })
    return await followSignpost(root)
  } finally {
    await rm(draft, { force: true })
  }
}
