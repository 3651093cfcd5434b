import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'

/**
 * What a list was asked for. Filters and pages are in the address, so that they can be shared and
 * gone back to; the words of a search (`query`) are people's names and only in the browser's own
 * entry for the page: addresses are kept in histories, bookmarks and the logs of proxies.
 */
export function useAsked(): readonly [URLSearchParams, (next: URLSearchParams) => void] {
  const search = useSearch()
  const words = useHistoryState<{ readonly query?: string } | null>()?.query ?? ''
  const [, navigate] = useLocation()
  const params = useMemo(() => {
    const all = new URLSearchParams(search)
    if (words !== '') all.set('query', words)
    return all
  }, [search, words])
  const change = useCallback(
    (next: URLSearchParams) => {
      const shown = new URLSearchParams(next)
      shown.delete('query')
      const query = next.get('query') ?? ''
      navigate(`?${shown.toString()}`, { replace: true, state: query === '' ? null : { query } })
    },
    [navigate],
  )
  return [params, change]
}
