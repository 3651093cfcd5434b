import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'wouter'

const KEYS = ['query', 'status', 'priority', 'state', 'sort', 'page'] as const

export type CaseQueryState = Readonly<Partial<Record<(typeof KEYS)[number], string>>>
/** Sets the named parts; an empty one goes away. Any change but of the page goes to page 1. */
export type ChangeQuery = (parts: CaseQueryState) => void

/** What the list of cases shows, kept in the address, so that it can be shared and gone back to. */
export function useCaseQuery(): { readonly query: CaseQueryState; readonly change: ChangeQuery } {
  const [params, setParams] = useSearchParams()
  const query = useMemo(() => {
    const given = KEYS.map((key) => [key, params.get(key) ?? ''] as const)
    return Object.fromEntries(given.filter(([, value]) => value !== '')) as CaseQueryState
  }, [params])
  const change = useCallback<ChangeQuery>(
    (parts) => {
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          if (!('page' in parts)) next.delete('page')
          for (const [key, value] of Object.entries(parts))
            if (value === '') next.delete(key)
            else next.set(key, value)
          return next
        },
        { replace: true },
      )
    },
    [setParams],
  )
  return { query, change }
}
