import type { Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Desk } from '../actions/desk.ts'
import { kindsToldTo } from '../domain/news-kind.ts'
import type { NewsKind } from '../domain/news-kind.ts'
import { DomainError } from '../domain/errors.ts'
import type { LiveNews } from './live-news.ts'

/** The browser asks again by itself, and shows anew who it is: a right that ended stays ended. */
const LIFE_MS = 120_000
/** Keeps proxies from believing that nobody is there. */
const SIGN_OF_LIFE_MS = 15_000
const MOST_LISTENERS = 2_000

/**
 * `GET /api/live`: server-sent events that name kinds of things that changed, as far as the account
 * may read such things. No id, no name, no number.
 */
export function liveRoutes(
  app: Hono,
  at: (context: Context) => Promise<Desk>,
  updates: LiveNews,
): void {
  app.get('/api/live', async (c) => {
    const desk = await at(c)
    if (updates.listeners() >= MOST_LISTENERS)
      throw new DomainError('unavailable', 'Too many screens listen to this instance already.')
    const may = kindsToldTo(desk.actor.role)
    return streamSSE(c, (stream) => {
      const pending = new Set<NewsKind>()
      let wake = (): void => {}
      const stop = updates.listen(desk.operation.id, (kinds) => {
        for (const kind of kinds) if (may.has(kind)) pending.add(kind)
        wake()
      })
      let isOver = false
      const end = (): void => {
        isOver = true
        wake()
      }
      stream.onAbort(end)
      updates.ended.addEventListener('abort', end)
      const life = setTimeout(end, LIFE_MS)
      return (async () => {
        try {
          await stream.writeSSE({ event: 'open', data: '', retry: 2_000 })
          while (!isOver) {
            if (pending.size > 0) {
              const kinds = [...pending]
              pending.clear()
              await stream.writeSSE({ event: 'news', data: JSON.stringify(kinds) })
              continue
            }
            const isQuiet = await new Promise<boolean>((resolve) => {
              const timer = setTimeout(() => resolve(true), SIGN_OF_LIFE_MS)
              wake = () => {
                clearTimeout(timer)
                resolve(false)
              }
            })
            if (isQuiet) await stream.write(': still here\n\n')
          }
        } finally {
          clearTimeout(life)
          stop()
          updates.ended.removeEventListener('abort', end)
        }
      })()
    })
  })
}
