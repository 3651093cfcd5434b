import { useQueryClient } from '@tanstack/react-query'
import type { Query, QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { NewsKind } from '../../src/domain/news-kind.ts'

/** Which answers a kind of news makes old, by the beginning of their address. */
const OLD: Readonly<Record<NewsKind, readonly string[]>> = {
  case: ['/api/cases', '/api/overview'],
  person: ['/api/persons', '/api/cases'],
  pair: ['/api/same'],
  offer: ['/api/offers', '/api/overview'],
  plan: ['/api/plan'],
  claim: ['/api/claims', '/api/reports'],
  incident: ['/api/incidents', '/api/overview'],
  import: ['/api/imports'],
  job: ['/api/jobs'],
  publication: ['/api/appeal'],
  figures: ['/api/figures', '/api/overview'],
}

/**
 * Files of people, and lists of them, are not asked for again by themselves: each look is on record
 * as somebody's. They are old from now on, and a change to one is refused when it is (version).
 */
const ASKED_BY_PEOPLE = /^\/api\/(cases|persons)/

/** Looks come together: many changes at once are one look. */
const GATHER_MS = 1_500

/** Listens to what others change while this page is looked at. Hidden pages keep no connection. */
export function useLiveNews(): void {
  const client = useQueryClient()
  useEffect(() => {
    const gathered = new Set<NewsKind>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    let wasAway = false
    const tell = (): void => {
      timer = undefined
      makeOld(client, gathered)
      gathered.clear()
    }
    const hear = (event: MessageEvent<string>): void => {
      for (const kind of JSON.parse(event.data) as NewsKind[]) gathered.add(kind)
      // Not all pages at the same moment.
      timer ??= setTimeout(tell, GATHER_MS * (0.5 + Math.random()))
    }
    const open = (): void => {
      source = new EventSource('/api/live')
      source.addEventListener('news', hear)
      source.addEventListener('error', () => {
        wasAway = true
      })
      source.addEventListener('open', () => {
        // What was told while nobody listened is unknown.
        if (wasAway) makeOld(client, new Set(Object.keys(OLD) as NewsKind[]))
        wasAway = false
      })
    }
    const follow = (): void => {
      if (document.visibilityState === 'hidden') {
        source?.close()
        source = undefined
        wasAway = true
      } else if (source === undefined) open()
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      clearTimeout(timer)
      source?.close()
    }
  }, [client])
}

function makeOld(client: QueryClient, kinds: ReadonlySet<NewsKind>): void {
  const old = [...kinds].flatMap((kind) => OLD[kind])
  const pathOf = ({ queryKey: [, path] }: Query): string => (typeof path === 'string' ? path : '')
  const isOld = (query: Query): boolean => old.some((start) => pathOf(query).startsWith(start))
  const isAsked = (query: Query): boolean => ASKED_BY_PEOPLE.test(pathOf(query))
  void client.invalidateQueries({ predicate: (query) => isOld(query) && !isAsked(query) })
  void client.invalidateQueries({
    predicate: (query) => isOld(query) && isAsked(query),
    refetchType: 'none',
  })
}
