import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Context } from 'hono'
import { DomainError } from '../domain/errors.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** The path in plain letters; one that is not encoded as it should be is none of ours. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '')
  } catch {
    throw new DomainError('not_found', 'There is nothing at this address.')
  }
}

/** Serves the built screens; every path that is no file is a screen and gets the page. */
export async function serveWeb(context: Context, folder: string): Promise<Response> {
  const path = normalize(decoded(context.req.path))
  const file = join(folder, path)
  const isAsset = extname(path) !== ''
  if (!file.startsWith(folder + sep) && isAsset) throw new DomainError('not_found', 'No such file.')
  const found = isAsset ? await readFile(file).catch(() => undefined) : undefined
  if (found !== undefined)
    return context.body(new Uint8Array(found), 200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      // Built files carry a hash in their name.
      'cache-control': path.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    })
  if (isAsset) throw new DomainError('not_found', 'No such file.')
  const page = await readFile(join(folder, 'index.html')).catch(() => undefined)
  if (page === undefined)
    throw new DomainError(
      'unavailable',
      'The screens are not built. `npm start` builds them; so does `npm run build`.',
    )
  return context.body(new Uint8Array(page), 200, {
    'content-type': TYPES['.html'] ?? '',
    'cache-control': 'no-cache',
  })
}
