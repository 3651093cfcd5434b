import { useCallback, useMemo } from 'react'
import { useAsked } from '../parts/use-asked.ts'

const KEYS = ['query', 'status', 'priority', 'state', 'sort', 'page'] as const

export type CaseQueryState = Readonly<Partial<Record<(typeof KEYS)[number], string>>>
/** Sets the named parts; an empty one goes away. Any change but of the page goes to page 1. */
export type ChangeQuery = (parts: CaseQueryState) => void

/** What the list of cases shows; filters are in the address, so that it can be shared. */
export function useCaseQuery(): { readonly query: CaseQueryState; readonly change: ChangeQuery } {
  const [params, setParams] = useAsked()
  const query = useMemo(() => {
    const given = KEYS.map((key) => [key, params.get(key) ?? ''] as const)
    return Object.fromEntries(given.filter(([, value]) => value !== '')) as CaseQueryState
  }, [params])
  const change = useCallback<ChangeQuery>(
    (parts) => {
      const next = new URLSearchParams(params)
      if (!('page' in parts)) next.delete('page')
      for (const [key, value] of Object.entries(parts))
        if (value === '') next.delete(key)
        else next.set(key, value)
      setParams(next)
    },
    [params, setParams],
  )
  return { query, change }
}
